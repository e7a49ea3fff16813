"""The house style as a presentation without slides: theme, master and layouts of our own.

Built on the empty file that comes with python-pptx, of which only the parts remain: what a
reader sees of it (names, prompts, colours, letters) is ours and Dutch.
"""

from html import escape
from typing import Any

from pages.components.chart_theme import LIGHT
from pages.components.frame import NAME
from pages.exports.deck.places import (
    FOOTER,
    HIGH,
    LAYOUTS,
    NUMBER,
    TEXT,
    WIDE,
    Box,
    Layout,
    Place,
)

EMU = 914_400
"""Units of the format in an inch."""
LANGUAGE = "nl-BE"
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
INK, QUIET, RULE, LINK = "222221", "4A4F55", "C3C9D1", "0055CC"
"""Those of the screen in the room (`room.css`)."""
UNWANTED = ("/printerSettings", "/thumbnail", "/extended-properties")
"""Parts of the empty file that say something untrue of ours."""


THEME = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
NOTES = {"sldImg": "Dia", "body": "Notities", "sldNum": "Dianummer"}
"""What stands on a page of notes."""
LEVELS = ("Notities", "Tweede niveau", "Derde niveau", "Vierde niveau", "Vijfde niveau")
FIELD = "{7B0C1D5A-3E57-4C53-9C0B-0D5B1F0A6E21}"
DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
"""For a screen reader: nothing to say here."""


def empty() -> Any:
    """A presentation in house style, without slides."""
    from pptx import Presentation

    file: Any = Presentation()
    file.slide_width, file.slide_height = emu(WIDE), emu(HIGH)
    file.element.sldSz.attrib.pop("type", None)
    for owner in (file.part, file.part.package):
        for key, relation in list(owner._rels.items()):
            if relation.reltype.endswith(UNWANTED):
                owner.drop_rel(key)
    for layout in list(file.slide_layouts)[len(LAYOUTS) :]:
        file.slide_layouts.remove(layout)
    for layout, wanted in zip(file.slide_layouts, LAYOUTS, strict=True):
        _dress(layout.element, wanted)
    master = file.slide_master
    _replace(master.element.cSld, _page("", _master()))
    _replace(master.element.find("{*}txStyles"), _styles())
    master.part.part_related_by(THEME).blob = _theme().encode()
    set_language(file.element)
    return file


def _replace(element: Any, markup: str) -> None:
    from pptx.oxml import parse_xml

    element.getparent().replace(element, parse_xml(markup))


def _dress(element: Any, wanted: Layout) -> None:
    """One of the layouts of the empty file becomes one of ours."""
    element.attrib.pop("type", None)
    element.attrib.pop("userDrawn", None)
    element.set(*(("type", wanted.kind) if wanted.kind else ("userDrawn", "1")))
    bar = _bar(wanted.bar) if wanted.bar else ""
    bar += _name(wanted.name_box) if wanted.name_box else ""
    footer = [FOOTER, NUMBER] if wanted.has_footer else []
    shapes = [
        placeholder(each, at) for at, each in enumerate([*wanted.places, *footer], 3)
    ]
    _replace(element.cSld, _page(wanted.name, bar + "".join(shapes)))


