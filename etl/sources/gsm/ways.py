"""Where the files of the Gemeente- en Stadsmonitor are: names, templates, the download page."""

import contextlib
import json
import re
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from etl.catalogue import Indicator
from etl.failures import Failed
from etl.pullers import Asked, Wanted, useful
from etl.settings import Pull, Way
from etl.sources.gsm.layout import code_in

FILES = (".xlsx", ".csv", ".zip")
THEME = re.compile(r"(register|survey|surveyresultaten)[_ -](.+?)(?: \(\d+\))?$", re.I)
EVERYTHING = re.compile(r"alle[_ -]?(data|cijfers)", re.I)


def offer(
    way: Way,
    pull: Pull,
    remaining: frozenset[str],
    catalogue: Sequence[Indicator],
    fetch_text: Callable[[str], str],
) -> Asked:
    """The files of a way that can bring what is still missing.

    Args:
        way: The way in.
        pull: For the hosts that links may lead to.
        remaining: Codes that no earlier way delivered.
        catalogue: All indicators of this source.
        fetch_text: Fetches a page.

    Raises:
        Failed: The page does not answer, or holds no file that is known.
    """
    if way.page is not None:
        return _from_page(way, pull, remaining, catalogue, fetch_text)
    template = str(way.template)
    mine = [i for i in catalogue if i.code in remaining and way.kind in (None, i.kind)]
    if "{theme}" in template:
        urls = {template.format(theme=file_name(i.theme)) for i in mine}
    else:
        urls = {template.format(code=i.code) for i in mine}
    return Asked(useful([_wanted(url, catalogue) for url in urls], remaining), [])


def file_name(theme: str) -> str:
    """A theme as file names write it: 'Klimaat, milieu en natuur' joined by underscores."""
    return re.sub(r"[ ,]+", "_", theme)


def covered_by(name: str, catalogue: Sequence[Indicator]) -> frozenset[str]:
    """The codes that a file of this name brings; none when the name is not known."""
    stem = PurePosixPath(name).stem
    code = code_in(stem)
    if code is not None:
        return frozenset(i.code for i in catalogue if code in (i.sheet, i.code))
    kind = "survey" if re.search("survey", stem, re.I) else None
    if EVERYTHING.search(stem):
        return frozenset(i.code for i in catalogue if kind in (None, i.kind))
    match = THEME.search(stem)
    if match is None:
        return frozenset()
    theme = match.group(2).casefold()
    return frozenset(
        i.code
        for i in catalogue
        if file_name(i.theme).casefold() == theme and i.kind == (kind or "register")
    )


def _wanted(url: str, catalogue: Sequence[Indicator]) -> Wanted:
    name = PurePosixPath(unquote(urlsplit(url).path)).name
    return Wanted(url, name, covered_by(name, catalogue))


def _from_page(
    way: Way,
    pull: Pull,
    remaining: frozenset[str],
    catalogue: Sequence[Indicator],
    fetch_text: Callable[[str], str],
) -> Asked:
    page = str(way.page)
    links = _links_in_html(fetch_text(page), page)
    if not links and way.page_data is not None:
        # A page without both is said below to be another page than expected.
        with contextlib.suppress(Failed):
            links = _links_in_data(fetch_text(way.page_data), page)
    here = [link for link in links if urlsplit(link).hostname in _names(pull.hosts)]
    files = [_wanted(link, catalogue) for link in here]
    known = [file for file in files if file.covers]
    remarks = [
        f"{file.name}: onbekende naam, niet gevraagd"
        for file in files
        if not file.covers
    ] + [
        f"{link}: op een andere site, niet gevraagd"
        for link in links
        if link not in here
    ]
    if not known:
        raise Failed(
            200,
            f"de downloadpagina ziet er anders uit: {len(links)} links naar bestanden, "
            "geen enkele met een gekende naam",
        )
    first = useful(known, remaining)
    spare = tuple(file for file in known if file not in first)
    return Asked(first, sorted(set(remarks)), spare)


def _names(hosts: list[str]) -> set[str | None]:
    return {host.partition(":")[0] for host in hosts}


class _Links(HTMLParser):
    """Collects every href and src."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self.found += [
            value for key, value in attrs if key in ("href", "src") and value
        ]


def _links_in_html(html: str, base: str) -> list[str]:
    parser = _Links()
    parser.feed(html)
    return _files(parser.found, base)


def _links_in_data(text: str, base: str) -> list[str]:
    """Links in the data file of a static site: any text that ends like a file."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError:
        return []
    return _files(list(_texts(document)), base)


def _texts(node: Any) -> list[str]:
    if isinstance(node, str):
        return [node]
    children = node.values() if isinstance(node, dict) else node
    if not isinstance(node, dict | list):
        return []
    return [text for child in children for text in _texts(child)]


def _files(links: list[str], base: str) -> list[str]:
    found = set()
    for link in links:
        # What is no address at all is no link to a file.
        with contextlib.suppress(ValueError):
            absolute = urljoin(base, link.strip())
            parts = urlsplit(absolute)
            if parts.scheme in ("http", "https") and parts.path.lower().endswith(FILES):
                found.add(absolute)
    return sorted(link for link in found if " " not in link)
