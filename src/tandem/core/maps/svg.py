"""A map written as SVG: inside a page, where style sheets colour it, or standing alone in a file or a PDF."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from tandem.core.charts.palette import BACKDROP, BORDER, FONT, INK, MISSING, PAPER, SOFT_INK
from tandem.core.charts.text import width_of
from tandem.core.maps.choropleth import LegendItem
from tandem.core.maps.model import MapModel

_LEGEND_LINE = 44
_LEGEND_SIZE = 27


def inline(model: MapModel, alt: str, colours: Mapping[str, str] | None = None, *, default: str = "#6f9bd6") -> str:
    """Return the map as an SVG element for a page: every shape is a link (where it has an address) with its title.

    Colours are attributes, which any style sheet rule overrides, by the classes ``map``, ``map-backdrop``,
    ``map-shape`` and the shape's own class, ``map-border``, ``map-frame``, ``map-label``. Shapes without address are
    not focusable; the style sheet must show the focus of the others.

    Parameters
    ----------
    colours
        Colour by CSS class of the shapes; `default` for the others.
    """
    fills = colours or {}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" role="group" aria-label={quoteattr(alt)} '
        f'viewBox="{model.view_box}" fill-rule="evenodd" stroke-linejoin="round" font-family="{FONT}">'
    ]
    ground = "".join(f'<path d="{d}"/>' for d in model.backdrop)
    parts.append(f'<g class="map-backdrop" fill="{BACKDROP}">{ground}</g><g stroke="{PAPER}" stroke-width="1.2">')
    for shape in model.shapes:
        fill = fills.get(shape.css_class, default)
        link = f' fill="{fill}"' + (f' stroke="{BORDER}"' if fill == MISSING else "")
        css = f' class="map-shape {shape.css_class}"' if shape.css_class else ' class="map-shape"'
        drawn = f'<title>{escape(shape.title)}</title><path d="{shape.path}"/>'
        tag, link = ("a", f" href={quoteattr(shape.href)}{link}") if shape.href else ("g", f' role="img"{link}')
        named = "" if shape.href else f" aria-label={quoteattr(shape.title)}"
        parts.append(f"<{tag}{css}{link}{named}>{drawn}</{tag}>")
    parts.append("</g>")
    if model.borders:
        parts.append(
            f'<path class="map-border" d="{model.borders}" fill="none" stroke="{BORDER}" stroke-width="1.2" '
            'pointer-events="none"/>'
        )
    parts.append(
        _frames(
            model,
            f' class="map-frame" stroke="{BORDER}" pointer-events="none"',
            f' class="map-label" fill="{SOFT_INK}" font-size="26"',
        )
    )
    # The shapes' titles already say the names: a screen reader is told once.
    parts.append(
        _labels(
            model,
            f' class="map-label" aria-hidden="true" pointer-events="none" fill="{INK}" '
            f'stroke="{PAPER}" stroke-width="5" paint-order="stroke"',
        )
    )
    parts.append("</svg>")
    return "".join(parts)


def render(
    model: MapModel,
    colours: Mapping[str, str],
    *,
    alt: str,
    legend: Sequence[LegendItem] = (),
    heading: str = "",
    default: str = "#6f9bd6",
    width: int = 640,
) -> str:
    """Return the map as a file of its own, colours and legend inside: for a PDF, a download, a slide.

    Parameters
    ----------
    colours
        Colour by CSS class of the shapes; `default` for the others.
    heading
        What the colours measure, with unit and date, above the legend.
    width
        Displayed width in pixels; the height follows.
    """
    below = 24 + _LEGEND_LINE * (len(legend) + bool(heading)) if legend else 0
    height = model.height + below
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" role="img" aria-label={quoteattr(alt)} width="{width}" '
        f'height="{round(width * height / model.width)}" viewBox="0 0 {model.width} {height}" fill-rule="evenodd" '
        f'font-family="{FONT}" stroke-linejoin="round">',
        f'<g fill="{BACKDROP}" stroke="{BACKDROP}">' + "".join(f'<path d="{d}"/>' for d in model.backdrop) + "</g>",
    ]
    for css in dict.fromkeys(shape.css_class for shape in model.shapes):
        colour = colours.get(css, default)
        edge = BORDER if colour == MISSING else PAPER
        inside = "".join(f'<path d="{s.path}"/>' for s in model.shapes if s.css_class == css)
        parts.append(f'<g fill="{colour}" stroke="{edge}" stroke-width="1.2">{inside}</g>')
    if model.borders:
        parts.append(f'<path d="{model.borders}" fill="none" stroke="{BORDER}" stroke-width="1.2"/>')
    parts.append(_frames(model, f' stroke="{BORDER}"', f' fill="{SOFT_INK}" font-size="26"'))
    # The halo is a copy underneath: not every reader of SVG knows paint-order.
    parts.append(_labels(model, f' fill="{PAPER}" stroke="{PAPER}" stroke-width="9" stroke-opacity="0.85"'))
    parts.append(_labels(model, f' fill="{INK}"'))
    if legend:
        parts.append(_legend(legend, heading, model.height + 12))
    parts.append("</svg>")
    return "".join(parts)


def _frames(model: MapModel, border: str, label: str) -> str:
    return "".join(
        f'<rect{border} x="{f.x:g}" y="{f.y:g}" width="{f.width:g}" height="{f.height:g}" rx="6" fill="none"/>'
        f'<text{label} x="{f.label_x:g}" y="{f.label_y:g}" text-anchor="middle">{escape(f.label)}</text>'
        for f in model.frames
    )


def _labels(model: MapModel, look: str) -> str:
    return "".join(
        f'<text{look} font-size="{label.size:g}" text-anchor="middle">'
        + "".join(f'<tspan x="{label.x:g}" y="{y:g}">{escape(line)}</tspan>' for y, line in label.placed)
        + "</text>"
        for label in model.labels
    )


def _legend(items: Sequence[LegendItem], heading: str, top: float) -> str:
    parts = []
    y = top + _LEGEND_LINE / 2
    if heading:
        parts.append(f'<text x="4" y="{y + 9:g}" font-weight="bold">{escape(heading)}</text>')
        y += _LEGEND_LINE
    wide = max(width_of(item.text, _LEGEND_SIZE) for item in items)
    for item in items:
        edge = BORDER if item.colour == MISSING else item.colour
        parts.append(f'<rect x="5" y="{y - 14:g}" width="44" height="28" fill="{item.colour}" stroke="{edge}"/>')
        parts.append(f'<text x="62" y="{y + 9:g}">{escape(item.text)}</text>')
        parts.append(
            f'<text x="{62 + wide + 60:g}" y="{y + 9:g}" text-anchor="end" fill="{SOFT_INK}">{item.count}</text>'
        )
        y += _LEGEND_LINE
    return f'<g fill="{INK}" font-size="{_LEGEND_SIZE}">{"".join(parts)}</g>'
