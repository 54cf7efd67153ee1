"""Reads HTML strictly: what a browser would silently mend is a fault here."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
CLOSED_BY_BLOCKS = {
    "address",
    "div",
    "dl",
    "fieldset",
    "figure",
    "form",
    "h2",
    "h3",
    "nav",
    "ol",
    "p",
    "section",
    "table",
}
CLOSED_BY_BLOCKS |= {
    "details",
    "ul",
    "header",
    "footer",
    "main",
    "hr",
    "pre",
    "blockquote",
    "h1",
    "h4",
    "aside",
    "article",
}


class Markup(HTMLParser):
    """Collects elements, identifiers, references and faults of structure."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> repeats an attribute: {names}")
        if tag in CLOSED_BY_BLOCKS and "p" in self.open:
            self.faults.append(f"<{tag}> inside <p>")
        if tag in {"a", "button"} and {"a", "button"} & set(self.open):
            self.faults.append(f"<{tag}> inside <a> or <button>")
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> closes {self.open[-1:] or 'nothing'}")

    def values(self, name: str) -> list[str]:
        return [value for _, attrs in self.elements if (value := attrs.get(name)) is not None]

    def with_class(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for _, attrs in self.elements if name in (attrs.get("class") or "").split()]


def faults(source: str) -> list[str]:
    """Return everything that is wrong with a page or a scrap of it, under our policy too."""
    markup = Markup(source)
    found = list(markup.faults)
    ids = markup.values("id")
    found += [f"id {i} twice" for i in {i for i in ids if ids.count(i) > 1}]
    for name in ("for", "aria-controls", "aria-describedby", "aria-labelledby", "popovertarget"):
        found += [f"{name}={target} leads nowhere" for target in markup.values(name) if target not in ids]
    for tag, attrs in markup.elements:
        found += [f"inline handler {name} on <{tag}>" for name in attrs if name.startswith("on")]
        found += [f"inline style on <{tag}>"] * ("style" in attrs or tag == "style")
        found += [f"class of {tag} empty"] * (attrs.get("class") == "")
        found += ["javascript: address"] * (attrs.get("href") or "").startswith("javascript:")
        found += ["picture without alt"] * (tag == "img" and "alt" not in attrs)
        found += ["script without src or nonce"] * (tag == "script" and not (attrs.get("src") and attrs.get("nonce")))
    found += ["missing variable"] * ("missing variable" in source)
    return found
