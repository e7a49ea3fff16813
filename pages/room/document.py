"""The page of the screen, its slides and the operator's view, as HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pages import text
from pages.briefing.gather import Briefing, gather, too_many
from pages.briefing.slides import Slide
from pages.briefing.slides import slides as slides_of
from pages.components.markup import escape
from pages.queries.areas import DEFAULT_REGION
from pages.queries.database import live_build
from pages.room import sections

DWELL, SHORTEST, LONGEST = 30, 5, 600
"""Seconds per slide: the default, and what may be asked."""
LOOKS = ("licht", "donker")


@dataclass(frozen=True)
class Asked:
    """What the address asks of the screen, with what was wrong in it."""

    region: str
    topics: Sequence[str]
    dwell: int | None
    look: str
    problems: Sequence[str]


def is_pace(pace: str) -> bool:
    """Whether these are seconds that a slide may stand."""
    return pace.isascii() and pace.isdigit() and SHORTEST <= int(pace[:6]) <= LONGEST


def asked(query: Mapping[str, str]) -> Asked:
    """Read the address; what is not understood becomes the default and a message."""
    problems = []
    pace, dwell = query.get("tempo"), None
    if pace is not None:
        if is_pace(pace):
            dwell = int(pace)
        else:
            problems.append(
                f"Tempo “{pace[:20]}”: verwacht seconden van {SHORTEST} tot {LONGEST}."
            )
    look = query.get("kleur", LOOKS[0])
    if look not in LOOKS:
        problems.append(f"Kleur “{look[:20]}”: verwacht licht of donker.")
        look = LOOKS[0]
    topics = [each for each in query.get("onderwerpen", "").split(",") if each]
    return Asked(query.get("regio", DEFAULT_REGION), topics, dwell, look, problems)


def briefing_of(wanted: Asked) -> tuple[Briefing | None, list[str]]:
    """The contents, and what the address asked in vain."""
    build = live_build()
    if build is None:
        return None, ["Er is nog geen databank die deze versie kan lezen."]
    problems = list(wanted.problems)
    found = gather(build, wanted.region, wanted.topics, date.today())
    if found is None:
        problems.append(f"Regio “{wanted.region[:40]}” is niet bekend.")
        found = gather(build, DEFAULT_REGION, wanted.topics, date.today())
    if found and found.unknown:
        names = text.listing([f"“{each[:40]}”" for each in found.unknown[:5]])
        problems.append(
            f"Onbekend onderwerp, of zonder cijfers voor deze regio: {names}."
        )
    if found and found.too_many:
        problems.append(too_many(found))
    return found, problems


def screen(query: Mapping[str, str], build: str) -> str:
    """The whole page: slides, bar and script; works on when the network is lost."""
    wanted = asked(query)
    found, problems = briefing_of(wanted)
    dwell = (
        wanted.dwell or (found and found.meeting and found.meeting["seconds"]) or DWELL
    )
    return (
        f'<!doctype html><html lang="nl" data-kleur="{wanted.look}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>Vergadering · Spitsregio-monitor</title>"
        '<link rel="stylesheet" href="app/static/room.css"></head>'
        f'<body data-tempo="{dwell}" data-build="{escape(build)}">'
        f'<main id="dias">{_sections(found, problems)}</main>'
        '<footer id="balk"><button id="pauze" type="button" aria-pressed="false">❚❚ Pauze</button>'
        '<div id="voortgang"><span class="teller"></span><span class="streep"><i></i></span></div>'
        '<span id="melding" role="status" hidden></span>'
        '<span id="code" title="Code voor de bediening"></span></footer>'
        '<script src="app/static/room.js"></script></body></html>'
    )


def slides(query: Mapping[str, str]) -> str:
    """Only the slides, for a screen that renews itself."""
    return _sections(*briefing_of(asked(query)))


def _sections(found: Briefing | None, problems: Sequence[str]) -> str:
    if found is None:
        return sections.section(Slide("leeg", "Geen gegevens", items=problems), None)
    made = slides_of(found)
    if problems:
        made = [Slide("melding", "Let op", items=problems), *made]
    return "".join(sections.section(slide, found) for slide in made)


def operator(query: Mapping[str, str]) -> str:
    """The view of who steps the screen from another device."""
    code = query.get("code", "")[:12]
    return (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>Bediening · Spitsregio-monitor</title>"
        '<link rel="stylesheet" href="app/static/operator.css"></head><body><main>'
        "<h1>Bediening van het scherm</h1>"
        '<form id="aanmelden"><label for="code">Code onderaan op het scherm</label>'
        f'<input id="code" name="code" value="{escape(code)}" maxlength="12" autocomplete="off" '
        'autocapitalize="characters" spellcheck="false"><button>Verbinden</button></form>'
        '<p id="melding" role="status"></p>'
        '<div id="knoppen" hidden><p id="nu"></p><div class="rij">'
        '<button type="button" data-action="vorige">‹ Vorige</button>'
        '<button type="button" data-action="pauze" id="pauze">❚❚ Pauze</button>'
        '<button type="button" data-action="volgende">Volgende ›</button></div>'
        '<ol id="lijst"></ol></div></main>'
        '<script src="app/static/operator.js"></script></body></html>'
    )
