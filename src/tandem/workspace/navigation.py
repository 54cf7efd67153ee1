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
    """

    label: Any
    page: str
    operation: str = ""


SECTIONS = (
    Section(_("Accueil"), "workspace:home"),
    Section(_("Avis"), "workspace:notices"),
    Section(_("Territoires"), "workspace:territories", "territories.follow"),
    Section(_("Comités"), "workspace:committees", "committees.read"),
    Section(_("Personnes"), "workspace:people", "people.read"),
    Section(_("Organisations"), "workspace:organisations", "organisations.read"),
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
    first = reverse(section.page)
    if path == first:
        return Entry(str(section.label), first, "page")
    within = section.page != "workspace:home" and path.startswith(first)  # home's path begins all the others
    return Entry(str(section.label), first, "true" if within else "")
