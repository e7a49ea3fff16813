"""Page: all socio-economic indicators."""

from pages.components import theme_page

theme_page.render(
    "sociaal-economisch",
    "Sociaal-economisch",
    "Hoe staat de regio ervoor met werk, ondernemingen, inkomen, wonen en bevolking?",
)
