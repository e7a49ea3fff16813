"""Names of files to take along."""

import re
import unicodedata


def file_name(*parts: str) -> str:
    """Parts joined by underscores, in letters, digits and hyphens that every system takes."""
    plain = (
        unicodedata.normalize("NFKD", part).encode("ascii", "ignore").decode()
        for part in parts
    )
    return "_".join(
        re.sub(r"[^A-Za-z0-9_-]+", "_", part).strip("_") for part in plain if part
    )
