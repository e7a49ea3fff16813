"""The page that edits the action plan: who sees it, what a save writes, what it refuses."""

import asyncio
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.testing.v1 import AppTest

from etl.plan import edits
from pages import sitemap
from pages.middleware import BackFromSignIn, KnownPages
from pages.queries import plan_edit
from pages.queries.database import live_build
from tests.pages.test_app import words

ROUTER = str(Path(__file__).parents[2] / "pages" / "app.py")
SECRETS: dict[str, Any] = {
    "auth": {"client_id": "monitor"},
    "editors": {"emails": ["An.Peeters@voorbeeld.be"]},
}
NO_SIGN_IN: dict[str, Any] = {"other": "x"}
"""Whatever stands in the secrets of this computer."""
AN = {
    "is_logged_in": True,
    "email": "an.peeters@Voorbeeld.be",
    "email_verified": True,
}
CAFE = "ondernemerscafe-tienen-2017"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "plan_edits.jsonl"
    monkeypatch.setattr(plan_edit, "PLAN_EDITS", path)
    return path


def opened(user: dict[str, Any] | None = None, **query: str) -> AppTest:
    """The page for a visitor; without a user on a monitor without sign-in."""
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.secrets = dict(SECRETS) if user is not None else dict(NO_SIGN_IN)
    app.user = user or {}
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    return fine(app.switch_page("bewerken.py"))


