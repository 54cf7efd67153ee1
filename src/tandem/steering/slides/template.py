"""The look of the slides: an empty 16:9 presentation with the layouts that they are made of.

Titles are in title placeholders, texts and charts in placeholders of their own, so that who edits a slide keeps its
place, its reading order and its style; the colours are those of the charts, as the theme of the file.
"""

from copy import deepcopy
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from tandem.core.charts import palette

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = 0.6
FONT = "Arial"
"""Every office suite has it, or one of the same widths."""

TITLE, TEXT, CHART, TABLE = "Titre", "Texte", "Texte et graphique", "Texte et tableau"

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"

# Layout of python-pptx's own template → our name, and its placeholders: index → (kind, then its box in inches).
_WHOLE = 13.333 - 2 * MARGIN
_HEAD = ("title", MARGIN, 0.45, _WHOLE, 1.05)
_LAYOUTS: dict[str, tuple[str, dict[int, tuple[str, float, float, float, float]]]] = {
    "Title Slide": (TITLE, {0: ("ctrTitle", 0.9, 2.0, 11.5, 1.7), 1: ("subTitle", 0.9, 3.9, 11.5, 2.2)}),
    "Title and Content": (TEXT, {0: _HEAD, 1: ("body", MARGIN, 1.65, _WHOLE, 5.05)}),
    "Two Content": (
        CHART,
        {0: _HEAD, 1: ("body", MARGIN, 1.65, 4.35, 5.05), 2: ("chart", 5.15, 1.6, 13.333 - 5.15 - MARGIN, 5.15)},
    ),
    "Content with Caption": (
        TABLE,
        {0: _HEAD, 2: ("body", MARGIN, 1.6, _WHOLE, 0.9), 1: ("tbl", MARGIN, 2.55, _WHOLE, 4.1)},
    ),
}
_FOOT = {11: ("ftr", MARGIN, 6.95, 10.5, 0.35), 12: ("sldNum", 11.6, 6.95, 13.333 - 11.6 - MARGIN, 0.35)}

_BAR = """\
<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"
      xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
  <p:nvSpPr><p:cNvPr id="99" name="Filet" descr=""/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>
  <p:spPr>
    <a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
    <a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
    <a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln>
  </p:spPr>
</p:sp>"""
"""The blue line down the left side: of the master, so that nobody has to step over it."""

_SCHEME = {
    "dk1": palette.INK,
    "lt1": palette.PAPER,
    "dk2": palette.THIS,
    "lt2": palette.BACKDROP,
    "accent1": palette.THIS,
    "accent2": palette.REGION,
    "accent3": palette.COUNTRY,
    "accent4": palette.PEERS,
    "accent5": palette.DECLINE,
    "accent6": palette.STRUCTURE,
    "hlink": palette.THIS,
    "folHlink": palette.STRUCTURE,
}


def empty() -> Any:
    """Return a presentation without a slide, in our layouts and colours."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    master = deck.slide_master
    for layout in list(deck.slide_layouts):
        if layout.name in _LAYOUTS:
            _shape_layout(layout, *_LAYOUTS[layout.name])
        else:
            deck.slide_layouts.remove(layout)
    _shape_master(master)
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = _themed(theme.blob)
    return deck


def layout_named(deck: Any, name: str) -> Any:
    return next(layout for layout in deck.slide_layouts if layout.name == name)


def add_foot(slide: Any, text: str) -> None:
    """Give a slide its footer and its number, which python-pptx leaves in the layout."""
    for placeholder in slide.slide_layout.placeholders:
        kind = placeholder.element.find(f".//{_P}ph").get("type")
        if kind not in ("ftr", "sldNum"):
            continue
        copy = deepcopy(placeholder.element)
        slide.shapes._spTree.append(copy)
        copy.find(f".//{_P}cNvPr").set("id", str(max(shape.shape_id for shape in slide.shapes) + 1))
        if kind == "ftr":
            slide.shapes[-1].text_frame.text = text


def _shape_layout(layout: Any, name: str, places: dict[int, tuple[str, float, float, float, float]]) -> None:
    layout._element.find(f"{_P}cSld").set("name", name)
    layout._element.attrib.pop("type", None)  # it would promise other placeholders
    wanted = places | _FOOT
    for placeholder in list(layout.placeholders):
        at = placeholder.placeholder_format.idx
        if at not in wanted:
            placeholder.element.getparent().remove(placeholder.element)
            continue
        kind, *box = wanted[at]
        mark = placeholder.element.find(f".//{_P}ph")
        mark.set("type", kind)
        mark.attrib.pop("sz", None)
        placeholder.left, placeholder.top, placeholder.width, placeholder.height = (Inches(each) for each in box)
        body = placeholder.element.find(f"{_P}txBody")
        styles = body.find(f"{_A}lstStyle")
        for style in list(styles):
            styles.remove(style)
        _said(placeholder, kind)
    if name == TITLE:
        _blue(layout)


def _said(placeholder: Any, kind: str) -> None:
    """Replace the English prompts, which a person sees in an empty placeholder."""
    prompts = {
        "title": "Titre",
        "ctrTitle": "Titre",
        "subTitle": "Sous-titre",
        "body": "Texte",
        "chart": "Graphique",
        "tbl": "Tableau",
    }
    if kind in prompts:
        placeholder.text_frame.text = prompts[kind]
        placeholder.name = prompts[kind]


def _blue(layout: Any) -> None:
    """Make the title's layout white on blue."""
    fill = layout.background.fill
    fill.solid()
    fill.fore_color.rgb = _rgb(palette.THIS)
    for placeholder, size, bold in zip(layout.placeholders, (40, 20), (True, False), strict=False):
        style = placeholder.element.find(f"{_P}txBody/{_A}lstStyle")
        level = _add(style, f"{_A}lvl1pPr", marL="0", indent="0", algn="l")
        _add(level, f"{_A}buNone")
        run = _add(level, f"{_A}defRPr", sz=str(100 * size), b=str(int(bold)))
        filled = _add(run, f"{_A}solidFill")
        _add(filled, f"{_A}schemeClr", val="bg1")
        anchor = {40: "b", 20: "t"}[size]
        placeholder.element.find(f"{_P}txBody/{_A}bodyPr").set("anchor", anchor)


