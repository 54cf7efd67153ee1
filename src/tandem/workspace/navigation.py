"""The sections of the workspace: each is shown to who may open it, acting as they do."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem import programme
from tandem.accounts.rights import Acting
from tandem.theme.navigation import Entry


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the workspace.

    Parameters
    ----------
    label, page
        Its name on screen, and the name of its first page.
    operation
        What opens it; none: whoever signed in.
    holds
        First words of the other addresses whose pages are of this section: ``espace/WORD/…``.
    """

    label: Any
    page: str
    operation: str = ""
    holds: tuple[str, ...] = ()


SECTIONS = (
    Section(_("Accueil"), "workspace:home"),
    Section(_("Avis"), "workspace:notices"),
    Section(
        _("Territoires"),
        "workspace:territories",
        "territories.follow",
        ("candidatures", "postes", "occupations", "comptes-rendus", "actes", "exemplaires", "parties"),
    ),
    Section(_("Comités"), "workspace:committees", "committees.read"),
    Section(_("Personnes"), "workspace:people", "people.read", ("mandats", "invitations")),
    Section(_("Organisations"), "workspace:organisations", "organisations.read", ("liens",)),
    Section(_("Journal"), "workspace:journal", "journal.read"),
    Section(_("Fichier du programme"), "workspace:programme_effect", "programme.manage"),
    Section(_("Droits"), "workspace:rights"),
)


def sections(acting: Acting | None, path: str) -> list[Entry]:
    """Return the links to the sections that somebody may open, the one that holds `path` marked as current."""
    role = next((each for each in programme.current().roles if acting and each.code == acting.role), None)
    allowed = role.may if role else ()
    opened = [each for each in SECTIONS if not each.operation or each.operation in allowed]
    return [_entry(each, path) for each in opened]


def _entry(section: Section, path: str) -> Entry:
    first, home = reverse(section.page), reverse("workspace:home")
    if path == first:
        return Entry(str(section.label), first, "page")
    within = (first, *(f"{home}{word}/" for word in section.holds))
    return Entry(str(section.label), first, "true" if first != home and path.startswith(within) else "")
