"""From a chart to a small, still, self-contained SVG.

Vega's SVG is meant for a program that goes on editing it: one attribute set per mark, empty groups, class names, style
attributes that a strict content policy refuses. Here it is read and written again: positions resolved and rounded,
marks of the same look gathered in one group, everything else dropped.
"""

import functools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from tandem.core.charts.chart import SMALL, Chart
from tandem.core.charts.measure import LOCALE
from tandem.core.charts.palette import FONT, INK, PAPER, SOFT_INK
from tandem.core.charts.text import wrap
from tandem.core.typography import printable

_POSTER_EDGE = 16
_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
_TRANSLATE = re.compile(r"^translate\(([^,)]+),([^)]+)\)$")
_CIRCLE = re.compile(r"^M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0Z?$")
_KEPT = (
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "opacity",
    "text-anchor",
    "font-size",
    "font-weight",
    "font-style",
)
_NEUTRAL = {("opacity", "1"), ("fill-opacity", "1"), ("stroke-opacity", "1"), ("text-anchor", "start")}


@dataclass(frozen=True, slots=True)
class _Mark:
    tag: str
    look: tuple[tuple[str, str], ...]
    shape: str
    content: str = field(default="")

    def written(self) -> str:
        return f"<{self.tag}{self.shape}>{self.content}</{self.tag}>" if self.content else f"<{self.tag}{self.shape}/>"


def svg(chart: Chart) -> str:
    """Return the chart as an SVG element to put in a page, a PDF or a file.

    It carries ``role="img"`` and its alternative text, a view box so that it shrinks with its column, no identifier,
    script, style attribute or reference. Colours are attributes, so a style sheet may replace them, as
    ``.chart [fill="#161616"] { fill: … }``. The same chart always gives the same text.
    """
    return element(body(chart), chart.width, chart.height, chart.alt)


def element(content: str, width: int, height: int, alt: str) -> str:
    """Wrap drawn `content` in the root element that names it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-label={quoteattr(printable(alt))} '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" fill="none" '
        f'font-family="{FONT}" font-size="{SMALL}">{content}</svg>'
    )


def poster(picture: str, *, title: str, subtitle: str = "", source: str = "", alt: str = "") -> str:
    """Return a picture (a chart's or a map's SVG) as a document of its own, for downloads and slides.

    Title and subtitle stand above, the source below, on white; ``<title>`` and ``<desc>`` repeat them for who does not
    see it.

    Raises
    ------
    ValueError
        When `picture` does not give its width and height.
    """
    size = re.match(r'<svg\b[^>]*?\swidth="(\d+)"\s+height="(\d+)"', picture)
    if not size:
        raise ValueError("a poster needs a picture with its width and height")
    width, height = int(size[1]), int(size[2])
    parts: list[str] = []
    y = _POSTER_EDGE
    for text, letters, colour, bold in ((title, 18, INK, True), (subtitle, 14, SOFT_INK, False)):
        for written in wrap(printable(text), letters, width, bold=bold, lines=4) if text else []:
            y += round(letters * 1.35)
            weight = ' font-weight="bold"' if bold else ""
            parts.append(
                f'<text x="{_POSTER_EDGE}" y="{y - 5}" font-size="{letters}" fill="{colour}"{weight}>'
                f"{escape(written)}</text>"
            )
    y += 12
    inner = re.sub(r' role="[^"]*" aria-label="[^"]*"', f' x="{_POSTER_EDGE}" y="{y}"', picture, count=1)
    y += height + 10
    footer: list[str] = []
    for written in wrap(printable(source), 12, width, lines=4) if source else []:
        y += 17
        footer.append(f'<text x="{_POSTER_EDGE}" y="{y - 4}" font-size="12" fill="{SOFT_INK}">{escape(written)}</text>')
    outer, tall = width + 2 * _POSTER_EDGE, y + _POSTER_EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{outer}" height="{tall}" '
        f'viewBox="0 0 {outer} {tall}" font-family="{FONT}"><title>{escape(printable(title))}</title>'
        f'<desc>{escape(printable(alt or subtitle))}</desc><rect width="{outer}" height="{tall}" fill="{PAPER}"/>'
        f"{''.join(parts)}{inner}{''.join(footer)}</svg>"
    )


def body(chart: Chart) -> str:
    """Return what is inside the root element."""
    return _drawn(json.dumps(_writable(chart.spec), ensure_ascii=False, allow_nan=False))


def _writable(value: Any) -> Any:
    """Leave out of every text what XML cannot hold: the drawing library ends the process on it."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _writable(each) for key, each in value.items()}
    return [_writable(each) for each in value] if isinstance(value, list | tuple) else value


