"""Rules of the method that a figure of today's database can show."""

from pages import sentences, text
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import methods
from pages.queries.database import Row


def paragraph(sentence: str) -> str:
    """A sentence or more, as text."""
    return f"<p>{escape(sentence)}</p>"


def _example(sentence: str) -> str:
    """A box with a figure of today."""
    return f'<p class="m-example"><strong>Voorbeeld.</strong> {escape(sentence)}</p>'


def region(choice: Choice) -> list[str]:
    """How a region is made, beside what the plain mean would say."""
    count = text.number(methods.published(choice.build), 0)
    rules = [
        paragraph(
            "Bronnen geven cijfers per gemeente. Voor de regio gaan we zo te werk: geeft de uitgever zelf "
            "een cijfer van precies dat gebied, dan tonen we dat, met onze eigen berekening ernaast "
            f"(nu {count} keer). Anders legt de catalogus per indicator vast hoe uit de gemeenten een regio "
            "wordt. Zonder die beslissing is er geen regiocijfer."
        ),
        paragraph(
            "Wat we nooit doen, is de percentages van de gemeenten optellen en delen door hun aantal."
        ),
    ]
    row = methods.plain_mean(choice.build, methods.RATIO_EXAMPLE, choice.region)
    return rules + ([_example(_ratio_example(row, choice))] if row else [])


def _ratio_example(row: Row, choice: Choice) -> str:
    value, mean = (
        text.figure(row[key], row["unit"], row["decimals"]) for key in ("value", "mean")
    )
    side = "te laag" if row["deviation"] < 0 else "te hoog"
    return (
        f"{row['title']}, {choice.region_name}, {row['year']}: "
        f"{text.number(row['numerator'], 0)} {row['numerator_label']} op "
        f"{text.number(row['denominator'], 0)} {row['denominator_label']} is {value}. Het gewone gemiddelde "
        f"van {text.municipalities(row['n'])} zou {mean} geven: {text.percentage(abs(row['deviation']))} {side}, want "
        "daarin telt de kleinste gemeente even zwaar als de grootste."
    )


def estimates(choice: Choice) -> list[str]:
    """Denominators that follow from rounding, and flows."""
    found = [
        paragraph(
            "Soms is alleen de teller gekend, met een afgeronde verhouding. De noemer volgt dan uit die twee, "
            "maar niet precies: door de afronding kan hij iets hoger of lager zijn. Zo'n regiocijfer heet op "
            "elke pagina een schatting, met de grenzen waartussen het ligt."
        )
    ]
    row = methods.estimate(choice.build, methods.IMPLIED_EXAMPLE, choice.region)
    if row:
        value, low, high = (
            text.figure(row[key], row["unit"], row["decimals"])
            for key in ("value", "lower", "upper")
        )
        found.append(
            _example(
                f"{row['title']}, {choice.region_name}, {row['year']}: {value}, zeker tussen {low} en {high}."
            )
        )
    found.append(
        paragraph(
            "Ook pendel telt niet zomaar op. Wie in de ene gemeente van de regio woont en in de andere werkt, "
            "werkt buiten zijn gemeente maar binnen de regio. Daarom rekenen we met de paren van gemeenten."
        )
    )
    row = methods.inside(choice.build, methods.PAIRS_EXAMPLE, choice.region)
    if row:
        region, alone = (text.figure(row[key], "%", 1) for key in ("region", "alone"))
        found.append(
            _example(
                f"{row['year']}: van de werkenden in {choice.region_name} werkt {region} in de regio. "
                f"In de eigen gemeente werkt {alone}."
            )
        )
    return found


def coverage(choice: Choice) -> list[str]:
    """When a figure is shown, marked or held back."""
    found = [
        paragraph(
            "De dekking zegt welk deel van de regio in het cijfer zit: het deel van de noemer, en waar die "
            "ontbreekt het deel van de inwoners. Bij 100 % staat het cijfer er gewoon. Tussen 90 en 100 % staat "
            "er een teken bij. Onder 90 % tonen we geen cijfer, en zeggen we waarom."
        )
    ]
    for row in methods.incomplete(choice.build, choice.region):
        absent = text.listing(row["absent"])
        if row["n_more"]:
            absent = f"{', '.join(row['absent'])} en nog {row['n_more']} andere"
        mark = (
            f"{row['n_observed']} van {text.municipalities(row['n_members'])}, dekking "
            f"{text.percentage(row['coverage'])}; zonder {absent}"
        )
        value = text.figure(row["value"], row["unit"], row["decimals"])
        shown = (
            f"{value} met het teken ‘onvolledig’"
            if row["value"] is not None
            else "geen cijfer"
        )
        found.append(
            _example(f"{sentences.name(row)}, {row['year']}: {shown} ({mark}).")
        )
    return found


def absent(choice: Choice) -> list[str]:
    """The kinds of emptiness, and zero."""
    counts = methods.missing(choice.build)
    items = "".join(
        f"<li><strong>{escape(word)}</strong>: {escape(meaning)} "
        f"({text.number(counts.get(word, 0), 0)} keer)</li>"
        for word, meaning in text.ABSENT.items()
    )
    zeros = text.number(methods.zeros(choice.build), 0)
    return [
        paragraph(
            f"Nul is een gemeten nul: dat zijn er nu {zeros}. Waar een gemeente geen waarde heeft, "
            "zeggen we welk soort leegte het is:"
        ),
        f"<ul>{items}</ul>",
        paragraph(
            "Lijnen tonen een gat als een gat, kaarten hebben een eigen vlak voor ‘geen gegevens’. Verbergt "
            "een bron precies één gemeente van een gebied, dan blijft ook het cijfer van dat gebied weg: anders "
            "was de verborgen waarde door aftrekken te vinden."
        ),
    ]


def boundaries(choice: Choice) -> list[str]:
    """Municipalities that merged."""
    sizes = [
        f"{text.number(row['n'], 0)} ({_vintage(row['vintage'])})"
        for row in methods.boundaries(choice.build)
    ]
    found = [
        paragraph(
            f"Het aantal gemeenten daalde door fusies: {text.listing(sizes)}. Een regiocijfer maken we op de "
            "grenzen van het jaar van de bron. Alle fusies bleven binnen één referentieregio, dus daar gaat "
            "niets verloren."
        )
    ]
    row = methods.merger(choice.build)
    if row:
        found.append(
            _example(
                f"{row['name']} bestaat sinds {text.long_date(row['since'])} uit {text.listing(row['parts'])}. "
                "Aantallen van vroeger tellen we op, verhoudingen rekenen we opnieuw uit teller en noemer. Een "
                "bevraging van vroeger is zo niet om te rekenen: daar blijft de nieuwe gemeente leeg."
            )
        )
    return found


def _vintage(name: str) -> str:
    return {"2018": "tot 2018", "2024": "2019 tot 2024", "2025": "sinds 2025"}.get(
        name, name
    )


def surveys(choice: Choice) -> list[str]:
    """Why survey figures have no rank."""
    row = methods.survey(choice.build)
    answers = (
        "Bij geen enkele staat"
        if row["with_answers"] == 0
        else f"Bij {text.number(row['with_answers'], 0)} staat"
    )
    return [
        paragraph(
            f"{text.number(row['n'], 0)} indicatoren komen uit een bevraging van inwoners. Dat zijn schattingen: "
            f"met andere deelnemers was het cijfer iets anders geweest. {answers} hoeveel mensen antwoordden. "
            "Zonder dat aantal is er geen foutenmarge te berekenen. Daarom krijgen bevragingen nergens een "
            "rangnummer en zegt een klein verschil weinig."
        )
    ]