def _shape_master(master: Any) -> None:
    for placeholder in list(master.placeholders):
        kind = placeholder.element.find(f".//{_P}ph").get("type")
        box = {"title": _HEAD[1:], "body": (MARGIN, 1.65, _WHOLE, 5.05), "ftr": _FOOT[11][1:], "sldNum": _FOOT[12][1:]}
        if kind not in box:
            placeholder.element.getparent().remove(placeholder.element)
            continue
        placeholder.left, placeholder.top, placeholder.width, placeholder.height = (Inches(each) for each in box[kind])
        anchor = {"title": "b", "body": "t"}.get(kind, "ctr")
        frame = placeholder.element.find(f"{_P}txBody/{_A}bodyPr")
        frame.set("anchor", anchor)
        for side in ("lIns", "rIns"):
            frame.set(side, "0")
        if kind in ("ftr", "sldNum"):
            level = placeholder.element.find(f"{_P}txBody/{_A}lstStyle/{_A}lvl1pPr")
            level.set("algn", "l" if kind == "ftr" else "r")
            level.find(f"{_A}defRPr").set("sz", "1000")
        _said(placeholder, kind)
    styles = master._element.find(f"{_P}txStyles")
    _style(styles.find(f"{_P}titleStyle/{_A}lvl1pPr"), 26, bold=True, colour="tx2")
    for level, size in (("lvl1pPr", 16), ("lvl2pPr", 14), ("lvl3pPr", 12)):
        _style(styles.find(f"{_P}bodyStyle/{_A}{level}"), size)
    master.shapes._spTree.insert(2, parse_xml(_BAR.format(width=Inches(0.18), height=HEIGHT)))


def _style(level: Any, size: int, *, bold: bool = False, colour: str = "tx1") -> None:
    level.set("algn", "l")
    run = level.find(f"{_A}defRPr")
    run.set("sz", str(100 * size))
    if bold:
        run.set("b", "1")
    run.find(f"{_A}solidFill/{_A}schemeClr").set("val", colour)
    space = level.find(f"{_A}spcBef")
    if not bold and space is not None:
        for child in list(space):
            space.remove(child)
        _add(space, f"{_A}spcPts", val="800")
        level.set("marL", str(Pt(14)))
        level.set("indent", str(-Pt(14)))


def _themed(blob: bytes) -> bytes:
    """Put our colours and font into a theme."""
    root = parse_xml(blob)
    root.set("name", "Tandem")
    scheme = root.find(f".//{_A}clrScheme")
    scheme.set("name", "Tandem")
    for child in scheme:
        colour = _SCHEME.get(child.tag.rpartition("}")[2])
        if colour:
            for old in list(child):
                child.remove(old)
            _add(child, f"{_A}srgbClr", val=colour.lstrip("#").upper())
    for fonts in ("majorFont", "minorFont"):
        root.find(f".//{_A}{fonts}/{_A}latin").set("typeface", FONT)
    content: bytes = serialize_part_xml(root)
    return content


def _add(parent: Any, tag: str, **attributes: str) -> Any:
    child = parent.makeelement(tag, attributes)
    parent.append(child)
    return child


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())
