"""The site's components: one tag per include, its parameters are the function's.

Pages write ``{% load ui %}`` and these tags, never a class of the design system: each tag renders ``ui/NAME.html`` of
the chosen theme, and a parameter that does not exist is an error rather than a silence. Those that hold other markup
are blocks, closed by ``{% endui_NAME %}``.
"""
# ruff: noqa: A002 - parameters carry HTML's own names

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.translation import gettext as _

from tandem.core.figures import Figure, Nature
from tandem.core.tables import Table
from tandem.theme import cells, form_tags, rendering
from tandem.theme.navigation import Entry

register = template.Library()

# Messages


@register.simple_block_tag
def ui_alert(content: str, title: str = "", kind: str = "info", level: int = 3, live: bool = False) -> str:
    """Message about what just happened; `kind`: info, success, warning, error; `live` when it appears after loading."""
    return rendering.block("ui/alert.html", content, title=title, kind=kind, level=level, live=live)


@register.simple_block_tag
def ui_notice(content: str, title: str, kind: str = "info") -> str:
    """Band across the page; `kind`: info, warning, alert."""
    return rendering.block("ui/notice.html", content, title=title, kind=kind)


@register.simple_block_tag
def ui_callout(content: str, title: str = "", level: int = 3) -> str:
    """Text set apart because it matters."""
    return rendering.block("ui/callout.html", content, title=title, level=level)


@register.simple_block_tag
def ui_empty(content: str, title: str, level: int = 3) -> str:
    """Nothing to show: the title says what is missing, the content what would fill it."""
    return rendering.block("ui/empty.html", content, title=title, level=level)


@register.inclusion_tag("ui/fictive.html")
def ui_fictive(subject: str = "") -> dict[str, Any]:
    """Warn that data are fictive; `subject` names them (« Les dossiers »)."""
    return {"subject": subject}


# Small pieces


@register.inclusion_tag("ui/badge.html")
def ui_badge(label: str, kind: str = "", small: bool = True) -> dict[str, Any]:
    """State in words; `kind`: empty, info, success, warning, error, new."""
    return {"label": label, "kind": kind, "small": small}


@register.inclusion_tag("ui/tag.html")
def ui_tag(label: str, href: str = "", small: bool = False) -> dict[str, Any]:
    """Key word, a link or plain."""
    return {"label": label, "href": href, "small": small}


@register.inclusion_tag("ui/filter_tag.html")
def ui_filter_tag(label: str, href: str) -> dict[str, Any]:
    """A filter in force; following it (`href`: the same page without it) takes the filter out."""
    return {"label": label, "href": href}


@register.inclusion_tag("ui/button.html")
def ui_button(
    label: str,
    href: str = "",
    kind: str = "primary",
    type: str = "submit",
    name: str = "",
    value: str = "",
    id: str = "",
    form: str = "",
    small: bool = False,
) -> dict[str, Any]:
    """Main action of a form, or a link that looks like it; `kind`: primary, secondary, tertiary."""
    return {"label": label, "href": href, "kind": kind, "type": type, "name": name, "value": value, "id": id,
            "form": form, "small": small}  # fmt: skip


@register.inclusion_tag("ui/link.html")
def ui_link(label: str, href: str, small: bool = False, arrow: bool = False) -> dict[str, Any]:
    """Link standing by itself, not in a sentence; `arrow` for « read on »."""
    return {"label": label, "href": href, "small": small, "arrow": arrow}


@register.inclusion_tag("ui/download.html")
def ui_download(label: str, href: str, format: str, size: str = "", detail: str = "") -> dict[str, Any]:
    """Link to a file: its format (CSV, PDF…), its weight, and what it holds."""
    return {"label": label, "href": href, "format": format, "size": size, "detail": detail}


@register.simple_tag(takes_context=True)
def ui_tip(context: Mapping[str, Any], term: str, text: str, href: str = "") -> str:
    """A term whose meaning is one tap away; fits in a sentence; `href` leads to the glossary."""
    return rendering.tip(context, term, text, href, term)


@register.inclusion_tag("ui/source.html")
def ui_source(text: str, vintage: str = "", href: str = "") -> dict[str, Any]:
    """Where a number comes from; `href` opens its data sheet."""
    return {"text": text, "vintage": vintage, "href": href}


# Figures


@register.simple_tag(takes_context=True)
def ui_value(
    context: Mapping[str, Any],
    value: Any,
    decimals: int | None = None,
    unit: str = "",
    reason: str = "",
    secret: bool = False,
) -> str:
    """A number with its unit, or what is missing and why; `value` may be a `Figure`, which knows the rest."""
    if isinstance(value, cells.Missing):
        reason, secret, value = value.reason, value.secret, None
    signed = isinstance(value, Figure) and value.definition.nature is Nature.CHANGE
    if isinstance(value, Figure):
        missing, unit, decimals = cells.missing_in(value), cells.unit_for(value), value.definition.unit.decimals
        reason, secret, value = missing.reason, missing.secret, value.value
    if value is not None:
        return cells.written(value, decimals, unit, signed=signed)
    missing = cells.Missing(reason, secret)
    return rendering.inline("ui/value.html", label=str(missing), tip=rendering.why(context, missing))


