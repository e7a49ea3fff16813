"""The page that prepares a meeting: the slides and their order, the screen, the documents."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from pages.briefing.gather import MOST_TOPICS
from pages.components import meeting_page
from pages.exports import documents
from pages.exports.paper import fiche
from tests.pages.test_app import open_page, words
from tests.pages.test_briefing import ask

PAGE = "voorbereiden.py"


def chips(app: AppTest) -> list[str]:
    """The slides, in order."""
    pills = app.get("button_group")[0].proto
    return [option.content for option in pills.options]


def press(app: AppTest, label: str) -> AppTest:
    return next(b for b in app.button if b.label == label).click().run()


def topics(app: AppTest) -> str | None:
    found = app.query_params.get("onderwerpen")
    return found[0] if isinstance(found, list) else found


def test_it_opens_on_the_agenda() -> None:
    app = open_page(PAGE)
    shown = chips(app)
    assert shown[0] == "1. Titel, met datum en regio"
    assert shown[2] == "3. Actielijn 1. Kenniseconomie"
    assert shown[3] == "4. In de kijker: Kennisintensieve vacatures"
    assert "geen vergadering op de agenda" in words(app)
    disabled = {b.label: b.disabled for b in app.button}
    assert disabled["Vroeger"]
    assert disabled["Later"]
    assert disabled["Neem weg"]


def test_slides_move_go_and_come() -> None:
    app = open_page(PAGE, onderwerpen="titel,1,pinc:unemployment_rate,bronnen")
    app.session_state[meeting_page.CHOSEN] = "pinc:unemployment_rate"
    app.run()
    assert topics(press(app, "Vroeger")) == "titel,pinc:unemployment_rate,1,bronnen"
    assert topics(press(app, "Later")) == "titel,1,pinc:unemployment_rate,bronnen"
    assert topics(press(app, "Neem weg")) == "titel,1,bronnen"
    more = next(box for box in app.selectbox if box.label.startswith("Voeg een dia"))
    more.select("gsm:mo_s_12").run()
    assert topics(app) == "titel,1,gsm:mo_s_12,bronnen", "voor de slotdia's"
    assert chips(app)[2].startswith("3. In de kijker: Belangrijkste vervoermiddel")
    assert topics(press(app, "Terug naar de agenda")) is None
    assert len(chips(app)) > 8


def test_the_last_slide_stays() -> None:
    app = open_page(PAGE, onderwerpen="titel")
    app.session_state[meeting_page.CHOSEN] = "titel"
    app.run()
    assert topics(press(app, "Neem weg")) == "titel"
    assert "Een vergadering heeft minstens één dia." in html(app)


def test_a_button_says_what_it_did_and_stays_on() -> None:
    """Who works with the keyboard keeps their place, also at the ends of the order."""
    app = open_page(PAGE, onderwerpen="1,2,titel")
    app.session_state[meeting_page.CHOSEN] = "2"
    app.run()
    press(app, "Vroeger")
    assert "Actielijn 2. Duurzame economie is nu dia 1 van 3." in html(app)
    assert topics(press(app, "Vroeger")) == "2,1,titel"
    assert "staat al vooraan" in html(app)
    assert topics(press(app, "Neem weg")) == "1,titel"
    assert app.session_state[meeting_page.CHOSEN] == "1"
    assert not any(button.disabled for button in app.button)
    app.run()
    assert "weggenomen" not in html(app), "eenmaal is genoeg"


def html(app: AppTest) -> str:
    return "".join(each.proto.body for each in app.get("html"))


def test_more_than_a_meeting_takes_is_said() -> None:
    found = ask()
    many = ",".join([*found.figures][: MOST_TOPICS + 2])
    app = open_page(PAGE, onderwerpen=many)
    assert len(chips(app)) == MOST_TOPICS
    assert any("de laatste 2 vallen weg" in each.value for each in app.warning)


def test_an_odd_address_is_said_and_does_no_harm() -> None:
    app = open_page(
        PAGE, onderwerpen="1,1,<b>*x*</b>,2", tempo="4", kleur="paars", jaar="2020"
    )
    assert chips(app) == [
        "1. Actielijn 1. Kenniseconomie",
        "2. Actielijn 2. Duurzame economie",
    ]
    said = [each.value.replace("\\", "") for each in app.warning]
    assert any("“<b>*x*</b>”" in each for each in said)
    assert any("tijd per dia “4”" in each for each in said)
    assert any("kleur “paars”" in each for each in said)
    assert any("telt hier niet" in each.value for each in app.info)


def test_the_screen_gets_what_was_chosen() -> None:
    app = open_page(
        PAGE,
        regio="REFREG08",
        onderwerpen="titel,gsm:mo_s_12",
        tempo="45",
        kleur="donker",
    )
    links = [each.proto.url for each in app.get("link_button")]
    assert links == [
        "vergadering?regio=REFREG08&tempo=45&kleur=donker&onderwerpen=titel,gsm:mo_s_12",
        "vergadering?bediening=1",
    ]


def test_beside_earlier_figures_it_says_that_the_screen_shows_those_of_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = "altijd de gegevens van nu"
    assert not any(said in each.value for each in open_page(PAGE).info)
    monkeypatch.setattr(meeting_page, "live_build", lambda: (0, 0))
    assert any(said in each.value for each in open_page(PAGE).info)


def test_the_fiches_are_made_with_progress_and_then_offered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[str] = []

    def fiches(_build: object, region: str, _today: date, tell: fiche.Tell) -> bytes:
        tell(1, 2, "Leuven")
        heard.append(region)
        return b"PK"

    monkeypatch.setattr(fiche, "fiches", fiches)
    app = open_page(PAGE)
    assert len(app.get("download_button")) == len(documents.DOCUMENTS)
    press(app, "Maak de gemeentefiches")
    assert heard == ["REFREG05"]
    labels = [each.proto.label for each in app.get("download_button")]
    assert labels[-1] == "Download de gemeentefiches (ZIP)"


def test_fiches_that_cannot_be_made_are_said_and_not_offered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fiches(*_asked: object) -> bytes:
        raise RuntimeError("set_pages.py: not done in 60 seconds")

    monkeypatch.setattr(fiche, "fiches", fiches)
    app = press(open_page(PAGE), "Maak de gemeentefiches")
    assert "kon niet gemaakt worden" in app.error[0].value
    assert len(app.get("download_button")) == len(documents.DOCUMENTS)
