"""What is new since the refresh before: a compact list."""

from datetime import UTC

from pages import text
from pages.components import filters, markup
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import news
from pages.queries.database import Row
from pages.queries.news import News

SHOWN = 5


def block(choice: Choice) -> str:
    """HTML of the newest changes, with a link to all of them."""
    found = news.newest(choice.build, SHOWN)
    body = (
        "<p>Er was nog geen vernieuwing die cijfers veranderde.</p>"
        if found is None
        else listing(found)
    )
    return (
        '<aside class="m-news" aria-labelledby="m-nieuw">'
        f'<h2 id="m-nieuw">Nieuw sinds de vorige vernieuwing</h2>{body}</aside>'
    )


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