@register.inclusion_tag("ui/stat.html", takes_context=True)
def ui_stat(
    context: Mapping[str, Any],
    label: str = "",
    value: Any = None,
    unit: str = "",
    note: str = "",
    href: str = "",
    decimals: int | None = None,
    reason: str = "",
    secret: bool = False,
    figure: Figure | None = None,
) -> dict[str, Any]:
    """Key figure; `note` gives scope and date, `href` opens its lines. A `figure` fills what is not given."""
    if figure is not None:
        missing = cells.missing_in(figure)
        label, href = label or figure.definition.label, href or figure.url
        value, unit, decimals = figure.value, cells.unit_for(figure), figure.definition.unit.decimals
        reason, secret = missing.reason, missing.secret
    shown = cells.Missing(reason, secret) if value is None else cells.written(value, decimals)
    return {
        "label": label,
        "value": str(shown),
        "missing": value is None,
        "tip": rendering.why(context, cells.Missing(reason, secret)) if value is None else "",
        "unit": unit,
        "note": note,
        "href": href,
    }


@register.simple_block_tag
def ui_chart(
    content: str,
    title: str,
    src: str,
    alt: str,
    src_narrow: str = "",
    subtitle: str = "",
    source: str = "",
    csv: str = "",
    svg: str = "",
    width: int | None = None,
    height: int | None = None,
    level: int = 3,
    fictive: bool = False,
) -> str:
    """Chart: a title that states the finding; unit, scope and date; a picture; its table (the content); its files."""
    return rendering.block(
        "ui/chart.html",
        content.strip(),
        title=title,
        src=src,
        alt=alt,
        src_narrow=src_narrow,
        subtitle=subtitle,
        source=source,
        csv=csv,
        svg=svg,
        width=width,
        height=height,
        level=level,
        fictive=fictive,
    )


@register.inclusion_tag("ui/table.html", takes_context=True)
def ui_table(
    context: Mapping[str, Any],
    table: Table,
    caption: str = "",
    row_headers: bool = True,
    sortable: str = "",
    order: str = "",
    hide_caption: bool = False,
    anchor: str = "",
) -> dict[str, Any]:
    """A `tandem.core.tables.Table`.

    Its first column heads the rows unless `row_headers` is false. `sortable` names the columns (``"name,population"``)
    whose head is a link that sets ``?tri=KEY`` or ``?tri=-KEY``; `order` is the order in force, written the same way;
    `anchor` is where such a link comes back to in a long page.
    """
    return {
        "id": rendering.identifier(context, "table"),
        "caption": caption or table.title,
        "hide_caption": hide_caption,
        "headings": list(_headings(context, table, sortable.split(","), order, anchor)),
        "rows": cells.rows_of(table, row_headers, lambda missing: ui_value(context, missing)),
        "note": table.note,
    }


def _headings(
    context: Mapping[str, Any], table: Table, sortable: list[str], order: str, anchor: str
) -> Iterable[cells.Heading]:
    for column in table.columns:
        href = sort = ""
        if column.key in sortable:
            sort = {column.key: "ascending", f"-{column.key}": "descending"}.get(order, "")
            # Numbers are wanted from the highest, names from A.
            first, second = (f"-{column.key}", column.key) if column.numeric else (column.key, f"-{column.key}")
            href = rendering.query(context, tri=second if order == first else first, page=None)
            href += f"#{anchor}" if anchor else ""
        yield cells.Heading(str(column.label), str(column.unit), column.numeric, href, sort)


@register.simple_block_tag(takes_context=True)
def ui_table_frame(context: Mapping[str, Any], content: str, label: str) -> str:
    """Frame of a table written by hand (the content is the whole ``<table>``, caption included): scrolls by itself."""
    return rendering.block("ui/table_frame.html", content, label=label)


# Moving about


@register.inclusion_tag("ui/breadcrumb.html", takes_context=True)
def ui_breadcrumb(context: Mapping[str, Any], current: str, *parents: str) -> dict[str, Any]:
    """Path to the page: home, then `parents` (label, address, label, address…), then the page itself."""
    links = [Entry(label, href) for label, href in zip(parents[::2], parents[1::2], strict=True)]
    return {"id": rendering.identifier(context, "fil"), "links": links, "current": current}


@register.inclusion_tag("ui/contents.html")
def ui_contents(items: Iterable[Any], title: str = "") -> dict[str, Any]:
    """Contents of the page, sticky; each item has `href` and `label`."""
    return {"items": items, "title": title or _("Sommaire")}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def ui_pagination(context: Mapping[str, Any], page: Page, label: str = "") -> dict[str, Any]:
    """Links to the pages of a paginator; the other parameters of the address are kept."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "label": label or _("Pagination"),
        "page": page,
        "first": rendering.query(context, page=1),
        "last": rendering.query(context, page=page.paginator.num_pages),
        "previous": rendering.query(context, page=page.number - 1),
        "next": rendering.query(context, page=page.number + 1),
        "pages": [
            {
                "number": n if isinstance(n, int) else 0,
                "href": rendering.query(context, page=n) if isinstance(n, int) else "",
            }
            for n in numbers
        ],
    }


@register.inclusion_tag("ui/card.html")
def ui_card(
    title: str, href: str, text: str = "", detail: str = "", badge: str = "", badge_kind: str = "", level: int = 3
) -> dict[str, Any]:
    """An object among others: the whole card leads to it; `detail` is the line above the title."""
    return {
        "title": title,
        "href": href,
        "text": text,
        "detail": detail,
        "badge": badge,
        "badge_kind": badge_kind,
        "level": level,
    }


@register.inclusion_tag("ui/tile.html")
def ui_tile(title: str, href: str, text: str = "", detail: str = "", level: int = 3) -> dict[str, Any]:
    """A way into a part of the site; the whole tile leads there."""
    return {"title": title, "href": href, "text": text, "detail": detail, "level": level}


@register.simple_block_tag
def ui_details(content: str, title: str, open: bool = False, id: str = "") -> str:
    """Content that unfolds, without JavaScript."""
    return rendering.block("ui/details.html", content, title=title, open=open, id=id)


# Forms

register.tags.update(form_tags.register.tags)
