"""What the page of a territory to be says: its form, who it is made of, its map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.core import maps
from tandem.core.errors import NothingToDrawError
from tandem.core.tables import Column, Table
from tandem.core.typography import counted, joined, number
from tandem.diagnosis.edition import Edition, Part
from tandem.diagnosis.projects import LARGEST, Project
from tandem.public_site import project, project_reads
from tandem.public_site.documents import DOCUMENTS
from tandem.public_site.presenters.addresses import Pages
from tandem.public_site.presenters.files import File
from tandem.public_site.presenters.pictures import Picture
from tandem.public_site.presenters.territory_map import PARTLY, TEXT, WHOLE
from tandem.public_site.project import Found
from tandem.public_site.project_reads import Group

MEMBERS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Box:
    """An intermunicipality to tick."""

    value: str
    label: str
    hint: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Form:
    """The form, as it was left.

    Parameters
    ----------
    text
        The list of communes: as typed when something is wrong with it, otherwise those that no chosen
        intermunicipality holds.
    here, elsewhere
        The intermunicipalities of the department, and those that are chosen in others.
    map
        Address of the outlines around the department; empty without a department.
    """

    name: str
    text: str
    department: str
    departments: list[tuple[str, str]]
    here: list[Box]
    elsewhere: list[Box]
    map: str
    chosen: int
    most: str = number(LARGEST)
    longest: int = project.LONGEST_ADDRESS

    @property
    def count(self) -> str:
        return counted(self.chosen, _("intercommunalité choisie"), _("intercommunalités choisies"))


def form(found: Found) -> Form:
    """Return the form in the state of the address."""
    asked, made = found.asked, found.project
    groups, others = project.composition(made.communes) if made else (asked.epci, ())
    chosen = dict.fromkeys((*asked.epci, *groups))
    departments = project_reads.departments()
    known = {code for code, _name in departments}
    of_project = project.departments_of(made.communes)[:1] if made else []
    department = next((code for code in (asked.department, *of_project) if code in known), "")
    here, elsewhere = project_reads.groups_of(department, chosen) if department or chosen else ([], [])
    return Form(
        name=asked.name,
        text=asked.text if made is None else "\n".join(others),
        department=department,
        departments=[("", _("Choisir un département…")), *((code, f"{name} ({code})") for code, name in departments)],
        here=[_box(each, chosen) for each in here],
        elsewhere=[_box(each, chosen) for each in elsewhere],
        map=_map_address(department, [each.siren for each in elsewhere]) if department else "",
        chosen=sum(each.siren in chosen for each in (*here, *elsewhere)),
    )


def _box(group: Group, chosen: Any) -> Box:
    return Box(group.siren, group.name, group.inhabitants, group.siren in chosen)


def _map_address(department: str, also: Sequence[str]) -> str:
    extra = f"&avec={','.join(also)}" if also else ""
    return f"{reverse('public_site:project_groups')}?dep={department}{extra}"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the territory to be is: facts, members and how each differs from a whole intermunicipality."""

    facts: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str], ...]
    more_parts: int


def identity(edition: Edition) -> Identity:
    return Identity(
        facts=tuple(fact for fact in edition.facts if fact[0] != _("Code")),
        parts=tuple((each.name, _partly(each)) for each in edition.parts[:MEMBERS_SHOWN]),
        more_parts=max(0, len(edition.parts) - MEMBERS_SHOWN),
    )


def size(made: Project) -> str:
    """Say how large the territory is while one chooses."""
    groups, others = project.composition(made.communes)
    parts = [counted(len(groups), _("intercommunalité entière"), _("intercommunalités entières"))] if groups else []
    if others:
        parts.append(counted(len(others), _("commune à part"), _("communes à part")))
    return _("%(communes)s : %(parts)s") % {
        "communes": counted(len(made.communes), _("commune")),
        "parts": joined(parts),
    }


def notices(found: Found) -> list[str]:
    """What was done to the codes that were given."""
    said = []
    if found.restored:
        said.append(
            _("%(count)s sans zéro de tête : le tableur l’avait retiré, il est remis.")
            % {"count": counted(found.restored, _("code"), _("codes"))}
        )
    moved = found.project.moved if found.project else 0
    if moved:
        said.append(
            _("%(count)s d’une autre année : remplacés par ceux des communes d’aujourd’hui.")
            % {"count": counted(moved, _("code"), _("codes"))}
            if moved > 1
            else _("Un code d’une autre année : remplacé par celui de la commune d’aujourd’hui.")
        )
    return said


def _partly(part: Part) -> str:
    if part.complete:
        return ""
    return _("en partie : %(part)s sur %(all)s") % {
        "part": counted(part.communes, _("commune")),
        "all": number(part.total),
    }


def files(there: Pages) -> list[File]:
    """The files of a diagnosis, for people first, then for programs."""
    made = [File(each.label, there.file(f"diagnostic.{form}"), form.upper()) for form, each in DOCUMENTS.items()]
    return [
        *made,
        File(_("Un chiffre par ligne"), there.file("diagnostic.csv"), "CSV"),
        File(_("Avec comparaisons et séries"), there.file("diagnostic.json"), "JSON"),
    ]


# -- map ---------------------------------------------------------------------------------------------------------------


def picture(edition: Edition, there: Pages) -> Picture:
    src = there.file("carte.svg")
    return Picture(
        title=_("%(name)s et ses membres") % {"name": edition.name},
        subtitle=_("Contours simplifiés ; géographie de 2026")
        if all(each.complete for each in edition.parts)
        else _("Contours simplifiés ; en plus clair, les membres pris en partie"),
        alt=alt(edition.name, edition.parts),
        src=src,
        narrow=src,
        table=member_table(edition),
        svg=src,
        kind="carte",
        source=_("contours des intercommunalités et des départements, IGN et Insee"),
    )


def member_table(edition: Edition) -> Table:
    columns = (
        Column("name", _("Membre")),
        Column("kind", _("Nature")),
        Column("code", _("Code")),
        Column("cover", _("Couverture"), value=lambda part: _partly(part) or _("en entier")),
        Column("communes", _("Communes du territoire"), decimals=0),
    )
    return Table(_("Membres : %(name)s") % {"name": edition.name}, columns, edition.parts)


def alt(name: str, parts: Sequence[Part]) -> str:
    return _("Carte, %(name)s : %(count)s, %(names)s.") % {
        "name": name,
        "count": counted(len(parts), _("membre")),
        "names": joined(part.name for part in parts[:MEMBERS_SHOWN]),
    }


def svg(made: Project, edition: Edition) -> str:
    """Draw the intermunicipalities of a project, lighter those that it takes in part (one query).

    Raises
    ------
    ValueError
        None of them has an outline.
    """
    outlines, around = project_reads.outlines(
        [each.code for each in edition.parts], project.departments_of(made.communes)
    )
    drawn = [
        maps.Area(each.code, each.name, outlines[each.code], "whole" if each.complete else "partly")
        for each in edition.parts
        if each.code in outlines
    ]
    if not drawn:
        raise NothingToDrawError("nothing to draw")
    model = maps.fit(drawn, backdrop=around, text_size=TEXT)
    return maps.render(model, {"whole": WHOLE, "partly": PARTLY}, alt=alt(edition.name, edition.parts))
