"""What `data/refresh.yaml` says of a check is what the check does."""

from pathlib import Path

import pytest

from etl import build, settings
from etl.publish import attached
from tests.etl.conftest import FIXTURES

AR03 = (FIXTURES / "gsm" / "AR03.csv").read_text(encoding="utf-8")


def verdicts(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    gate: str,
    **setting: object,
) -> tuple[set[str], list[str]]:
    """Verdicts of one gate on a slice of AR_03 under a changed setting, and what it stopped."""
    real = settings.refresh()
    changed = real.gates[gate].model_copy(update=setting)
    gates = real.model_copy(update={"gates": {**real.gates, gate: changed}})
    monkeypatch.setattr(settings, "refresh", lambda: gates)
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "AR03.csv").write_text(text, encoding="utf-8")
    database = tmp_path / "monitor.duckdb"
    report = build.build(raw, database, lambda _line: None)
    with attached(database, "READ_ONLY") as connection:
        rows = connection.execute(
            "SELECT verdict FROM monitor.gate_result WHERE gate = ?", [gate]
        ).fetchall()
    return {row[0] for row in rows}, list(report.stopped)


def doubled() -> str:
    """The slice with one of its rows twice."""
    lines = AR03.splitlines()
    return "\n".join([*lines, lines[-1]]) + "\n"


@pytest.mark.parametrize(
    ("stops", "verdict", "stopped"),
    [(False, "opmerking", []), (True, "fout", ["gsm:ar_03"])],
)
def test_the_setting_decides_whether_an_indicator_is_stopped(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stops: bool,
    verdict: str,
    stopped: list[str],
) -> None:
    found = verdicts(tmp_path, monkeypatch, doubled(), "dubbel", stops=stops)
    assert found == ({verdict}, stopped)


@pytest.mark.parametrize(("threshold", "verdict"), [(0, "opmerking"), (300, "ok")])
def test_the_number_decides_what_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, threshold: int, verdict: str
) -> None:
    found, _stopped = verdicts(
        tmp_path, monkeypatch, AR03, "volledig", threshold=threshold
    )
    assert found == {verdict}


def test_a_reason_names_the_check_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = settings.refresh().gates["volledig"]
    _found, stopped = verdicts(tmp_path, monkeypatch, AR03, "volledig", stops=True)
    assert stopped == ["gsm:ar_03"]
    with attached(tmp_path / "monitor.duckdb", "READ_ONLY") as connection:
        ((reason,),) = connection.execute(
            "SELECT reason FROM monitor.indicator_state WHERE indicator_id = 'gsm:ar_03'"
        ).fetchall()
    assert reason.startswith(f"controle ‘{real.title}’")
