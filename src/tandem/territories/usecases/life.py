"""What a committee's decision does to a territory: label, renew, leave.

Rights are those of the decision, which calls these in its own transaction with the author that it journals.
"""

import datetime as dt
import json
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from tandem.core import journal
from tandem.core.errors import TandemError
from tandem.core.journal import Author
from tandem.core.saving import save
from tandem.places import reference_tables
from tandem.places.models import Contour
from tandem.places.rules import fold
from tandem.territories import lives, loading
from tandem.territories.composition import Part, communes_of, overlaps, parts_of
from tandem.territories.models import (
    Candidacy,
    LifeStep,
    Member,
    Perimeter,
    PerimeterCommune,
    PerimeterContour,
    Territory,
)
from tandem.territories.rules import CANDIDATE, LABELLED, LEFT, RENEWED, next_code, refused_step


@transaction.atomic
def label(candidacy: Candidacy, *, on: dt.date, decision: str, author: Author) -> Territory:
    """Make a candidacy a territory, on the list in force, from a day on.

    Raises
    ------
    TandemError
        It is no longer a candidacy, no list of its phase is in force that day, or one of its communes is taken.
    """
    _take_turn()
    locked = Candidacy.objects.select_for_update(of=("self",)).select_related("region", "phase").get(pk=candidacy.pk)
    if locked.status != Candidacy.Status.FILED:
        raise TandemError(_("Cette candidature est déjà %s.") % locked.get_status_display())
    if on < locked.filed_on:
        raise TandemError(_("Une candidature n’est pas labellisée avant d’être déposée."))
    listed = Perimeter.objects.filter(phase=locked.phase, decision="").as_of(on).order_by("-list").first()
    if listed is None:
        raise TandemError(_("Aucune liste de cette phase n’est en vigueur ce jour-là."))
    parts = parts_of(locked.members)
    taken = overlaps(parts, locked.phase_id, on)
    if taken:
        raise TandemError(" ".join(taken))
    code = next_code(locked.region_id, Territory.objects.values_list("pk", flat=True))
    territory = Territory(
        code=code, phase=locked.phase, name=locked.name, search_name=fold(locked.name), region=locked.region,
        validity=DateRange(on, None),
    )  # fmt: skip
    save(territory)
    _draw(territory, listed, parts, on, decision)
    _step(territory, CANDIDATE, locked.filed_on, decision)
    _step(territory, LABELLED, on, decision)
    locked.status, locked.territory = Candidacy.Status.LABELLED, territory
    save(locked)
    loading.compute_counts()
    loading.compute_successions()
    journal.record(
        "territories.labelled", actor=author, subject=f"territory:{code}", decision=decision, on=on,
        candidacy=locked.pk, communes=sum(len(part.communes) for part in parts),
    )  # fmt: skip
    return territory


@transaction.atomic
def renew(territory: Territory, *, on: dt.date, decision: str, author: Author) -> Territory:
    """Renew a territory from a day on.

    Raises
    ------
    TandemError
        It is not labelled, has left, or an earlier step is not before that day.
    """
    held = _locked(territory, RENEWED, on)
    _step(held, RENEWED, on, decision)
    journal.record("territories.renewed", actor=author, subject=f"territory:{held.pk}", decision=decision, on=on)
    return held


@transaction.atomic
def leave(territory: Territory, *, on: dt.date, decision: str, author: Author, reason: str) -> Territory:
    """Take a territory out of the programme: the day before `on` is its last.

    Raises
    ------
    TandemError
        No reason is given, it is not labelled, has left already, or an earlier step is not before that day.
    """
    if not reason.strip():
        raise TandemError(_("Dire pourquoi le territoire sort du programme."))
    _take_turn()
    held = _locked(territory, LEFT, on)
    if not held.perimeters.filter(validity__contains=on).exists():
        raise TandemError(_("Ce territoire n’a pas de périmètre en vigueur ce jour-là."))
    _step(held, LEFT, on, decision)
    lives.end_perimeters(held.pk, on)
    journal.record(
        "territories.left", actor=author, subject=f"territory:{held.pk}", reason=reason, decision=decision, on=on
    )
    held.refresh_from_db()
    return held


def _take_turn() -> None:
    """A load and a decision never write perimeters at once, nor do two decisions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [reference_tables.LOCK])


def _locked(territory: Territory, wanted: str, on: dt.date) -> Territory:
    held = Territory.objects.select_for_update(of=("self",)).get(pk=territory.pk)
    last = LifeStep.objects.filter(territory=held).order_by("-on", "-pk").first()
    refusal = refused_step(last.step if last else "", wanted, last and last.on, on)
    if refusal:
        raise TandemError(refusal)
    return held


def _step(territory: Territory, step: str, on: dt.date, decision: str) -> None:
    if not decision.strip():
        raise TandemError(_("Une étape décidée nomme sa décision."))
    save(LifeStep(territory=territory, step=step, on=on, decision=decision, source=lives.source_of(decision)))


def _draw(territory: Territory, listed: Perimeter, parts: Iterable[Part], on: dt.date, decision: str) -> None:
    """Write the perimeter, its members and their communes, and its outline when all its members have one."""
    perimeter = Perimeter(
        territory=territory, phase_id=territory.phase_id, list=listed.list, name=territory.name,
        validity=DateRange(on, None), observed_on=on, source=lives.source_of(decision), decision=decision,
    )  # fmt: skip
    perimeter.save()  # counted by the database just after
    parts = list(parts)
    for part in parts:
        member = Member(
            perimeter=perimeter, kind=part.kind, code=part.code, name=part.name, complete=True,
            intermunicipality_id=None if part.kind == Member.Kind.COMMUNE else part.code,
            commune_id=part.code if part.kind == Member.Kind.COMMUNE else None,
            communes=len(part.communes), communes_total=len(part.communes),
        )  # fmt: skip
        save(member)
        PerimeterCommune.objects.bulk_create(
            PerimeterCommune(
                perimeter=perimeter, phase_id=territory.phase_id, commune_id=code, member=member,
                validity=perimeter.validity,
            )
            for code in communes_of(part)
        )  # fmt: skip
    outlines = dict(
        Contour.objects.filter(kind=Contour.Kind.INTERMUNICIPALITY, code__in=[part.code for part in parts]).values_list(
            "code", "geometry"
        )
    )
    if all(part.code in outlines for part in parts):
        PerimeterContour.objects.create(perimeter=perimeter, geometry=_together(outlines.values()))


def _together(geometries: Iterable[str]) -> str:
    """Several outlines as one: each keeps its own line, which is how a map tells members apart."""
    polygons = []
    for text in geometries:
        geometry = json.loads(text)
        polygons += [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return json.dumps({"type": "MultiPolygon", "coordinates": polygons})
