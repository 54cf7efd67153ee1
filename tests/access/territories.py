"""One object of each kind that territories hold, numbered 1, where the walk looks for them."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange

from tandem.accounts.models import Mandate, Organisation
from tandem.territories.models import (
    ActivityReport,
    Agreement,
    Candidacy,
    Holding,
    Party,
    Phase,
    Post,
    SignedCopy,
    Territory,
)


def make() -> None:
    territory = Territory.objects.get(pk="ti-8413")
    organisation = Organisation.objects.filter(kind="intermunicipality").first()
    mandate = Mandate.objects.get(role="project-manager")
    span = DateRange(dt.date(2026, 1, 1), dt.date(2028, 1, 1))
    post = Post.objects.create(
        pk=1, territory=territory, employer=organisation, rate=8000, cap=1, validity=span
    )  # fmt: skip
    Holding.objects.create(pk=1, post=post, mandate=mandate, validity=span)
    ActivityReport.objects.create(
        pk=1, post=post, first_day=span.lower, last_day=span.lower, done="x", companies_met=0, actions_followed=0,
        invoiced=0,
    )  # fmt: skip
    agreement = Agreement.objects.create(
        pk=1, territory=territory, kind="contract", title="Contrat fictif", drafted_on=span.lower
    )  # fmt: skip
    Party.objects.create(pk=1, agreement=agreement, organisation=organisation, capacity="public")
    SignedCopy.objects.create(
        pk=1, agreement=agreement, sha256="0" * 64, media_type="application/pdf", size=1, pages=1, added_by=mandate
    )  # fmt: skip
    Candidacy.objects.create(
        pk=1, name="Candidature fictive", phase=Phase.objects.get(pk="2023-2027"), region=territory.region,
        lead=organisation, filed_on=span.lower, members=[],
    )  # fmt: skip
