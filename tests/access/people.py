"""Somebody with a mandate on the territory of the demo, an invitation and a request; the seat is elsewhere."""

import datetime as dt
import uuid

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from tandem.accounts.models import Invitation, JoiningRequest, Mandate, Organisation, Person

KEY = uuid.UUID("00000000-0000-4000-8000-000000000001")
NUMBER = 8_000_000_001


def make() -> None:
    person = Person.objects.create(reference=KEY, email="lou@exemple.fr")
    organisation = Organisation.objects.create(pk=NUMBER, name="Fictive", kind="company", region_id="28")
    mandate = {"organisation": organisation, "role": "industrial-lead", "scope_kind": "territory",
               "scope_code": "ti-8413", "validity": DateRange(dt.date(2026, 1, 1)), "ground": "x"}  # fmt: skip
    Mandate.objects.create(pk=NUMBER, person=person, **mandate)
    now = timezone.now()
    Invitation.objects.create(reference=KEY, email="x@exemple.fr", invited_by=person, created_at=now, expires_at=now,
                              **mandate)  # fmt: skip
    JoiningRequest.objects.create(reference=KEY, person=person, organisation=organisation, asked_at=now)
