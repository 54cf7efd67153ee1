"""How the tags of ``templatetags/ui.py`` render their includes: identifiers, addresses, blocks, tips."""

import itertools
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from tandem.theme import cells

_outside_requests = itertools.count(1)


def request_of(context: Any) -> HttpRequest | None:
    """Find the request, also within another include, whose context holds only its parameters."""
    return context.get("request") or getattr(context, "request", None)


def identifier(context: Mapping[str, Any], prefix: str) -> str:
    """Draw an identifier that is unique in the page, and the same each time the page is made."""
    request = request_of(context)
    if request is None:
        return f"{prefix}-x{next(_outside_requests)}"
    request.td_ids = getattr(request, "td_ids", 0) + 1
    return f"{prefix}-{request.td_ids}"


def query(context: Mapping[str, Any], **changes: Any) -> str:
    """Return the page's query string with some parameters changed; None takes one out."""
    request = request_of(context)
    parameters = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None:
            parameters.pop(name, None)
        else:
            parameters[name] = value
    return f"?{parameters.urlencode()}"


def block(name: str, content: str, **values: Any) -> SafeString:
    return render_to_string(name, {**values, "content": SafeString(content)})


def inline(name: str, **values: Any) -> SafeString:
    """Render what stands in a sentence: without the blanks at its ends, which would part it from a full stop."""
    return SafeString(render_to_string(name, values).strip())


def tip(
    context: Any, about: str, text: str, href: str = "", term: str = "", question: str = "", more: str = ""
) -> SafeString:
    """Write a tip; `question` is what its button asks, `more` what its link says, both for a definition by default."""
    values = {"term": term, "about": about, "text": text, "href": href, "question": question, "more": more}
    return inline("ui/tip.html", id=identifier(context, "tip"), **values)


def why(context: Any, missing: cells.Missing) -> str:
    return tip(context, str(missing), missing.reason) if missing.reason else ""
