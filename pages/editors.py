"""Who may edit the action plan: sign-in and a list of editors, from `.streamlit/secrets.toml`."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

import streamlit as st

State = Literal["read-only", "signed out", "stranger", "editor"]


class Visitor(NamedTuple):
    """Who looks at the page, as far as that is certain."""

    state: State
    email: str | None = None


def visitor() -> Visitor:
    """Who is here now; asked again before every save."""
    emails = _editors()
    if not emails:
        return Visitor("read-only")
    user = st.user.to_dict()
    if user.get("is_logged_in") is not True:
        return Visitor("signed out")
    email = str(user.get("email") or "").strip()
    # A provider that says so itself: anybody could have typed this address.
    unproven = str(user.get("email_verified", True)).lower() in ("false", "0", "none")
    if unproven or email.casefold() not in emails:
        return Visitor("stranger", email or None)
    return Visitor("editor", email)


def is_configured() -> bool:
    """Whether somebody can sign in to edit."""
    return bool(_editors())


def _editors() -> frozenset[str]:
    """Addresses in small letters; none while sign-in is not configured."""
    # Without a file, asking for a secret would show an error.
    if not st.secrets.load_if_toml_exists() or not st.secrets.get("auth"):
        return frozenset()
    section = st.secrets.get("editors")
    listed = section.get("emails") if isinstance(section, Mapping) else None
    if not isinstance(listed, list | tuple):
        return frozenset()
    return frozenset(
        one.strip().casefold() for one in listed if isinstance(one, str) and one.strip()
    )
