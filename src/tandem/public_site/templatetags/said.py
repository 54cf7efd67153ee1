"""Why a sentence is said: its rule one tap away, and the figures that it rests on."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tandem.core.typography import joined
from tandem.diagnosis.catalogue import INDICATORS
from tandem.public_site.presenters.addresses import Pages
from tandem.steering.narrative import Sentence
from tandem.theme import rendering

register = template.Library()


@register.simple_tag(takes_context=True)
def why(context: Mapping[str, Any], sentence: Sentence, there: Pages) -> SafeString | str:
    """The figures behind a sentence and the threshold from which it is said; leads to the first of the figures."""
    known = [code for code in sentence.figures if code in INDICATORS]
    if not known:
        return ""
    labels = joined(f"« {INDICATORS[code].definition.label} »" for code in known)
    return rendering.tip(
        context,
        _("Pourquoi cette phrase ?"),
        _("Elle vient de %(labels)s. Quand elle est dite : %(rule)s.") % {"labels": labels, "rule": sentence.rule},
        there.figure(known[0]),
        question=_("Pourquoi cette phrase ?"),
        more=_("Ouvrir le chiffre : %(label)s") % {"label": INDICATORS[known[0]].definition.label},
    )
