"""Form fields, ours and allauth's, and its buttons, as includes of the theme."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tandem.core.typography import french, french_html

register = template.Library()


@register.simple_tag
def account_field(field: BoundField) -> SafeString:
    """Write one field of a form, with its label, its hint and its faults."""
    if field.is_hidden:
        return format_html("{}{}", field.as_widget(), _faults(field))
    widget = field.field.widget
    address = getattr(widget, "input_type", "") == "email"
    shown = {
        "id": field.auto_id,
        "name": field.html_name,
        "label": _("Adresse électronique") if address else french(str(field.label)),
        "hint": _hint(field),
        "error": french(" ".join(field.errors)),
    }
    if isinstance(widget, forms.CheckboxInput):
        return render_to_string("ui/checkbox.html", {**shown, "value": "on", "checked": bool(field.value())})
    if isinstance(widget, forms.Select):
        options = [(value, label, str(value) == str(field.value() or "")) for value, label in field.field.choices]
        return render_to_string("ui/select.html", {**shown, "options": options})
    if isinstance(widget, forms.Textarea):
        rows = widget.attrs.get("rows", 4)
        return render_to_string("ui/textarea.html", {**shown, "rows": rows, "value": field.value() or ""})
    password = isinstance(widget, forms.PasswordInput)
    shown |= {
        "type": widget.attrs.get("type", widget.input_type),
        "value": "" if password or field.value() is None else _typed(field.value()),
        "autocomplete": widget.attrs.get("autocomplete", "off"),
        "required": field.field.required,
        "maxlength": field.field.max_length if isinstance(field.field, forms.CharField) else None,
    }
    return render_to_string("ui/input.html", shown)


@register.simple_tag
def account_element_field(attrs: Mapping[str, Any], slots: Mapping[str, list[str]]) -> SafeString:
    """Write a field that an allauth template describes by itself: a choice, a text to read or to copy."""
    label = mark_safe(french_html("".join(slots.get("label", [])).strip()))  # noqa: S308 - rendered by a template
    identifier = attrs.get("id", "")
    if attrs.get("type") in ("radio", "checkbox"):
        return format_html(
            '<div class="ws-choice"><input type="{}" id="{}" name="{}" value="{}"{}> <label for="{}">{}</label></div>',
            attrs["type"], identifier, attrs.get("name", ""), attrs.get("value", ""),
            mark_safe(" checked") if attrs.get("checked") else "", identifier, label,
        )  # fmt: skip
    value = attrs.get("value") or mark_safe("".join(slots.get("value", [])).strip())  # noqa: S308
    return format_html(
        '<p class="ws-copy"><span id="{0}-nom">{1}</span> <output id="{0}" aria-labelledby="{0}-nom">{2}</output></p>',
        identifier, label, value,
    )  # fmt: skip


@register.simple_tag
def account_button(attrs: Mapping[str, Any], content: list[str]) -> SafeString:
    """Write a button or a link that looks like one; what allauth calls danger or cancel is not primary."""
    tags = set(attrs.get("tags") or ())
    kind = "secondary" if tags & {"outline", "secondary", "danger", "delete", "link", "cancel"} else "primary"
    return render_to_string(
        "ui/button.html",
        {
            "label": mark_safe(french_html("".join(content).strip())),  # noqa: S308 - rendered by a template
            "href": attrs.get("href", ""),
            "kind": kind,
            "type": attrs.get("type", "submit"),
            "name": attrs.get("name", ""),
            "value": attrs.get("value", ""),
            "id": attrs.get("id", ""),
            "form": attrs.get("form", ""),
            "small": False,
        },
    )


def _typed(value: Any) -> Any:
    """A date as its field takes it, whatever the language of the page."""
    return value.isoformat() if isinstance(value, dt.date) else value


def _hint(field: BoundField) -> str:
    if field.field.widget.attrs.get("autocomplete") == "new-password":
        return (
            "" if field.html_name.endswith("2") else _("Au moins douze caractères ; ni un mot courant, ni votre nom.")
        )
    help_text = str(field.help_text)
    return "" if "<" in help_text else french(help_text)


def _faults(field: BoundField) -> SafeString:
    return format_html_join("", '<p role="alert">{}</p>', ((french(error),) for error in field.errors))