def fine(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [e.message for e in app.exception]
    return app


def field(app: AppTest, label: str) -> Any:
    """A widget by the start of its label; the form comes before what is below it."""
    kinds = ("text_input", "text_area", "selectbox", "multiselect", "checkbox")
    widgets: list[Any] = [widget for kind in kinds for widget in app.get(kind)]
    return next(
        one for one in widgets if re.match(rf"{label}($|:| \(verplicht)", one.label)
    )


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return fine(app)


def labels(app: AppTest) -> set[str]:
    return {button.label for button in app.button}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def said(app: AppTest) -> str:
    kinds = ("error", "warning", "success", "info")
    messages: list[Any] = [one for kind in kinds for one in app.get(kind)]
    return " ".join(str(one.value) for one in messages)


def targets() -> dict[str, Any]:
    """The targets as they stand, with what waits."""
    build = live_build()
    assert build is not None
    return plan_edit.standing(build).records["target"]


def test_without_sign_in_the_monitor_is_read_only(file: Path) -> None:
    app = opened()
    assert "plan export" in words(app)
    assert not {"Aanmelden", "Bewaren"} & labels(app)


def test_sign_in_without_editors_is_read_only_too(file: Path) -> None:
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.secrets = {"auth": {"client_id": "monitor"}, "editors": {"emails": []}}
    app.user = AN
    app.run()
    fine(app.switch_page("bewerken.py"))
    assert "Bewaren" not in labels(app)


def test_who_is_not_signed_in_can_do_that(file: Path) -> None:
    app = opened({"is_logged_in": False})
    assert "Aanmelden" in labels(app)
    assert "Bewaren" not in labels(app)
    # Authlib or the provider may be missing: that is told, without an exception.
    press(app, "Aanmelden")
    assert "docs/deployment.md" in said(app)


@pytest.mark.parametrize(
    "user",
    [
        {"is_logged_in": True, "email": "jan@elders.be"},
        {**AN, "email_verified": False},
        {"is_logged_in": True},
    ],
)
def test_who_is_no_editor_hears_so(user: dict[str, Any], file: Path) -> None:
    app = opened(user)
    assert "niet in de lijst van redacteurs" in said(app)
    assert "Afmelden" in labels(app)
    assert "Bewaren" not in labels(app)


def test_a_save_writes_the_changed_fields_as_one_line(file: Path) -> None:
    app = opened(AN, soort="actie", actie=CAFE)
    field(app, "Trekker").set_value("  Interleuven ")
    field(app, "Termijn").set_value("11/2018")
    press(app, "Bewaren")
    (line,) = lines(file)
    assert line["who"] == AN["email"]
    assert (line["entity"], line["id"]) == ("action", CAFE)
    assert line["set"] == {"owner": "Interleuven", "end": "2018-11"}
    assert all(isinstance(edit, edits.Edit) for _number, edit in edits.read(file))
    assert "Bewaard" in said(app)
    assert field(app, "Termijn").value == "11/2018"
    assert "Interleuven" in words(app)
    press(app, "Bewaren")
    assert len(lines(file)) == 1
    assert "niets gewijzigd" in said(app)


def test_a_new_record_needs_its_required_fields(file: Path) -> None:
    app = opened(AN, soort="mijlpaal")
    press(app, "Bewaren")
    assert not file.exists()
    assert "Actie: vul dit in" in said(app)
    field(app, "Actie").set_value(CAFE)
    field(app, "Titel").set_value("Nota <b>klaar</b>")
    press(app, "Bewaren")
    (line,) = lines(file)
    assert line["set"] == {"action": CAFE, "title": "Nota <b>klaar</b>"}
    assert app.query_params["mijlpaal"] == line["id"]
    assert "Nota &lt;b&gt;klaar" in words(app)
    assert "<b>klaar" not in words(app)


@pytest.mark.parametrize(
    ("label", "answer", "told"),
    [
        ("Begin", "gisteren", "Begin: verwacht een dag"),
        ("Begin", "31/02/2026", "Begin: verwacht een dag"),
        ("Begin", "2019", "Afgerond op: ligt voor het begin"),
        ("Titel", "   ", "Titel: vul dit in"),
        ("Uitvoering", "lopend", "vraagt bij Uitvoering"),
    ],
)
def test_what_the_plan_cannot_take_is_not_written(
    label: str, answer: str, told: str, file: Path
) -> None:
    app = opened(AN, soort="actie", actie=CAFE)
    field(app, label).set_value(answer)
    press(app, "Bewaren")
    assert told in said(app)
    assert not file.exists()


def test_who_is_struck_off_while_the_form_is_open_cannot_save(file: Path) -> None:
    app = opened(AN, soort="actie", actie=CAFE)
    field(app, "Trekker").set_value("Iemand")
    app.secrets["editors"] = {"emails": ["ander@voorbeeld.be"]}
    press(app, "Bewaren")
    assert not file.exists()


def test_somebody_elses_change_is_shown_and_not_overwritten(file: Path) -> None:
    app = opened(AN, soort="actie", actie=CAFE)
    field(app, "Trekker").set_value("Interleuven")
    other = {
        "at": "2026-11-26T10:00:00+00:00",
        "who": "jan@voorbeeld.be",
        "entity": "action",
        "id": CAFE,
        "set": {"partners": "VOKA"},
    }
    file.write_text(json.dumps(other) + "\n", encoding="utf-8")
    press(app, "Bewaren")
    assert len(lines(file)) == 1
    assert "iemand anders" in said(app)
    assert "VOKA" in words(app)
    press(app, "Bewaren")
    assert lines(file)[1]["set"] == {"owner": "Interleuven"}
    assert field(app, "Partners").value == "VOKA"


def test_removing_asks_first_and_can_be_taken_back(file: Path) -> None:
    app = opened(AN, soort="doel", doel="T03")
    before = targets()["T03"]
    press(app, "Verwijderen")
    assert not file.exists()
    assert "Vink eerst aan" in said(app)
    next(c for c in app.checkbox if c.label.startswith("Ja, ")).check()
    press(app, "Verwijderen")
    assert lines(file)[-1]["remove"] is True
    assert "T03" not in targets()
    press(app, "Ongedaan maken")
    assert len(lines(file)) == 2
    assert targets()["T03"] == before


def test_a_torn_line_and_a_foreign_one_do_no_harm(file: Path) -> None:
    file.write_bytes(b'{"at": "2026-11-26T10:00:00+00:00", "who": "x", "ent')
    app = opened(AN, soort="vergadering")
    field(app, "Datum").set_value("1/12/2026")
    field(app, "Overleg").set_value("Taskforce Spitsregio Leuven")
    field(app, "Agenda").set_value("Actielijn 3\n\n Varia ")
    press(app, "Bewaren")
    (_torn, (number, edit)) = edits.read(file)
    assert number == 2
    assert isinstance(edit, edits.Edit)
    assert edit.set == {
        "date": "2026-12-01",
        "body": "Taskforce Spitsregio Leuven",
        "topics": ["Actielijn 3", "Varia"],
    }
    assert edit.at <= datetime.now(UTC)


def test_unknown_choices_in_the_address_fall_back(file: Path) -> None:
    app = opened(AN, soort="<script>", actie="'; DROP", toon="x")
    messages = said(app)
    assert "script" in messages
    assert "DROP" in messages


def test_the_action_line_links_to_it_for_who_can_sign_in() -> None:
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.secrets = dict(NO_SIGN_IN)
    app.run()
    fine(app.switch_page("actielijn.py"))
    assert "Bewerken" not in words(app)
    app.secrets = dict(SECRETS)
    fine(app)
    assert "Bewerken</a>" in words(app)


def test_who_comes_back_from_signing_in_arrives_on_the_page() -> None:
    async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
        await RedirectResponse("/", status_code=302)(scope, receive, send)

    paths = {page.path for page in sitemap.PAGES}
    app: ASGIApp = BackFromSignIn(streamlit, sitemap.SIGN_IN, "bewerken")
    app = KnownPages(app, paths | {sitemap.SIGN_IN}, sitemap.UNKNOWN, sitemap.MOVED)
    assert location(app, "/oauth2callback") == "/bewerken"
    assert location(app, "/auth/login") == "/"


def location(app: ASGIApp, path: str) -> str:
    """Where a request is led to."""
    started: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        started.append(message)

    scope = {"type": "http", "path": path, "query_string": b"code=x", "headers": []}
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    found: bytes = dict(started[0]["headers"])[b"location"]
    return found.decode()