@functools.lru_cache(maxsize=64)
def _drawn(spec: str) -> str:
    import vl_convert  # 30 ms and a JavaScript engine: only who draws pays for them

    raw = vl_convert.vegalite_to_svg(spec, format_locale=LOCALE, time_format_locale="fr-FR", allowed_base_urls=[])
    root = ElementTree.fromstring(raw)  # noqa: S314 (our own renderer's output, not a visitor's file)
    marks = list(_marks(root, 0.0, 0.0))
    parts: list[str] = []
    for look, group in groupby(marks, key=lambda mark: mark.look):
        drawn = "".join(mark.written() for mark in group)
        attributes = "".join(f' {name}="{value}"' for name, value in look)
        parts.append(f"<g{attributes}>{drawn}</g>" if attributes else drawn)
    return "".join(parts)


def _marks(node: ElementTree.Element, x: float, y: float) -> Iterator[_Mark]:
    tag = node.tag.removeprefix(_SVG)
    shift = _TRANSLATE.match(node.get("transform", ""))
    if shift:
        x, y = x + float(shift[1]), y + float(shift[2])
    if node.get("display") == "none" or node.get("class") in ("background", "foreground"):
        return
    if tag in ("svg", "g"):
        for child in node:
            yield from _marks(child, x, y)
        return
    if _unseen(node):
        return
    look = [(name, _tidy(name, value)) for name in _KEPT if (value := node.get(name)) is not None]
    look = [item for item in look if item not in _NEUTRAL and item != ("font-size", str(SMALL))]
    look = [item for item in look if not (tag != "text" and item == ("fill", "none"))]
    extra = node.get("transform", "").split(")", 1)[-1].strip() if not shift and node.get("transform") else ""
    if tag == "text":
        yield _Mark(tag, tuple(look), _xy(x, y), "".join(_text(node)))
    elif tag == "line":
        ends = f' x1="{_r(x)}" y1="{_r(y)}" x2="{_r(x + _f(node, "x2"))}" y2="{_r(y + _f(node, "y2"))}"'
        yield _Mark(tag, tuple(look), ends)
    elif tag == "path":
        if extra or ("rotate" in node.get("transform", "")):
            raise ValueError("this chart turns a mark; render.py does not know how")
        d = node.get("d", "")
        circle = _CIRCLE.match(d)
        if circle:
            yield _Mark("circle", tuple(look), f' cx="{_r(x)}" cy="{_r(y)}" r="{_r(float(circle[1]))}"')
        else:
            d = _NUMBER.sub(lambda m: _r(float(m[0])), d)
            yield _Mark(
                tag, tuple(look) + ((("transform", f"translate({_r(x)} {_r(y)})"),) if x or y else ()), f' d="{d}"'
            )
    else:
        raise ValueError(f"unexpected element <{tag}> in a chart")


def _unseen(node: ElementTree.Element) -> bool:
    return "0" in (node.get("opacity"), node.get("stroke-width")) and node.get("fill") in (None, "none", "transparent")


def _tidy(name: str, value: str) -> str:
    if name == "font-size":
        return value.removesuffix("px")
    if name == "fill" and value == "black":
        return INK
    return _NUMBER.sub(lambda m: _r(float(m[0]), 2), value)


def _text(node: ElementTree.Element) -> Iterator[str]:
    if node.text:
        yield escape(node.text)
    for i, line in enumerate(node):
        dy = _f(line, "dy")
        yield f'<tspan x="{line.get("x", "0")}"' + (f' dy="{_r(dy)}"' if i and dy else "") + ">"
        yield escape(line.text or "") + "</tspan>"


def _xy(x: float, y: float) -> str:
    return f' x="{_r(x)}" y="{_r(y)}"'


def _f(node: ElementTree.Element, name: str) -> float:
    return float(node.get(name, "0"))


def _r(value: float, decimals: int = 1) -> str:
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
