"""ZIP files and workbooks (which are ZIP files) held against bounds before they are unpacked."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from etl import settings
from etl.refusal import Refusal

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,  # needs a password
    NotImplementedError,
    ValueError,
)
SIGNATURE = b"PK\x03\x04"


def check(path: Path, name: str) -> list[zipfile.ZipInfo]:
    """Hold the directory of a ZIP file against the bounds of `data/refresh.yaml`.

    Args:
        path: The file.
        name: How messages call it.

    Returns:
        Its members, folders left out.

    Raises:
        Refusal: No whole ZIP file, too many or too large members, a path outside.
    """
    bounds = settings.refresh().archive
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
    except (zipfile.BadZipFile, OSError) as error:
        raise Refusal(
            name, "is afgebroken of beschadigd", "download het bestand opnieuw"
        ) from error
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > bounds.max_members:
        raise Refusal(
            name,
            f"bevat {len(members)} bestanden, verwacht ten hoogste {bounds.max_members}",
        )
    if unpacked > bounds.max_unpacked or unpacked > bounds.max_ratio * max(packed, 1):
        raise Refusal(
            name, f"pakt uit tot {unpacked} bytes uit {packed}: onwaarschijnlijk veel"
        )
    for member in members:
        path_inside = PurePosixPath(member.filename.replace("\\", "/"))
        if path_inside.is_absolute() or ".." in path_inside.parts:
            raise Refusal(name, f"bevat een pad buiten het bestand: {member.filename}")
    return members


def check_whole(path: Path, name: str) -> None:
    """As `check`, and every member must unpack to what its checksum says.

    Raises:
        Refusal: Something in it is damaged.
    """
    check(path, name)
    try:
        with zipfile.ZipFile(path) as archive:
            damaged = archive.testzip()
    except UNREADABLE as error:
        raise Refusal(name, "is afgebroken of beschadigd") from error
    if damaged is not None:
        raise Refusal(name, f"is beschadigd: {damaged}")


@contextmanager
def unpacked(path: Path, name: str) -> Iterator[Path]:
    """Unpack a checked ZIP file into a temporary folder.

    Raises:
        Refusal: As `check`; or a member that is damaged or needs a password.
    """
    members = check(path, name)
    with TemporaryDirectory(prefix="monitor-zip-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                archive.extractall(folder, members)
        except UNREADABLE as error:
            raise Refusal(name, f"kan niet uitgepakt worden: {error}") from error
        yield Path(folder)
