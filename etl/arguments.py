"""What the command lines of the monitor share: argparse in Dutch, and how Ctrl-C shows."""

import argparse
import sys
from typing import Any, NoReturn


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


def is_ctrl_c(error: BaseException) -> bool:
    """Whether somebody interrupted: Python says it one way, DuckDB in a query another."""
    return isinstance(error, KeyboardInterrupt) or str(error) == "Query interrupted"
