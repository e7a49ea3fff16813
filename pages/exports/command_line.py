"""The documents of a meeting from the command line: `python -m pages.exports <document>`, in Dutch.

For a timer that puts them ready before each meeting. Exit status: 0 done, 1 refused with
reasons and nothing written, 2 wrong usage.
"""

import argparse
import errno
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.progress import Progress

from etl.arguments import DutchParser, is_ctrl_c
from etl.live import LIVE, Signature
from pages import text
from pages.briefing.gather import FIRST, LAST, Briefing, gather, too_many
from pages.exports import documents
from pages.exports.documents import DOCUMENTS, Document
from pages.exports.paper import fiche
from pages.queries import areas
from pages.queries.database import live_build

REFUSED = 1
"""Exit status."""
CAUSES = {
    errno.EACCES: "geen toegang",
    errno.EEXIST: "er staat een bestand waar een map moet komen",
    errno.ENOENT: "die map bestaat niet en kan niet gemaakt worden",
    errno.ENOSPC: "de schijf is vol",
    errno.ENOTDIR: "er staat een bestand waar een map moet komen",
    errno.EPERM: "geen toegang",
    errno.EROFS: "die schijf is alleen om te lezen",
}
"""What the system says in English, in Dutch."""


class RefusedError(Exception):
    """What is asked cannot be made; the message says why and what can, in Dutch."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make what is asked and return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        build = live_build()
        if build is None:
            raise RefusedError(
                f"Er is geen databank die deze versie kan lezen ({LIVE}). Maak ze met: python -m etl build"
            )
        options.run(options, build)
    except RefusedError as error:
        print(f"Niets geschreven. {error}", file=sys.stderr)
        return REFUSED
    except OSError as error:
        print(
            f"Niets geschreven. Schrijven lukt niet: {_cause(error)}", file=sys.stderr
        )
        return REFUSED
    except (KeyboardInterrupt, RuntimeError) as error:
        # An error: what was made apart failed, or took too long.
        failed = f"Het document maken lukt niet. Technische melding:\n{error}"
        said = "Afgebroken." if is_ctrl_c(error) else failed
        print(f"Niets geschreven. {said}", file=sys.stderr)
        return REFUSED
    return 0


def _cause(error: OSError) -> str:
    """What stands in the way, and where."""
    cause = CAUSES.get(error.errno or 0, error.strerror or str(error))
    return f"{cause} ({error.filename})" if error.filename else cause


def _parser() -> argparse.ArgumentParser:
    parser = DutchParser(
        prog="python -m pages.exports",
        description="Maakt de documenten van een vergadering.",
        epilog="Eindcode: 0 gelukt, 1 geweigerd en niets geschreven, 2 verkeerd gebruikt.",
    )
    verbs = parser.add_subparsers(
        title="documenten", metavar="DOCUMENT ...", required=True
    )
    for document in DOCUMENTS.values():
        verb = verbs.add_parser(
            document.key, help=document.title, description=document.about
        )
        verb.add_argument(
            "--topics",
            metavar="ID,ID",
            default="",
            help="onderwerpen in volgorde: titel, nieuw, acties, bronnen, het nummer van een actielijn "
            "of de code van een indicator (anders: de agenda)",
        )
        verb.set_defaults(run=_document, document=document)
        _shared(verb)
    verb = verbs.add_parser(
        "fiche",
        help="Gemeentefiche (PDF)",
        description="Twee bladzijden over één gemeente, of een ZIP met alle gemeenten van de regio.",
    )
    verb.add_argument(
        "--municipality",
        metavar="GEMEENTE",
        help="naam of NIS-code (anders: alle gemeenten van de regio)",
    )
    verb.set_defaults(run=_fiche)
    _shared(verb)
    return parser


def _shared(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--region",
        metavar="REGIO",
        default=areas.DEFAULT_REGION,
        help=f"code of naam van de regio (anders: {areas.DEFAULT_REGION})",
    )
    verb.add_argument(
        "--to",
        metavar="MAP",
        type=Path,
        default=Path(),
        help="map waarin het bestand komt (anders: deze map)",
    )


def _document(options: argparse.Namespace, build: Signature) -> None:
    document: Document = options.document
    topics = [topic.strip() for topic in options.topics.split(",") if topic.strip()]
    region, today = _region(build, options.region), date.today()
    started = time.monotonic()
    briefing = gather(build, region, topics, today)
    if briefing is None:
        raise RefusedError(f"Geen cijfers van “{options.region}”.")
    if problem := _missed(briefing):
        if topics:
            raise RefusedError(problem)
        print(f"De agenda klopt niet helemaal. {problem}", file=sys.stderr)
    path = options.to / documents.name(document, briefing, today)
    _write(path, document.make(briefing), started)


def _missed(briefing: Briefing) -> str:
    """Topics that are not there or too many: a meeting must not miss a slide unnoticed."""
    if briefing.unknown:
        asked = text.listing([f"“{topic}”" for topic in briefing.unknown])
        fixed = text.listing([*FIRST, *briefing.lines, *LAST])
        return (
            f"Onbekend onderwerp: {asked}. Verwacht: {fixed}, of de code van een indicator met "
            f"cijfers.{_meant(briefing.unknown, briefing.figures)}"
        )
    return too_many(briefing)


def _fiche(options: argparse.Namespace, build: Signature) -> None:
    region, today = _region(build, options.region), date.today()
    started = time.monotonic()
    if options.municipality:
        towns = areas.municipalities(build, region).select("nis", "name")
        nis, town = _chosen("Gemeente", options.municipality, towns)
        content = fiche.fiche(build, nis, region, today)
        name = fiche.file_name(nis, town)
    else:
        with Progress(console=Console(stderr=True), transient=True) as bars:
            task = bars.add_task("Gemeentefiches")

            def tell(done: int, total: int, town: str) -> None:
                bars.update(task, completed=done, total=total, description=town)

            content = fiche.fiches(build, region, today, tell)
        place = text.full_name(*_named(build, region))
        name = documents.file_name(documents.FICHES, place, today, "zip")
    _write(options.to / name, content, started)


def _region(build: Signature, asked: str) -> str:
    known = areas.regions(build).select("area_id", "name")
    return _chosen("Regio", asked, known)[0]


def _named(build: Signature, region: str) -> tuple[str, str]:
    """Name and type of a region."""
    known = areas.regions(build).filter(area_id=region)
    name, kind = known.select("name", "area_type").row(0)
    return name, kind


def _chosen(kind: str, asked: str, known: pl.DataFrame) -> tuple[str, str]:
    """Code and name of the one that is meant, by its code or by its name.

    Args:
        kind: For the message: 'Regio'.
        asked: What the user typed.
        known: Code and name.
    """
    names = dict(known.iter_rows())
    found = [
        (code, name)
        for code, name in names.items()
        if asked.casefold() in (code.casefold(), name.casefold())
    ]
    if len(found) == 1:
        return found[0]
    if found:
        codes = text.listing([f"{name} ({code})" for code, name in found])
        raise RefusedError(f"{kind} “{asked}” is meer dan één: {codes}. Geef de code.")
    hint = _meant([asked], dict.fromkeys([*names.values(), *names]))
    raise RefusedError(f"{kind} “{asked}” is niet bekend.{hint}")


def _meant(asked: Iterable[str], known: Iterable[str]) -> str:
    """' Bedoelde u …?', or nothing when nothing looks like it."""
    options = list(known)
    close = [match for each in asked for match in get_close_matches(each, options, 3)]
    return f" Bedoelde u {text.listing(close, 'of')}?" if close else ""


def _write(path: Path, content: bytes, started: float) -> None:
    """Put the file in place as a whole: who opens it never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    size = text.number(len(content) / 1000, 0)
    took = text.number(time.monotonic() - started, 1)
    print(f"{path}: {size} kB, {took} s")
