"""Fictive governance for a demo on one's own machine: pairs, posts, reports, agreements, one candidacy.

Everything is invented, says so, and is written at once: no act of it is in the journal, so that a silent territory is
still silent. Days are counted back from the day it is made.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts import demo
from tandem.accounts.models import Mandate, Organisation, Person
from tandem.accounts.scopes import ScopeKind
from tandem.core import journal
from tandem.core.clock import today
from tandem.core.models import JournalEntry
from tandem.places.models import Commune
from tandem.territories.contents import digest_of
from tandem.territories.models import (
    ActivityReport,
    Agreement,
    Candidacy,
    Holding,
    Party,
    PerimeterCommune,
    Phase,
    Post,
    Territory,
)
from tandem.territories.placing import places_of

MADE = "territories.demo_governance_made"
FIRST, LAST = ("Alix", "Lou", "Noor", "Sacha", "Eden", "Charlie", "Andrea", "Morgan"), (
    "Aubépine", "Bruyère", "Camomille", "Digitale", "Épilobe", "Fougère", "Genêt", "Hellébore", "Iris", "Jonquille",
)  # fmt: skip
RENEWED = dt.date(2023, 11, 9)
EUROS = 100


@dataclass(frozen=True, slots=True)
class Told:
    """What a territory of the demo shows.

    Parameters
    ----------
    pair
        ``complete``, ``half`` or ``vacant``; ``stand-in``: the elected official is stood in for.
    post
        ``held``, ``vacant``, ``recruiting`` or ``none``.
    agreement
        ``contract``, ``protocol``, ``ready``, ``draft`` or ``none``.
    ago
        Days since its last act.
    """

    code: str
    pair: str
    post: str
    agreement: str
    ago: int


TOLD = (
    Told("ti-8413", "complete", "held", "contract", 20),
    Told("ti-8412", "complete", "held", "contract", 35),
    Told("ti-8401", "half", "recruiting", "contract", 50),
    Told("ti-8402", "stand-in", "held", "protocol", 15),
    Told("ti-2801", "complete", "held", "contract", 60),
    Told("ti-2802", "vacant", "vacant", "none", 420),
    Told("ti-3201", "complete", "held", "ready", 8),
    Told("ti-4401", "half", "held", "contract", 160),
    Told("ti-5201", "complete", "recruiting", "draft", 30),
    Told("ti-7501", "complete", "held", "contract", 75),
    Told("ti-7601", "vacant", "held", "protocol", 140),
    Told("ti-9301", "complete", "none", "contract", 200),
)
BEFORE = "ti18-8408"
"""The territory of the first phase whose communes make most of the first one told."""


@transaction.atomic
def prepare(*, actor: str) -> int:
    """Make the fictive governance once; return for how many territories."""
    if JournalEntry.objects.filter(code=MADE).exists():
        return 0
    made = _Maker()
    told = [each for each in TOLD if Territory.objects.filter(pk=each.code).exists()]
    for each in told:
        made.territory(each)
    made.first_phase()
    made.candidacy()
    journal.record(MADE, actor=actor, territories=len(told) + 1)
    return len(told) + 1


class _Maker:
    """Makes fictive people and what they do, each person once."""

    def __init__(self) -> None:
        self.today = today()
        self.names = self._names()
        self.pair = programme.current().governance.pair
        self.manager = programme.current().governance.manager

    def territory(self, told: Told) -> None:
        territory = Territory.objects.get(pk=told.code)
        last = self.today - dt.timedelta(days=told.ago)
        group = self._organisation("intermunicipality", _("Intercommunalité"), territory)
        firm = self._organisation("company", _("Usine"), territory)
        ended = min(last, dt.date(2025, 12, 31))
        seats = zip(self.pair, (group, firm), strict=True)
        for rank, (role, organisation) in enumerate(seats):
            kept = told.pair in ("complete", "stand-in") or (told.pair == "half" and rank == 0)
            present = Mandate.objects.filter(role=role, scope_kind=ScopeKind.TERRITORY, scope_code=territory.pk).first()
            until = None if kept and present is None else ended
            mandate = self._mandate(role, organisation, territory, RENEWED, until)
            if told.pair == "stand-in" and rank == 0:
                self._mandate(role, organisation, territory, last, self.today + dt.timedelta(days=90), mandate)
        post = self._post(told, territory, group, last)
        if told.agreement != "none":
            self._agreement(told, territory, group, firm, last)
        if post is not None and told.post == "held":
            self._reports(post, last, submitted=told.code == TOLD[0].code)

    def first_phase(self) -> None:
        """What the first territory was before: its pair, its post, its protocol and its contract."""
        territory = Territory.objects.filter(pk=BEFORE).first()
        if territory is None:
            return
        group = self._organisation("intermunicipality", _("Intercommunalité"), territory)
        firm = self._organisation("company", _("Usine"), territory)
        for role, organisation in zip(self.pair, (group, firm), strict=True):
            self._mandate(role, organisation, territory, dt.date(2019, 10, 1), dt.date(2023, 11, 8))
        manager = self._mandate(self.manager, group, territory, dt.date(2020, 1, 6), dt.date(2021, 12, 31))
        post = Post.objects.create(
            territory=territory, employer=group, rate=5000, cap=40_000 * EUROS,
            validity=DateRange(dt.date(2020, 1, 1), dt.date(2022, 1, 1)), recruitment_opened_on=dt.date(2019, 10, 15),
        )  # fmt: skip
        Holding.objects.create(post=post, mandate=manager, validity=DateRange(dt.date(2020, 1, 6), dt.date(2022, 1, 1)))
        for kind, day in (("protocol", dt.date(2019, 10, 8)), ("contract", dt.date(2020, 2, 18))):
            self._signed(kind, territory, group, firm, day, dt.date(2022, 12, 31))

    def candidacy(self) -> None:
        """A candidacy of two intermunicipalities that are in no territory, ready to be decided."""
        phase = Phase.objects.filter(validity__contains=self.today).first()
        territory = Territory.objects.get(pk=TOLD[0].code)
        taken = PerimeterCommune.objects.filter(phase=phase).as_of(self.today).values("commune__epci")
        free = Commune.objects.in_force().filter(region=territory.region_id, epci__isnull=False)
        free = free.exclude(epci__in=taken).order_by("epci").values_list("epci", "epci__name").distinct()[:2]
        if phase is None or len(free) < 2:
            return
        Candidacy.objects.create(
            name=_("%s (fictive)") % " – ".join(name for _code, name in free)[:180], phase=phase,
            region=territory.region, filed_on=self.today - dt.timedelta(days=40), members=[code for code, _n in free],
            lead=self._organisation("intermunicipality", _("Intercommunalité candidate"), territory),
        )  # fmt: skip

    def _post(self, told: Told, territory: Territory, group: Organisation, last: dt.date) -> Post | None:
        if told.post == "none":
            return None
        start = dt.date(2025, 3, 1)
        post = Post.objects.create(
            territory=territory, employer=group, rate=8000, cap=60_000 * EUROS,
            validity=DateRange(start, dt.date(2027, 3, 1)),
            recruitment_opened_on=last if told.post == "recruiting" else start if told.post == "held" else None,
        )  # fmt: skip
        until = None if told.post == "held" else max(start + dt.timedelta(days=30), last - dt.timedelta(days=20))
        present = demo.person_of(self.manager)
        mandate = Mandate.objects.filter(
            person=present, role=self.manager, scope_kind=ScopeKind.TERRITORY, scope_code=territory.pk
        ).first()
        if mandate is None:
            ended = until and until - dt.timedelta(days=1)
            mandate = self._mandate(self.manager, group, territory, start + dt.timedelta(days=14), ended)
        Holding.objects.create(post=post, mandate=mandate, validity=DateRange(mandate.validity.lower, until))
        return post

    def _reports(self, post: Post, last: dt.date, *, submitted: bool) -> None:
        for first, end, invoiced in (
            (dt.date(2026, 1, 1), dt.date(2026, 3, 31), 14_200), (dt.date(2026, 4, 1), dt.date(2026, 6, 30), 14_650),
        ):  # fmt: skip
            waits = submitted and end.month == 6
            on = min(last, end + dt.timedelta(days=12)) if not waits else last
            if on <= end:
                continue
            ActivityReport.objects.create(
                post=post, first_day=first, last_day=end, companies_met=14, actions_followed=9,
                done=_("Visites d’entreprises, préparation du comité, suivi des actions (texte fictif)."),
                planned=_("Deux ateliers sur les compétences (texte fictif)."),
                hurdles=_("Peu de terrains disponibles (texte fictif)."),
                invoiced=invoiced * EUROS, due=None if waits else invoiced * EUROS * 8 // 10, submitted_on=on,
                accepted_on=None if waits else on,
                status=ActivityReport.Status.SUBMITTED if waits else ActivityReport.Status.ACCEPTED,
            )  # fmt: skip

    def _agreement(
        self, told: Told, territory: Territory, group: Organisation, firm: Organisation, last: dt.date
    ) -> None:
        day = min(last, dt.date(2024, 6, 20))
        if told.agreement in ("contract", "protocol"):
            contract = self._signed(told.agreement, territory, group, firm, day, dt.date(2027, 12, 31))
            if told.code == TOLD[0].code:
                self._open("amendment", Agreement.State.READY, territory, group, firm, last, amends=contract)
        else:
            state = Agreement.State.READY if told.agreement == "ready" else Agreement.State.DRAFT
            self._open("contract", state, territory, group, firm, last)

    def _signed(
        self, kind: str, territory: Territory, group: Organisation, firm: Organisation, day: dt.date, ends: dt.date
    ) -> Agreement:
        agreement = self._written(kind, territory, day - dt.timedelta(days=40), day, ends)
        return self._closed(agreement, group, firm, day - dt.timedelta(days=10), signed=day)

    def _open(
        self, kind: str, state: str, territory: Territory, group: Organisation, firm: Organisation, last: dt.date, *,
        amends: Agreement | None = None,
    ) -> None:  # fmt: skip
        ends = dt.date(2028, 12, 31) if amends else dt.date(2027, 12, 31)
        agreement = self._written(kind, territory, last - dt.timedelta(days=5), self.today, ends, amends)
        if state == Agreement.State.READY:
            self._closed(agreement, group, firm, last)
        else:
            self._parties(agreement, group, firm, last)

    def _written(
        self, kind: str, territory: Territory, drafted: dt.date, starts: dt.date, ends: dt.date,
        amends: Agreement | None = None,
    ) -> Agreement:  # fmt: skip
        held = programme.current().governance.agreement(kind)
        texts = {title: _("« %(title)s » : texte fictif, écrit pour la démonstration.") % {"title": title}
                 for title in held.sections}  # fmt: skip
        if amends is not None:
            texts = dict(amends.sections) | {
                held.sections[2]: _("Douze actions au lieu de dix (texte fictif)."),
            }
        return Agreement.objects.create(
            territory=territory, kind=kind, drafted_on=drafted, starts=starts, ends=ends, sections=texts, amends=amends,
            title=_("%(kind)s, %(territory)s (fictif)") % {"kind": held.name, "territory": territory.name},
        )  # fmt: skip

    def _closed(
        self,
        agreement: Agreement,
        group: Organisation,
        firm: Organisation,
        ready: dt.date,
        signed: dt.date | None = None,
    ) -> Agreement:  # fmt: skip
        parties = self._parties(agreement, group, firm, ready)
        agreement.digest, agreement.ready_on, agreement.signed_on = digest_of(agreement, parties), ready, signed
        agreement.state = Agreement.State.SIGNED if signed else Agreement.State.READY
        agreement.save()
        return agreement

    def _parties(self, agreement: Agreement, group: Organisation, firm: Organisation, day: dt.date) -> list[Party]:
        territory = agreement.territory
        region = self._for_whom("region-president", territory) or self._organisation("region", _("Région"), territory)
        prefecture = self._for_whom("prefect-of-department", territory) or self._organisation(
            "prefecture-department", _("Préfecture"), territory
        )
        group = self._for_whom("elected-lead", territory) or group
        firm = self._for_whom("industrial-lead", territory) or firm
        said = (
            (region, Party.Capacity.PUBLIC, _("président du conseil"), ""),
            (group, Party.Capacity.PUBLIC, _("présidente"), ""),
            (prefecture, Party.Capacity.PUBLIC, _("préfet"),
             _("décret de nomination (fictif)")),
            (firm, Party.Capacity.ECONOMIC, _("directrice d’usine"), ""),
        )  # fmt: skip
        return [
            Party.objects.create(
                agreement=agreement, organisation=organisation, capacity=capacity, signatory=next(self.names),
                quality=quality, power=power,
                deliberation=f"F-{agreement.pk:03d}" if capacity == Party.Capacity.PUBLIC and not power else "",
                deliberated_on=day - dt.timedelta(days=9) if capacity == Party.Capacity.PUBLIC and not power else None,
            )
            for organisation, capacity, quality, power in said
        ]  # fmt: skip

    @staticmethod
    def _for_whom(role: str, territory: Territory) -> Organisation | None:
        """The organisation for which somebody of the demo signs there, so that they find what they have to sign."""
        place = places_of([territory.pk])[territory.pk]
        codes = {*place.territories, *place.departments, *place.regions}
        held = Mandate.objects.filter(role=role, scope_code__in=codes, person__email__startswith=f"{role}@")
        found = held.select_related("organisation").first()
        return found.organisation if found else None

    def _mandate(
        self, role: str, organisation: Organisation, territory: Territory, first: dt.date, last: dt.date | None,
        of: Mandate | None = None,
    ) -> Mandate:  # fmt: skip
        name = next(self.names)
        known = hashlib.sha256(f"{name}{role}{territory.pk}{first}".encode()).hexdigest()[:12]
        given, family = name.split(" ", 1)
        person = Person.objects.create_user(f"{known}@demonstration.invalid", first_name=given, last_name=family)
        return Mandate.objects.create(
            person=person, organisation=organisation, role=role, scope_kind=ScopeKind.TERRITORY,
            scope_code=territory.pk, validity=DateRange(first, last and last + dt.timedelta(days=1)),
            ground=_("pour la démonstration"), stands_in_for=of,
        )  # fmt: skip

    @staticmethod
    def _organisation(kind: str, name: str, territory: Territory) -> Organisation:
        place = territory.region.name if kind == "region" else territory.name
        found, _made = Organisation.objects.get_or_create(
            name=_("%(name)s, %(place)s (fictive)") % {"name": name, "place": place}, kind=kind, siren="", siret="",
            defaults={"region": territory.region},
        )  # fmt: skip
        return found

    @staticmethod
    def _names() -> Iterator[str]:
        rank = 0
        while True:
            yield f"{FIRST[rank % len(FIRST)]} {LAST[(rank // 3) % len(LAST)]}"
            rank += 1
