"""The refresh as an analyst runs it, against a fake source: what is said, kept, published."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from etl import settings
from etl.store import Store
from tests.faults import fake_gsm
from tests.faults.fake_gsm import (
    EXTRACT,
    PAGE,
    PAGE_DATA,
    REGISTER,
    FakeGsm,
    register_sheet,
    status,
    workbook,
)
from tests.faults.home import Run, ask, leuven

ARMOEDE = REGISTER.format("Armoede")


def only_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A source with one way in, so that nothing is left to fail."""
    gsm = settings.sources()["gsm"]
    assert gsm.pull
    pull = gsm.pull.model_copy(update={"ways": gsm.pull.ways[:1]})
    changed = {**settings.sources(), "gsm": gsm.model_copy(update={"pull": pull})}
    monkeypatch.setattr(settings, "sources", lambda: changed)


# The good way -----------------------------------------------------------------


def test_a_refresh_publishes_and_the_next_one_only_asks(
    run: Run,
    published: FakeGsm,
    home: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    only_the_page(monkeypatch)
    assert run("refresh", "--yes") == 0
    said = capsys.readouterr().out
    assert "gsm: 1 nieuw, 0 ongewijzigd, 0 mislukt" in said
    assert "vernieuwing: gepubliceerd" in said
    assert set(leuven(home)) == {2017, 2018, 2019}
    before = (home / "monitor.duckdb").stat()
    published.asked.clear()
    assert run("refresh", "--yes") == 0
    said = capsys.readouterr().out
    assert "vernieuwing: niets nieuws" in said
    assert (home / "monitor.duckdb").stat().st_mtime_ns == before.st_mtime_ns
    assert [path for path, _headers in published.asked] == [PAGE, ARMOEDE]
    assert "If-None-Match" in published.asked[-1][1], "voorwaardelijk gevraagd"


def test_the_manifest_says_where_every_file_came_from(
    run: Run, published: FakeGsm, home: Path
) -> None:
    run("pull")
    (good,) = [one for one in Store(home / "raw").retrievals() if one.error is None]
    assert good.url == published.url + ARMOEDE
    assert (good.way, good.status) == ("downloadpagina", 200)
    assert good.etag == published.etags[ARMOEDE]
    assert good.licence == "niet vermeld"
    assert Store(home / "raw").is_whole(good)
    (file,) = Store(home / "raw").current()
    assert file.path.read_bytes() == published.bodies[ARMOEDE]


def test_a_new_edition_is_explained_before_it_is_published(
    run: Run, published: FakeGsm, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("refresh", "--yes")
    years = (2017, 2018, 2019, 2020)
    newer = {code: register_sheet(code, years) for code in ("AR_13", "AR_15")}
    # A revision: Leuven 2019 and with it Flanders, ten persons more.
    is_2019 = pl.col("Jaar") == 2019
    places = pl.col("NIS-code").is_in(["24062", "2000"])
    more = pl.col("Teller") + pl.when(is_2019 & places).then(10).otherwise(0)
    newer["AR_15"] = (
        newer["AR_15"]
        .with_columns(Teller=more)
        .with_columns(Procent=pl.col("Teller") / pl.col("Noemer"))
    )
    published.offer(ARMOEDE, workbook(newer))
    capsys.readouterr()
    run("changes")
    assert "Geen enkel cijfer verandert" in capsys.readouterr().out
    run("refresh", "--yes")
    said = capsys.readouterr().out
    title = "Ouderen met een inkomensgarantie"
    assert f"{title}" in said
    assert "nieuw cijfer voor 2020" in said
    assert "herzien, het meest Leuven 2019: van" in said
    rows = ask(home, "SELECT kind, count(*) FROM monitor.change GROUP BY ALL")
    counts = {str(kind): n for kind, n in rows}
    assert counts["nieuw jaar"] == 2
    assert counts["herzien"] == 1
    assert counts["herzien gebied"] == 2, "Oost-Brabant en Vlaanderen"


def test_nothing_is_published_without_consent(
    run: Run,
    published: FakeGsm,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: "n")
    assert run("refresh") in (0, 1)
    assert "niet gepubliceerd" in capsys.readouterr().out
    assert not (home / "monitor.duckdb").exists()
    monkeypatch.setattr("builtins.input", lambda _question: "J")
    run("refresh")
    assert (home / "monitor.duckdb").exists()


def test_a_dry_run_asks_for_no_file_and_changes_nothing(
    run: Run, published: FakeGsm, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("refresh", "--dry-run") == 0
    said = capsys.readouterr().out
    assert published.url + ARMOEDE in said
    assert "er is niets opgehaald en niets gewijzigd" in said
    assert published.count(ARMOEDE) == 0
    assert not (home / "monitor.duckdb").exists()
    assert not (home / "raw" / "manifest.jsonl").exists()


def test_a_log_for_machines(
    run: Run, published: FakeGsm, capsys: pytest.CaptureFixture[str]
) -> None:
    run("refresh", "--yes", "--log", "json")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["event"] for line in lines} == {"voortgang", "resultaat"}
    assert lines[-1]["published"] is True


# Ways in -----------------------------------------------------------------------


def test_links_that_only_the_data_of_the_page_holds(
    run: Run, published: FakeGsm, home: Path
) -> None:
    published.offer(PAGE, b"<html><body><div id='___gatsby'></div></body></html>")
    data = {"result": {"data": {"node": {"file": {"publicURL": ARMOEDE}}}}}
    published.offer(PAGE_DATA, json.dumps(data).encode())
    run("pull")
    assert [file.name for file in Store(home / "raw").current()] == [
        "GSM_register_Armoede.xlsx"
    ]


def test_a_page_without_links_and_one_with_foreign_links(
    run: Run, gsm: FakeGsm, capsys: pytest.CaptureFixture[str]
) -> None:
    gsm.offer(PAGE, b"<html></html>")
    run("pull")
    assert "de downloadpagina ziet er anders uit" in capsys.readouterr().out
    gsm.link(
        "https://elders.example/GSM_register_Armoede.xlsx", "/rapport.xlsx", ARMOEDE
    )
    run("pull")
    said = capsys.readouterr().out
    assert "elders.example/GSM_register_Armoede.xlsx: op een andere site" in said
    assert "rapport.xlsx: onbekende naam, niet gevraagd" in said


@pytest.mark.parametrize("way", [ARMOEDE, EXTRACT.format("AR_13")])
def test_a_way_that_fails_makes_place_for_the_next(
    run: Run, gsm: FakeGsm, home: Path, armoede: bytes, way: str
) -> None:
    body = (
        armoede
        if way == ARMOEDE
        else workbook({"AR_13": register_sheet("AR_13", [2019])})
    )
    gsm.offer(way, body)
    run("refresh", "--yes")
    assert 2019 in leuven(home, "ar_13")
    assert gsm.count(PAGE) == 1


def test_a_dead_source_is_not_asked_hundreds_of_times(
    run: Run, gsm: FakeGsm, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("pull") == 1
    said = capsys.readouterr().out
    assert "niet meer gevraagd" in said
    assert "download wat u nodig hebt en zet het in data/inbox" in said
    assert len(gsm.asked) < 40


def test_an_interrupted_pull_goes_on_where_it_was(
    run: Run, published: FakeGsm, home: Path
) -> None:
    run("pull")
    # As a run leaves it that is killed after this file.
    (home / "raw" / "pull.started").write_text("2000-01-01T00:00:00+00:00", "utf-8")
    published.asked.clear()
    run("pull")
    assert published.count(ARMOEDE) == 1, "te lang geleden: opnieuw vragen"
    good = Store(home / "raw").latest()[("gsm", "GSM_register_Armoede.xlsx")]
    (home / "raw" / "pull.started").write_text(good.time, "utf-8")
    published.asked.clear()
    run("pull")
    assert published.count(ARMOEDE) == 0, "dit bestand was al binnen"
    assert not (home / "raw" / "pull.started").exists()


# Faults: keep the last good state ------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        status(404),
        status(403),
        status(503, Retry_After="0"),
        fake_gsm.cut,
        fake_gsm.reset,
        fake_gsm.silence,
        fake_gsm.instead(b"<html>Even geduld</html>"),
        fake_gsm.instead(b""),
        fake_gsm.instead(b"x", Content_Length="900000000"),
    ],
)
def test_a_failing_source_changes_nothing(
    run: Run,
    published: FakeGsm,
    home: Path,
    fault: fake_gsm.Fault,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run("refresh", "--yes")
    before = (home / "monitor.duckdb").read_bytes()
    files = {path for path in (home / "raw").glob("*/*")}
    published.fail(ARMOEDE, fault)
    capsys.readouterr()
    assert run("refresh", "--yes") == 1
    said = capsys.readouterr().out
    assert f"downloadpagina: {published.url}{ARMOEDE}" in said
    assert (home / "monitor.duckdb").read_bytes() == before
    assert {path for path in (home / "raw").glob("*/*")} == files


Change = Callable[[pl.DataFrame], pl.DataFrame]


def of(year: int, *then: pl.Expr) -> Change:
    """A change of the rows of one year."""

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        rows = frame.filter(pl.col("Jaar") == year).with_columns(*then)
        return pl.concat([frame.filter(pl.col("Jaar") != year), rows])

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda f: f.rename({"Jaar": "Periode"}), "kolom 'Jaar' ontbreekt"),
        (lambda f: f.rename({"Gemeente": "Jaar", "Jaar": "Gemeente"}), "koppen verwisseld"),
        (lambda f: f.drop("Noemer"), "2 kolommen met getallen"),
        (lambda f: f.with_columns(pl.lit("Mannen").alias("Geslacht")), "onbekende uitsplitsing"),
        (lambda f: f.with_columns(pl.lit("Iets anders").alias("Indicator")), "de titel is 'Iets anders'"),
        (lambda f: f.filter(pl.col("NIS-code").cast(pl.Int32) < 30_000), "controle ‘som van de gemeenten"),
        (lambda f: f.filter(pl.col("Jaar") != 2019), "controle ‘geen jaren of gemeenten minder"),
        (of(2019, pl.lit(0.0).alias("Teller"), pl.lit(0.0).alias("Procent")), "controle ‘niet alle gemeenten op nul"),
        (of(2019, pl.col("NIS-code").replace({"24062": "24999"})), "onbekend gebied 'Leuven' met code '24999'"),
        (of(2019, pl.when(pl.col("NIS-code") == "24062").then(0).otherwise(pl.col("Teller")).alias("Teller")), "controle ‘"),
        (lambda f: pl.concat([f, f.filter(pl.col("Jaar") == 2019)]), "controle ‘geen jaren of gemeenten minder"),
        (of(2019, pl.when(pl.col("NIS-code") == "24062").then(pl.lit("?!")).otherwise(pl.col("Teller").cast(pl.String)).alias("Teller").str.replace("?!", "9", literal=True).cast(pl.Float64)), "controle ‘"),
        (lambda f: f.clear(), "staat niet meer in GSM_register_Armoede.xlsx"),
    ],
)  # fmt: skip
def test_a_wrong_sheet_keeps_the_last_good_figures(
    run: Run,
    published: FakeGsm,
    home: Path,
    change: Change,
    sentence: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run("refresh", "--yes")
    before = leuven(home)
    years = (2017, 2018, 2019)
    good = register_sheet("AR_13", (*years, 2020))
    wrong = change(register_sheet("AR_15", years))
    published.offer(ARMOEDE, workbook({"AR_13": good, "AR_15": wrong}))
    capsys.readouterr()
    assert run("refresh", "--yes") == 3
    assert sentence in capsys.readouterr().out
    assert leuven(home) == before, "de laatste goede cijfers staan er nog"
    assert 2020 in leuven(home, "ar_13"), "de andere indicator ging door"
    ((state, reason),) = ask(
        home,
        "SELECT state, reason FROM monitor.indicator_state WHERE indicator_id = 'gsm:ar_15'",
    )
    assert state == "behouden"
    assert reason
    builds = ask(home, "SELECT build_id FROM monitor.build ORDER BY built_at")
    ((since,),) = ask(
        home,
        "SELECT build_id FROM monitor.indicator_state WHERE indicator_id = 'gsm:ar_15'",
    )
    assert since == builds[0][0], "gemerkt met de build die ze het eerst toonde"
