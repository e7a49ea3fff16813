"""The command line: `python -m etl <verb>`, in Dutch.

Exit status: 0 done, 1 refused with reasons and nothing changed, 2 wrong usage,
3 published with remarks.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import duckdb
from babel.numbers import format_decimal

from etl import build as building
from etl import checks, snapshot
from etl.collect import Collection
from etl.live import LIVE, is_readable
from etl.publish import attached
from etl.refusal import Refusal

DONE, REFUSED, REMARKS = 0, 1, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb and return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except Refusal as refusal:
        print(f"Geweigerd. {refusal}", file=sys.stderr)
        print("Er is niets gewijzigd.", file=sys.stderr)
        return REFUSED
    except (OSError, duckdb.IOException) as error:
        print(f"Lezen of schrijven lukt niet: {error}", file=sys.stderr)
        print("Er is niets gewijzigd.", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("\nAfgebroken. Er is niets gewijzigd.", file=sys.stderr)
        return REFUSED
    return status


def _parser() -> argparse.ArgumentParser:
    parser = DutchParser(
        prog="python -m etl",
        description="Haalt cijfers op en bouwt de databank van de monitor.",
    )
    verbs = parser.add_subparsers(title="opdrachten", metavar="OPDRACHT", required=True)
    build = verbs.add_parser(
        "build", help="bouw de databank uit de bestanden die er zijn, offline"
    )
    build.add_argument(
        "--raw",
        type=Path,
        metavar="MAP",
        help="doorzoek alleen deze map; zonder: data/raw, dan data/inbox, dan de ingebedde cijfers",
    )
    build.add_argument(
        "--if-needed",
        action="store_true",
        help="doe niets als er al een databank is die deze versie kan lezen",
    )
    build.set_defaults(run=_build)
    check = verbs.add_parser(
        "check", help="toon de controles van een gebouwde databank"
    )
    check.set_defaults(run=_check)
    embed = verbs.add_parser("snapshot", help="schrijf de ingebedde cijfers opnieuw")
    embed.set_defaults(run=_snapshot)
    for verb in (build, check, embed):
        verb.add_argument(
            "--database",
            type=Path,
            default=LIVE,
            metavar="BESTAND",
            help="welke databank (zonder: %(default)s)",
        )
    return parser


class DutchParser(argparse.ArgumentParser):
    """Argparse with its own words in Dutch."""

    def __init__(self, **options: Any) -> None:
        """Replace the English headings and the help of --help."""
        super().__init__(add_help=False, **options)
        self._positionals.title = "argumenten"
        self._optionals.title = "opties"
        self.add_argument("-h", "--help", action="help", help="toon deze hulp")

    def format_help(self) -> str:
        """Say 'gebruik' where argparse says 'usage'."""
        return super().format_help().replace("usage:", "gebruik:", 1)

    def error(self, message: str) -> NoReturn:
        """Name the mistake and where to find help; exit status 2."""
        words = {
            "the following arguments are required": "dit ontbreekt",
            "unrecognized arguments": "onbekend argument",
            "invalid choice": "onbekende keuze",
            "expected one argument": "hier hoort een waarde bij",
            "choose from": "kies uit",
            "argument": "argument",
        }
        for english, dutch in words.items():
            message = message.replace(english, dutch)
        print(f"Verkeerd gebruik: {message}. Zie {self.prog} --help.", file=sys.stderr)
        raise SystemExit(2)


def _build(options: argparse.Namespace) -> int:
    if options.if_needed and is_readable(options.database):
        print(f"De databank is er al: {options.database}")
        return DONE
    started = time.monotonic()
    report = building.build(options.raw, options.database, _progress)
    _print_collection(report.collection)
    for indicator_id in report.stopped:
        print(
            f"Tegengehouden door een controle: {indicator_id} (zie python -m etl check)"
        )
    if report.embedded:
        print(f"Uit de ingebedde cijfers: {len(report.embedded)} indicatoren")
    counts = report.counts
    print(
        f"Gebouwd in {_number(time.monotonic() - started, 1)} s: "
        f"{_number(counts['observation'])} waarnemingen, "
        f"{_number(counts['area_value'])} cijfers van gebieden. "
        f"Build {report.build_id}, {options.database}"
    )
    return REMARKS if report.has_remarks else DONE


def _print_collection(found: Collection) -> None:
    """List what was used, what was not, and why."""
    print(f"Gelezen: {len(found.readings)} indicatoren")
    for sentence in found.superseded:
        print(f"  {sentence}")
    if found.refusals:
        print(f"Geweigerd: {len(found.refusals)}")
        for refusal in found.refusals:
            print(f"  {refusal}")
    if found.unrecognised:
        print(f"Niet herkend: {len(found.unrecognised)} bestanden")
        for name in found.unrecognised:
            print(f"  {name}")


def _check(options: argparse.Namespace) -> int:
    """Print the gates per verdict; refused when one failed."""
    _require_readable(options.database)
    with attached(options.database, "READ_ONLY") as connection:
        rows = connection.execute("""
            SELECT gate, indicator_id, year, verdict, found, place, reason
            FROM monitor.gate_result
            WHERE build_id = (SELECT max_by(build_id, built_at) FROM monitor.build)
            ORDER BY gate, indicator_id, year
        """).fetchall()
    titles = checks.FOUND_WHILE_READING | {
        name: g.title for name, g in checks.GATES.items()
    }
    for gate in sorted({row[0] for row in rows}):
        mine = [row for row in rows if row[0] == gate]
        print(f"\n{gate}: {titles[gate]}")
        passed = [row[1] for row in mine if row[3] == "ok"]
        print(
            f"  in orde: {len(passed)}" + (f" ({', '.join(passed)})" if passed else "")
        )
        for _gate, indicator_id, year, verdict, found, place, reason in mine:
            if verdict != "ok":
                because = f" — {reason}" if reason else ""
                print(
                    f"  {verdict}: {indicator_id} {year or ''}: {found} [{place}]{because}"
                )
    return REFUSED if any(row[3] == "fout" for row in rows) else DONE


def _snapshot(options: argparse.Namespace) -> int:
    """Write the embedded figures from the database."""
    _require_readable(options.database)
    snapshot.write(options.database)
    size = sum(path.stat().st_size for path in snapshot.FOLDER.iterdir())
    print(f"Ingebedde cijfers geschreven: {_number(size)} bytes in {snapshot.FOLDER}")
    return DONE


def _require_readable(database: Path) -> None:
    if not is_readable(database):
        raise Refusal(
            str(database),
            "geen databank die deze versie kan lezen",
            "python -m etl build",
        )


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _number(value: float, decimals: int = 0) -> str:
    return str(format_decimal(round(value, decimals), locale="nl_BE"))


if __name__ == "__main__":
    sys.exit(main())
