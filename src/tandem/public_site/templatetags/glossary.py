"""A word and its meaning, taken from the glossary: ``{% load glossary %}{% term "zone-d-emploi" %}``."""

from collections.abc import Mapping
from typing import Any

from django import template

from tandem.public_site.content import glossary
from tandem.theme.templatetags.ui import ui_tip

register = template.Library()


@register.simple_tag(takes_context=True)
def term(context: Mapping[str, Any], anchor: str, words: str = "") -> str:
    """A tip on the entry `anchor` of the glossary; `words` are those of the sentence, the entry's name otherwise."""
    entry = glossary.term(anchor)
    return ui_tip(context, str(words or entry.name), str(entry.meaning), entry.address)
