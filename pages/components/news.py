"""What is new since the refresh before: a compact list."""

from datetime import UTC, date

from pages import text
from pages.components import filters, markup
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import news, progress
from pages.queries.database import Row
from pages.queries.news import News

SHOWN = 5


def block(choice: Choice, day: date | None) -> str:
    """HTML of the newest changes, with a link to all of them.

    Args:
        choice: What the visitor looks at.
        day: Since when; None: the refresh before.
    """
    found = news.since(choice.build, day, SHOWN)
    moved = progress.moved_actions(choice.build, day) if day else []
    items = "".join(f"<li>{_action(row)}</li>" for row in moved)
    body = listing(found) if found else f"<p>{_nothing(day)}</p>"
    if items:
        body += f"<h3>Acties</h3><ul>{items}</ul>"
    when = text.long_date(day) if day else "de vorige vernieuwing"
    return (
        '<aside class="m-news" aria-labelledby="m-nieuw">'
        f'<h2 id="m-nieuw">Nieuw sinds {when}</h2>{body}</aside>'
    )


def _nothing(day: date | None) -> str:
    if day is None:
        return "Er was nog geen vernieuwing die cijfers veranderde."
    return "Geen enkele vernieuwing veranderde sindsdien cijfers."


def _action(row: Row) -> str:
    """An action that was finished or whose term passed, with a link to its line."""
    line = row["action_line"]
    page = filters.href("actielijn", lijn=line if line.isdigit() else None)
    return f"{markup.link(page, row['title'])}: {row['what']} op {text.long_date(row['day'])}"


def listing(found: News) -> str:
    """The date, the changes, and how many more there are."""
    items = "".join(f"<li>{_item(row)}</li>" for row in found.rows)
    more = found.count - len(found.rows)
    label = (
        f"Nog {text.number(more, 0)} {'wijziging' if more == 1 else 'wijzigingen'}"
        if more
        else "Meer over de gegevens"
    )
    when = text.moment(found.built_at.replace(tzinfo=UTC))
    return (
        f'<p class="m-sub">Vernieuwd op {when}</p><ul>{items}</ul>'
        f"<p>{markup.link(filters.href('gegevens'), label)}</p>"
    )


def _item(row: Row) -> str:
    """The sentence, as a link when the indicator is still there."""
    if row["indicator_id"] is None:
        return escape(row["sentence"])
    return markup.link(filters.indicator_href(row["indicator_id"]), row["sentence"])
