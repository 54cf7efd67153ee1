"""Plain Django forms as includes of the theme: ``{% form_fields form %}``."""

from decimal import Decimal

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tandem.core.typography import french

register = template.Library()


@register.simple_tag
def form_fields(form: forms.BaseForm) -> SafeString:
    """Write all the fields of a form, each with its label, its hint and its faults."""
    return format_html_join("\n", "{}", ((form_field(field),) for field in form))


@register.simple_tag
def form_field(field: BoundField) -> SafeString:
    """Write one field of a form."""
    if field.is_hidden:
        return format_html("{}", field.as_widget())
    widget = field.field.widget
    value = field.value()
    shown = {
        "id": field.auto_id,
        "name": field.html_name,
        "label": french(str(field.label)),
        "hint": french(str(field.help_text)),
        "error": french(" ".join(field.errors)),
    }
    if isinstance(widget, forms.CheckboxInput):
        return render_to_string("ui/checkbox.html", {**shown, "value": "on", "checked": bool(value)})
    if isinstance(widget, forms.Select):
        chosen = "" if value is None else str(value)
        options = [(str(key), text, str(key) == chosen) for key, text in field.field.choices]
        return render_to_string("ui/select.html", {**shown, "options": options})
    if isinstance(widget, forms.Textarea):
        rows = widget.attrs.get("rows", 6)
        return render_to_string("ui/textarea.html", {**shown, "value": "" if value is None else value, "rows": rows})
    kind = "date" if isinstance(field.field, forms.DateField) else widget.input_type
    if isinstance(value, float | Decimal):
        value = f"{value:.12g}"  # a browser reads a point, whatever the language of the page
    if kind == "date" and value is not None and not isinstance(value, str):
        value = value.isoformat()
    return render_to_string(
        "ui/input.html",
        {
            **shown,
            "type": kind,
            "value": "" if value is None or kind == "file" else value,
            "autocomplete": "off",
            "required": field.field.required,
            "maxlength": field.field.max_length if isinstance(field.field, forms.CharField) else None,
        },
    )
