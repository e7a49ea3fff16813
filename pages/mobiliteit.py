"""Page: all mobility indicators."""

from pages.components import theme_page

theme_page.render(
    "mobiliteit",
    "Mobiliteit",
    "Hoe verplaatsen inwoners zich, hoe veilig is dat, en wat vinden ze van fietspaden, straten en openbaar vervoer?",
)
