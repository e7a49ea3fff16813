"""The command line: `python -m etl <verb>`, in Dutch.

Exit status: 0 done, 1 refused with reasons and nothing changed, 2 wrong usage,
3 published with remarks.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import duckdb

from etl import commands, console
from etl.arguments import DutchParser, is_ctrl_c
from etl.live import LIVE
from etl.plan import commands as plan_commands
from etl.refusal import Refusal

INTERRUPTED = -1
"""What `main` returns after Ctrl-C; the exit status is that of a refusal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb and return the exit status."""
    options = _parser().parse_args(arguments)
    output = console.choose(options.log)
    try:
        status: int = options.run(options, output)
    except Refusal as refusal:
        return _nothing_changed(f"Geweigerd. {refusal}")
    except BrokenPipeError:
        # The reader of our output has seen enough (`| head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return commands.REFUSED
    except (OSError, duckdb.IOException) as error:
        return _nothing_changed(f"Lezen of schrijven lukt niet: {error}")
    except (KeyboardInterrupt, RuntimeError) as error:
        if not is_ctrl_c(error):
            raise
        _nothing_changed(
            "\nAfgebroken. Wat al binnen is, blijft bewaard; de volgende keer gaat verder."
        )
        return INTERRUPTED
    return status


def leave(status: int) -> NoReturn:
    """End the process; after Ctrl-C at once, without waiting for a source that is silent."""
    if status != INTERRUPTED:
        sys.exit(status)
    sys.stdout.flush()
    sys.stderr.flush()
    # A thread may still be reading from a connection; no exit waits for less than all threads.
    os._exit(commands.REFUSED)


def _nothing_changed(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    print("De databank is niet gewijzigd.", file=sys.stderr)
    return commands.REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = DutchParser(
        prog="python -m etl",
        description="Haalt cijfers op en bouwt de databank van de monitor.",
        epilog="Eindcode: 0 gelukt, 1 geweigerd en niets gewijzigd, 2 verkeerd gebruikt, "
        "3 gepubliceerd met opmerkingen.",
    )
    verbs = parser.add_subparsers(
        title="opdrachten", metavar="OPDRACHT ...", required=True
    )
    refresh = _verb(
        verbs, "refresh", "vraag de bronnen, bouw, controleer en publiceer", True
    )
    refresh.add_argument(
        "--yes", action="store_true", help="publiceer zonder te vragen"
    )
    refresh.add_argument(
        "--dry-run",
        action="store_true",
        help="toon wat gevraagd zou worden en wat zou veranderen; haal niets op, wijzig niets",
    )
    _base_url(refresh)
    refresh.set_defaults(run=commands.run_refresh)
    pull = _verb(verbs, "pull", "haal op wat bij de bronnen veranderde", False)
    pull.add_argument("sources", nargs="*", metavar="BRON", help="alleen deze bronnen")
    _base_url(pull)
    pull.set_defaults(run=commands.run_pull)
    build = _verb(
        verbs, "build", "bouw de databank uit de bestanden die er zijn, offline", True
    )
    _raw(build)
    build.add_argument(
        "--if-needed",
        action="store_true",
        help="doe niets als er al een databank is die deze versie kan lezen, met het actieplan van nu",
    )
    build.add_argument(
        "--as-of",
        type=_day,
        metavar="DATUM",
        help="uit de bestanden van de build die op die dag gold, zoals 2026-11-25",
    )
    build.set_defaults(run=commands.run_build, raw=None)
    changes = _verb(
        verbs,
        "changes",
        "toon wat de bestanden van nu aan de databank veranderen",
        True,
    )
    _raw(changes)
    changes.set_defaults(run=commands.run_changes)
    for name, text, run in (
        ("check", "toon de controles van een gebouwde databank", commands.run_check),
        ("status", "toon per bron en indicator hoe het staat", commands.run_status),
        ("snapshot", "schrijf de ingebedde cijfers opnieuw", commands.run_snapshot),
    ):
        _verb(verbs, name, text, True).set_defaults(run=run)
    rollback = _verb(verbs, "rollback", "keer terug naar een bewaarde build", True)
    rollback.add_argument(
        "build", nargs="?", metavar="BUILD", help="welke (zonder: de vorige)"
    )
    rollback.set_defaults(run=commands.run_rollback)
    _export(verbs)
    _catalogue(verbs)
    _plan(verbs)
    return parser


def _verb(verbs: Any, name: str, text: str, database: bool) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = verbs.add_parser(
        name, help=text, description=text[0].upper() + text[1:] + "."
    )
    verb.add_argument(
        "--log",
        choices=("tekst", "json"),
        default="tekst",
        help="json: één JSON-object per regel, voor een logboek",
    )
    if database:
        verb.add_argument(
            "--database",
            type=Path,
            default=LIVE,
            metavar="BESTAND",
            help="welke databank (zonder: %(default)s)",
        )
    return verb


def _export(verbs: Any) -> None:
    """`export DOEL`."""
    verb = _verb(
        verbs,
        "export",
        "schrijf het pakket met open gegevens: CSV, Parquet en datapackage.json",
        True,
    )
    verb.add_argument(
        "target",
        type=Path,
        metavar="DOEL",
        help="een map, of een naam op .zip; een eerdere uitvoer wordt vervangen, iets anders niet",
    )
    verb.set_defaults(run=commands.run_export)


def _catalogue(verbs: Any) -> None:
    """`catalogue suggest`."""
    verb = verbs.add_parser("catalogue", help="help bij de catalogus")
    actions = verb.add_subparsers(title="opdrachten", metavar="OPDRACHT", required=True)
    suggest = _verb(
        actions,
        "suggest",
        "toon YAML-blokken voor wat de catalogus niet beschrijft",
        False,
    )
    _raw(suggest)
    suggest.set_defaults(run=commands.run_suggest)


def _plan(verbs: Any) -> None:
    """`plan export` and `plan import`."""
    verb = verbs.add_parser("plan", help="het actieplan als Excel-formulier, en terug")
    actions = verb.add_subparsers(title="opdrachten", metavar="OPDRACHT", required=True)
    export = _verb(actions, "export", "schrijf het actieplan als formulier", False)
    export.set_defaults(run=plan_commands.run_export)
    read = _verb(actions, "import", "lees een ingevuld formulier in", False)
    read.add_argument(
        "--wie",
        metavar="NAAM",
        help="op wiens naam de wijzigingen komen (zonder: de aangemelde gebruiker)",
    )
    read.set_defaults(run=plan_commands.run_import)
    for one in (export, read):
        one.add_argument("file", type=Path, metavar="BESTAND", help="een .xlsx")


def _raw(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--raw",
        type=Path,
        metavar="MAP",
        help="doorzoek alleen deze map; zonder: data/raw, dan data/inbox, dan de ingebedde cijfers",
    )


def _base_url(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--base-url",
        type=_url,
        metavar="ADRES",
        help="vraag alles aan deze server in plaats van de bron",
    )


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise argparse.ArgumentTypeError(
            f"'{text}' is geen adres zoals https://bron.example"
        )
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"'{text}' is geen datum zoals 2026-11-25"
        ) from error


if __name__ == "__main__":
    leave(main())
