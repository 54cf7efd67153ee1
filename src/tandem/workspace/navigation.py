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
    """A section: its name, the name of its first page, and the operation that opens it (none: whoever signed in)."""

    label: Any
    page: str
    operation: str = ""


SECTIONS = (
    Section(_("Accueil"), "workspace:home"),
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
    found = [Entry(str(each.label), reverse(each.page)) for each in SECTIONS
             if not each.operation or each.operation in allowed]  # fmt: skip
    here = max((each.href for each in found if path.startswith(each.href)), key=len, default="")
    return [
        Entry(each.label, each.href, "page" if each.href == path else "true" if each.href == here else "")
        for each in found
    ]
