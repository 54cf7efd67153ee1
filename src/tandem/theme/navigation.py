"""Where the shell's links lead.

The theme knows the words and their order, the entrance that serves the pages knows the addresses: it calls `lead` from
its ``AppConfig.ready``. A link that leads nowhere yet is not shown.
"""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

MAIN = {
    "home": _("Accueil"),
    "territories": _("Territoires"),
    "figures": _("Chiffres"),
    "report": _("Rapport"),
    "data": _("Données et méthodes"),
    "downloads": _("Téléchargements"),
}
FOOTER = {
    "site_map": _("Plan du site"),
    "accessibility": _("Accessibilité : non conforme"),  # true until an audit says otherwise
    "legal": _("Mentions légales"),
    "source_code": _("Code source"),
}
VISITOR = {"sign_in": _("Se connecter")}
SIGNED_IN = {"workspace": _("Mon espace"), "account": _("Mon compte"), "sign_out": _("Se déconnecter")}
_targets: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the shell; `current` is a value of ``aria-current``, or empty."""

    label: str
    href: str
    current: str = ""


def lead(**targets: str) -> None:
    """Say where links lead: ``lead(home="public_site:home", source_code="https://…")``.

    Raises
    ------
    ImproperlyConfigured
        When a name is not one of `MAIN`, `FOOTER`, `VISITOR` or `SIGNED_IN`.
    """
    if unknown := targets.keys() - MAIN.keys() - FOOTER.keys() - VISITOR.keys() - SIGNED_IN.keys():
        raise ImproperlyConfigured(f"unknown navigation entries: {', '.join(sorted(unknown))}")
    _targets.update(targets)


def entries(labels: dict[str, str], path: str) -> list[Entry]:
    """Return the links that lead somewhere, in order, the one that holds `path` marked as current."""
    found = []
    for name, label in labels.items():
        if name not in _targets:
            continue
        target = _targets[name]
        href = target if "/" in target else reverse(target)
        found.append(Entry(str(label), href, _current(href, path)))
    return found


def _current(href: str, path: str) -> str:
    if href == path:
        return "page"
    return "true" if href != "/" and path.startswith(href.rstrip("/") + "/") else ""
