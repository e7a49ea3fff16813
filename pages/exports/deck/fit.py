"""How much room text takes in Arial, without a program that draws it."""

BOLD = {
    278: " \u00a0!'.,/\\ijl|I·",
    333: "-–()[]:;rft`‘’",
    389: "*",
    500: '“”"zJ',
    556: "0123456789acekvsxyàâáäçèéêë#$?_−",
    611: "bdghnopquFLTZñòóôöùúûü+=<>~",
    667: "EPSVXY",
    722: "ABCDHKNRUÄÇÈÉËÜ&",
    778: "wGOQÖ",
    833: "M",
    889: "m%",
    944: "W",
}
"""Thousandths of the size of the letter, by character."""
LIGHTER = {
    222: "ijl|'",
    278: "ft:;",
    333: "r",
    500: "ckvsxyzçJ",
    556: "bdghnopquLñòóôöùúûü",
    667: "AÄEKX",
    722: "w",
}
"""Of the letter that is not bold, where it is narrower."""
_BOLD = {each: wide for wide, letters in BOLD.items() for each in letters}
_LIGHTER = {each: wide for wide, letters in LIGHTER.items() for each in letters}
UNKNOWN = 1000
"""Of a character that is not in the list: a whole square."""
POINTS = 72
"""In an inch."""


def width(text: str, size: float, bold: bool = True) -> float:
    """Inches that the text takes on one line, in letters of `size` points."""
    widths = _BOLD if bold else _BOLD | _LIGHTER
    return sum(widths.get(each, UNKNOWN) for each in text) * size / 1000 / POINTS


def wrap(text: str, size: float, room: float) -> list[str]:
    """The text in lines of at most `room` inches, broken where a program would.

    Measured in bold: text that is not takes a little less, never more.
    """
    lines, line = [], ""
    for word in _words(text):
        if line and width((line + word).rstrip(" "), size) > room:
            lines.append(line.rstrip(" "))
            line = ""
        line += word
    return [*lines, line.rstrip(" ")]


def _words(text: str) -> list[str]:
    """Pieces between which a line may break: after a space or a hyphen."""
    pieces, piece = [], ""
    for each in text:
        piece += each
        if each in " -":
            pieces.append(piece)
            piece = ""
    return [*pieces, piece]
