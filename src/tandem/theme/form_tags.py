"""The fields of a form: tags of ``{% load ui %}`` like the others, apart because they are many."""
# ruff: noqa: A002 - parameters carry HTML's own names

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from tandem.theme import rendering

register = template.Library()


@register.inclusion_tag("ui/search.html", takes_context=True)
def ui_search(
    context: Mapping[str, Any],
    label: str,
    name: str = "q",
    value: str = "",
    action: str = "",
    hint: str = "",
    list: str = "",
    large: bool = False,
) -> dict[str, Any]:
    """Search field and its button; a form by itself when `action` is given, otherwise part of the form around it.

    `list` is the id of a ``<datalist>``.
    """
    return {
        "id": rendering.identifier(context, "recherche"),
        "label": label,
        "name": name,
        "value": value,
        "action": action,
        "hint": hint,
        "list": list,
        "large": large,
    }


@register.inclusion_tag("ui/select.html", takes_context=True)
def ui_select(
    context: Mapping[str, Any],
    label: str,
    name: str,
    options: Iterable[tuple[str, str]],
    value: str = "",
    hint: str = "",
    error: str = "",
) -> dict[str, Any]:
    """Choice in a list; `options`: pairs (value, label)."""
    chosen = [(str(option), text, str(option) == str(value)) for option, text in options]
    return {
        "id": rendering.identifier(context, "choix"),
        "label": label,
        "name": name,
        "options": chosen,
        "hint": hint,
        "error": error,
    }


@register.inclusion_tag("ui/checkbox.html", takes_context=True)
def ui_checkbox(
    context: Mapping[str, Any],
    label: str,
    name: str,
    value: str = "1",
    checked: bool = False,
    hint: str = "",
    id: str = "",
) -> dict[str, Any]:
    """One box to tick."""
    return {
        "id": id or rendering.identifier(context, "case"),
        "label": label,
        "name": name,
        "value": value,
        "checked": checked,
        "hint": hint,
    }


@register.inclusion_tag("ui/input.html", takes_context=True)
def ui_input(
    context: Mapping[str, Any],
    label: str,
    name: str,
    value: str = "",
    hint: str = "",
    error: str = "",
    maxlength: int | None = None,
    type: str = "text",
    autocomplete: str = "off",
    required: bool = False,
    id: str = "",
) -> dict[str, Any]:
    """One line of text; `type` and `autocomplete` as HTML has them, for an address, a password, a code."""
    return {
        "id": id or rendering.identifier(context, "champ"),
        "label": label,
        "name": name,
        "value": value,
        "hint": hint,
        "error": error,
        "maxlength": maxlength,
        "type": type,
        "autocomplete": autocomplete,
        "required": required,
    }


@register.inclusion_tag("ui/textarea.html", takes_context=True)
def ui_textarea(
    context: Mapping[str, Any], label: str, name: str, value: str = "", hint: str = "", error: str = "", rows: int = 6
) -> dict[str, Any]:
    """Several lines of text, such as a list pasted from a spreadsheet."""
    return {
        "id": rendering.identifier(context, "texte"),
        "label": label,
        "name": name,
        "value": value,
        "hint": hint,
        "error": error,
        "rows": rows,
    }


@register.simple_block_tag(takes_context=True)
def ui_fieldset(context: Mapping[str, Any], content: str, legend: str, hint: str = "") -> str:
    """Fields that answer one question together; the content is the fields."""
    return rendering.block(
        "ui/fieldset.html", content, id=rendering.identifier(context, "groupe"), legend=legend, hint=hint
    )
