"""The command line: exit statuses, Dutch texts, numbers as in Belgium."""

from pathlib import Path

import pytest

from etl import checks
from etl.__main__ import INTERRUPTED, main
from tests.etl.conftest import FIXTURES


def test_build_check_and_if_needed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in ("AR03.csv", "AR_07.csv"):
        (raw / name).write_bytes((FIXTURES / "gsm" / name).read_bytes())
    database = str(tmp_path / "monitor.duckdb")
    assert main(["build", "--raw", str(raw), "--database", database]) == 0
    output = capsys.readouterr()
    assert "Gelezen: 2 indicatoren" in output.out
    assert "lezen 1/2: AR03.csv" in output.err
    assert main(["build", "--if-needed", "--database", database]) == 0
    assert "De databank is er al" in capsys.readouterr().out
    assert main(["check", "--database", database]) == 0
    assert "volledig: elke gemeente van het jaar is aanwezig" in capsys.readouterr().out


def test_remarks_have_their_own_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "AR03.csv").write_bytes((FIXTURES / "gsm" / "AR03.csv").read_bytes())
    (tmp_path / "AR_07.csv").write_bytes(
        (FIXTURES / "gsm" / "AR_07.csv").read_bytes().replace(b"Leuven", b"Lueven")
    )
    database = str(tmp_path / "out.duckdb")
    assert main(["build", "--raw", str(tmp_path), "--database", database]) == 3
    assert (
        "gevonden 'Lueven' bij code 24062, verwacht 'Leuven'" in capsys.readouterr().out
    )


def test_what_cannot_be_written_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "een bestand").write_text("geen map", encoding="utf-8")
    database = str(tmp_path / "een bestand" / "monitor.duckdb")
    assert main(["build", "--raw", str(FIXTURES / "gsm"), "--database", database]) == 1
    assert "Lezen of schrijven lukt niet" in capsys.readouterr().err


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), RuntimeError("Query interrupted")]
)
def test_ctrl_c_in_a_build_is_said(
    error: BaseException,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """DuckDB gives it another name than Python does."""

    def interrupted(*_asked: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(checks, "check_regions", interrupted)
    asked = ["build", "--raw", str(FIXTURES), "--database", str(tmp_path / "m.duckdb")]
    assert main(asked) == INTERRUPTED
    assert "Afgebroken." in capsys.readouterr().err
    assert not (tmp_path / "m.duckdb").exists()


def test_refused_with_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--raw", str(tmp_path / "nergens")]) == 1
    assert "deze map bestaat niet" in capsys.readouterr().err
    assert main(["check", "--database", str(tmp_path / "geen.duckdb")]) == 1
    assert "python -m etl build" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["bouw"], ["build", "--onbekend"], ["build", "--raw"]]
)
def test_wrong_usage_with_status_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    message = capsys.readouterr().err
    assert message.startswith("Verkeerd gebruik:")
    for english in ("required", "invalid", "unrecognized", "expected", "choose"):
        assert english not in message


@pytest.mark.parametrize("verb", [[], ["build"], ["check"], ["snapshot"]])
def test_help_is_dutch(verb: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([*verb, "--help"])
    assert stop.value.code == 0
    text = capsys.readouterr().out
    assert text.startswith("gebruik: python -m etl")
    assert "show this help" not in text
