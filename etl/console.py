"""What the command line says: bars on a terminal, plain lines elsewhere, JSON lines on request."""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from rich.console import Console as RichConsole
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn

from etl.download import Transfer
from etl.numbers import number


class Console:
    """Plain lines: results on stdout, progress on stderr."""

    def line(self, text: str, **fields: object) -> None:
        """Say something that stays; `fields` are for machines."""
        del fields
        print(text, flush=True)

    def step(self, text: str) -> None:
        """Say what is going on."""
        print(text, file=sys.stderr, flush=True)

    @contextmanager
    def files(self, source: str, total: int) -> Iterator["Files"]:
        """Follow the transfers of one source."""
        yield Files(self, source, total)


class Files:
    """Transfers of one source, counted. Used from several threads."""

    def __init__(self, console: Console, source: str, total: int) -> None:
        """Start at nothing done."""
        self.console = console
        self.source = source
        self.total = total
        self.finished = 0
        self.lock = threading.Lock()

    def transfer(self, name: str) -> Transfer:
        """A callback for the bytes of one file."""
        del name
        return lambda _received, _total: None

    def done(self, name: str, outcome: str) -> None:
        """One file more, with what came of it."""
        with self.lock:
            self.finished += 1
            self.console.step(
                f"{self.source} {self.finished}/{self.total}: {name}: {outcome}"
            )


class JsonConsole(Console):
    """One JSON object a line on stdout, for a log that machines read."""

    def line(self, text: str, **fields: object) -> None:
        """A result."""
        self._write("resultaat", text, fields)

    def step(self, text: str) -> None:
        """Progress."""
        self._write("voortgang", text, {})

    def _write(self, kind: str, text: str, fields: dict[str, object]) -> None:
        time = datetime.now(UTC).isoformat(timespec="seconds")
        entry = {"time": time, "event": kind, "text": text, **fields}
        print(json.dumps(entry, ensure_ascii=False, default=str), flush=True)


class TerminalConsole(Console):
    """Bars that move, on stderr; results stay plain on stdout."""

    def __init__(self) -> None:
        """One console for all bars."""
        self.rich = RichConsole(stderr=True, highlight=False)
        self.progress: Progress | None = None

    def step(self, text: str) -> None:
        """Replace the previous step, so that only the last one shows."""
        if self.progress is not None:
            self.progress.console.print(text, markup=False)
            return
        width = max(self.rich.width - 1, 20)
        self.rich.file.write(f"\r\x1b[2K{text[:width]}")
        self.rich.file.flush()

    def line(self, text: str, **fields: object) -> None:
        """Clear the step first."""
        self.rich.file.write("\r\x1b[2K")
        self.rich.file.flush()
        super().line(text, **fields)

    @contextmanager
    def files(self, source: str, total: int) -> Iterator[Files]:
        """A bar for the source and one for each running transfer."""
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[state]}"),
        )
        with Progress(*columns, console=self.rich, transient=True) as progress:
            self.progress = progress
            try:
                yield _Bars(self, source, total, progress)
            finally:
                self.progress = None


class _Bars(Files):
    def __init__(
        self, console: Console, source: str, total: int, progress: Progress
    ) -> None:
        super().__init__(console, source, total)
        self.progress = progress
        self.task = progress.add_task(source, total=total, state=f"0/{total} bestanden")
        self.running: dict[str, TaskID] = {}

    def transfer(self, name: str) -> Transfer:
        task = self.progress.add_task(f"  {name}", total=None, state="")
        self.running[name] = task

        def update(received: int, total: int | None) -> None:
            state = f"{number(received / 1e6, 1)} MB"
            self.progress.update(task, completed=received, total=total, state=state)

        return update

    def done(self, name: str, outcome: str) -> None:
        task = self.running.pop(name, None)
        if task is not None:
            self.progress.remove_task(task)
        super().done(name, outcome)
        state = f"{self.finished}/{self.total} bestanden"
        self.progress.update(self.task, completed=self.finished, state=state)


def choose(log: str) -> Console:
    """The console that fits: `log` is 'json' or 'tekst'."""
    if log == "json":
        return JsonConsole()
    return TerminalConsole() if sys.stderr.isatty() else Console()