def _page(name: str, shapes: str) -> str:
    title = f' name="{escape(name)}"' if name else ""
    ground = (
        ""
        if name
        else '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    )
    return (
        f"<p:cSld {NAMESPACES}{title}>{ground}<p:spTree><p:nvGrpSpPr>"
        '<p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/>'
        f"</a:xfrm></p:grpSpPr>{shapes}</p:spTree></p:cSld>"
    )


def _master() -> str:
    """What every layout starts from: title, text, footer and number."""
    places = (*TEXT.places, FOOTER, NUMBER)
    return "".join(placeholder(each, at) for at, each in enumerate(places, 3))


def _bar(box: Box) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="Streep">{DECORATIVE}</p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr>{frame(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _name(box: Box) -> str:
    """The name of the monitor, small, on the first page."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="50" name="Naam van de monitor"/><p:cNvSpPr txBox="1"/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{frame(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:noFill/></p:spPr><p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/>'
        f'<a:p><a:r><a:rPr lang="{LANGUAGE}" sz="1600"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill></a:rPr>'
        f"<a:t>{NAME}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def placeholder(place: Place, shape_id: int, text: str | None = None) -> str:
    """A placeholder of a master or layout, or on a slide with its `text`.

    Args:
        place: What it is.
        shape_id: Within the page.
        text: Of the slide; None: the prompt of the layout.
    """
    number = f' idx="{place.number}"' if place.number else ""
    kind = "" if place.kind == "obj" else f' type="{place.kind}"'
    words = escape(place.prompt if text is None else text)
    run = f'<a:r><a:rPr lang="{LANGUAGE}"/><a:t>{words}</a:t></a:r>'
    if place.kind == "sldNum":
        run = f'<a:fld id="{FIELD}" type="slidenum"><a:rPr lang="{LANGUAGE}"/><a:t>{words or "‹nr.›"}</a:t></a:fld>'
    shape = frame(place.box) if text is None else ""
    style = _letters(place) if text is None else ""
    body = (
        '<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="'
        f'{place.anchor}"><a:normAutofit/></a:bodyPr>'
        if text is None
        else "<a:bodyPr/>"
    )
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{shape_id}" name="{escape(place.name)}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{kind}{number}/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{shape}</p:spPr><p:txBody>{body}<a:lstStyle>{style}</a:lstStyle><a:p>{run}</a:p></p:txBody></p:sp>"
    )


def _letters(place: Place) -> str:
    """The first level of the text of a placeholder."""
    colour = "tx2" if place.quiet else "tx1"
    bullet = (
        (
            'marL="285750" indent="-285750"',
            '<a:buFont typeface="Arial"/><a:buChar char="•"/>',
        )
        if place.bullets
        else ('marL="0" indent="0"', "<a:buNone/>")
    )
    air = f'<a:spcBef><a:spcPct val="{50_000 if place.bullets else 0}"/></a:spcBef>'
    side = "r" if place.kind == "sldNum" else "l"
    return (
        f'<a:lvl1pPr {bullet[0]} algn="{side}">{air}{bullet[1]}<a:defRPr lang="{LANGUAGE}" '
        f'sz="{100 * place.sizes[0]}" b="{int(place.bold)}"><a:solidFill><a:schemeClr val="{colour}"/>'
        "</a:solidFill></a:defRPr></a:lvl1pPr>"
    )


def frame(box: Box) -> str:
    """Where a shape stands."""
    return (
        f'<a:xfrm><a:off x="{emu(box.x)}" y="{emu(box.y)}"/>'
        f'<a:ext cx="{emu(box.w)}" cy="{emu(box.h)}"/></a:xfrm>'
    )


def emu(inches: float) -> int:
    """Inches in the units of the format."""
    return round(inches * EMU)


def _styles() -> str:
    """Titles, text and the rest where a layout says nothing else; five levels of text."""

    def level(number: int, size: int, weight: int, face: str, bullet: bool) -> str:
        left = 285_750 * number if bullet else 0
        mark = (
            '<a:buFont typeface="Arial"/><a:buChar char="•"/>'
            if bullet
            else "<a:buNone/>"
        )
        hang = -285_750 if bullet else 0
        return (
            f'<a:lvl{number}pPr marL="{left}" indent="{hang}" algn="l"><a:lnSpc><a:spcPct val="95000"/></a:lnSpc>'
            f'<a:spcBef><a:spcPts val="0"/></a:spcBef>{mark}<a:defRPr lang="{LANGUAGE}" sz="{size}" b="{weight}" '
            f'kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+{face}-lt"/>'
            f'<a:ea typeface="+{face}-ea"/><a:cs typeface="+{face}-cs"/></a:defRPr></a:lvl{number}pPr>'
        )

    text = "".join(level(number, 2000, 0, "mn", True) for number in range(1, 6))
    other = "".join(level(number, 1800, 0, "mn", False) for number in range(1, 6))
    return (
        f"<p:txStyles {NAMESPACES}><p:titleStyle>{level(1, 3000, 1, 'mj', False)}</p:titleStyle>"
        f"<p:bodyStyle>{text}</p:bodyStyle><p:otherStyle>{other}</p:otherStyle></p:txStyles>"
    )


def _theme() -> str:
    """Colours of the charts and the screen, Arial, no shadows or gradients."""
    accents = zip((f"accent{number}" for number in range(1, 7)), LIGHT, strict=True)
    colours = {
        "dk1": INK,
        "lt1": "FFFFFF",
        "dk2": QUIET,
        "lt2": RULE,
        **{name: colour.lstrip("#") for name, colour in accents},
        "hlink": LINK,
        "folHlink": LIGHT[4].lstrip("#"),
    }
    scheme = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>'
        for name, value in colours.items()
    )
    letter = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(
        f'<a:ln w="{width}">{fill}<a:prstDash val="solid"/></a:ln>'
        for width in (9525, 19050, 38100)
    )
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="{NAME}"><a:themeElements>'
        f'<a:clrScheme name="{NAME}">{scheme}</a:clrScheme><a:fontScheme name="{NAME}">'
        f"<a:majorFont>{letter}</a:majorFont><a:minorFont>{letter}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="{NAME}"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )


def set_language(element: Any) -> None:
    """Every piece of text below `element` is Dutch of Belgium, also the pieces without letters."""
    for run in element.iter("{*}r"):
        if hasattr(run, "get_or_add_rPr"):
            run.get_or_add_rPr()
    for tag in ("rPr", "endParaRPr", "defRPr"):
        for letters in element.iter(f"{{*}}{tag}"):
            letters.set("lang", LANGUAGE)


def _replace_theme(part: Any) -> None:
    """That of the notes: python-pptx keeps it as parsed XML."""
    from pptx.oxml import parse_xml

    part.part_related_by(THEME)._element = parse_xml(_theme().encode())


def tidy_notes(file: Any) -> None:
    """Notes in Dutch, with a slide of our shape; without the English of the empty file."""
    _replace_theme(file.notes_master.part)
    pages = [slide.notes_slide for slide in file.slides]
    for page in (file.notes_master, *pages):
        tree = page.shapes._spTree
        for shape in list(tree.iter("{*}sp")):
            kind = shape.find(".//{*}ph").get("type", "")
            if kind not in NOTES:
                tree.remove(shape)
                continue
            shape.find(".//{*}cNvPr").set("name", NOTES[kind])
            if kind == "sldImg" and page is file.notes_master:
                size = shape.find(".//{*}ext")
                size.set("cy", str(round(int(size.get("cx")) * HIGH / WIDE)))
        set_language(page.element if page is file.notes_master else page._element)
    for words, level in zip(
        file.notes_master.element.iter("{*}t"), LEVELS, strict=False
    ):
        words.text = level
