"""One's own data: given back whole, erased whole, purged at their term; mandates and journal stay."""

import datetime as dt
import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from tandem.accounts import retention
from tandem.accounts.acting import By, RefusedError
from tandem.accounts.models import Invitation, JoiningRequest, Mandate, Person
from tandem.accounts.scopes import Scope, ScopeKind
from tandem.accounts.usecases import ask_to_join, data_of, erase_myself, erase_person, invite
from tandem.core import journal
from tandem.core.clock import today
from tandem.core.errors import TandemError
from tandem.core.models import JournalEntry

pytestmark = pytest.mark.django_db
OYONNAX = Scope(ScopeKind.TERRITORY, "ti-8413")


@pytest.fixture
def whole(held, delegate) -> Mandate:
    """Somebody with everything that can be kept: sessions, a second factor, a provider, an invitation, a request."""
    mandate = held("project-manager", "intermunicipality", OYONNAX, name="noemie")
    person = mandate.person
    person.set_password("un cheval dans la mairie")
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    Authenticator.objects.create(user=person, type="totp", data={"secret": "chiffré"})
    extra = {"userinfo": {"email": "noemie@ailleurs.fr"}}
    SocialAccount.objects.create(user=person, provider="fournisseur", uid="sub-1", extra_data=extra)
    Session.objects.create(session_key="clef", session_data="", expire_date=timezone.now() + dt.timedelta(hours=1))
    UserSession.objects.create(user=person, ip="192.0.2.7", session_key="clef", user_agent="Firefox", data={})
    invite(delegate, email=person.email, organisation=mandate.organisation, role="elected-lead", scope=OYONNAX,
           first=dt.date(2026, 12, 1), ground="lettre")  # fmt: skip
    ask_to_join(person, delegate.mandate.organisation, message="je suis Noémie")
    return mandate


def everything_in_the_database() -> str:
    """All the text that tables hold, but the password lists of nobody: what a thief of the database would read."""
    rooms = ("account", "comments_", "committees_", "core_journal", "django_session", "documents_", "mfa_",
             "notifications_", "search_", "socialaccount_", "usersessions_")  # fmt: skip
    tables = [name for name in connection.introspection.table_names() if name.startswith(rooms)]
    with connection.cursor() as cursor:
        read = []
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            read.append(cursor.fetchone()[0])
    return " ".join(read).lower()


def test_everything_about_somebody_is_given_back_and_no_secret(whole):
    data = data_of(whole.person)
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
    for word in ("noemie@exemple.fr", "noemie@ailleurs.fr", "192.0.2.7", "je suis Noémie", "elected-lead",
                 "project-manager", "a demandé à rejoindre", str(whole.person.reference)):  # fmt: skip
        assert word in text, word
    for secret in ("chiffré", whole.person.password, "clef"):
        assert secret not in text


def test_erasing_leaves_no_trace_of_a_name_and_the_chain_holds(whole):
    reference = whole.person.reference
    assert "noemie" in everything_in_the_database()
    before = list(JournalEntry.objects.values_list("digest", flat=True))
    erase_myself(whole.person)
    read = everything_in_the_database()
    for word in ("noemie", "noémie", "192.0.2.7", "sub-1", "chiffré"):
        assert word not in read, word
    person = Person.objects.get(reference=reference)
    assert not person.is_active
    assert not person.has_usable_password()
    for model in (EmailAddress, SocialAccount, Authenticator, UserSession):
        assert not model.objects.filter(user=person).exists()
    assert not Session.objects.filter(pk="clef").exists()
    whole.refresh_from_db()
    assert (whole.person, whole.last_day) == (person, today())
    assert not Invitation.objects.open().exists()
    assert not JoiningRequest.objects.waiting().exists()
    assert list(JournalEntry.objects.values_list("digest", flat=True))[: len(before)] == before
    assert journal.verify().faults == ()
    with pytest.raises(TandemError, match="déjà effacée"):
        erase_myself(person)


def test_the_last_one_who_conducts_the_programme_is_not_erased(delegate, held):
    with pytest.raises(TandemError, match="Personne d’autre ne conduit"):
        erase_myself(delegate.mandate.person)
    assert Person.objects.get(pk=delegate.mandate.person_id).erased_at is None
    held("delegate", "national-delegation", name="dominique")
    erase_myself(delegate.mandate.person)
    assert Person.objects.get(pk=delegate.mandate.person_id).erased_at is not None


def test_somebody_is_erased_by_who_conducts_the_programme_only_and_with_a_reason(delegate, whole, held):
    other = By(held("region-instructor", "region", Scope(ScopeKind.REGION, "84")), second_factor=True)
    with pytest.raises(RefusedError):
        erase_person(other, whole.person, reason="demande")
    with pytest.raises(TandemError, match="pourquoi"):
        erase_person(delegate, whole.person, reason=" ")
    erase_person(delegate, whole.person, reason="demande du 24 novembre")
    assert JournalEntry.objects.get(code="accounts.person_erased").reason == "demande du 24 novembre"


def test_nothing_goes_before_its_report_and_only_what_is_over_goes(delegate, held, organisation):
    now = timezone.now()
    long_ago, recent = now - dt.timedelta(days=365 * 5), now - dt.timedelta(days=30)
    gone = held("member", "company", Scope(ScopeKind.ORGANISATION, "1"), name="parti", until=dt.date(2026, 2, 1))
    Mandate.objects.filter(pk=gone.pk).update(validity=DateRange(dt.date(2020, 1, 1), dt.date(2021, 1, 1)))
    kept = held("member", "company", Scope(ScopeKind.ORGANISATION, "2"), "reste", until=dt.date(2026, 6, 1))
    Person.objects.filter(pk__in=(gone.person_id, kept.person_id, delegate.mandate.person_id)).update(
        created_at=long_ago
    )
    rows = {"organisation": gone.organisation, "role": "member", "scope_kind": "organisation", "scope_code": "1",
            "validity": DateRange(dt.date(2020, 1, 1)), "ground": "x",
            "invited_by": delegate.mandate.person}  # fmt: skip
    Invitation.objects.create(email="a@exemple.fr", created_at=long_ago, expires_at=long_ago, **rows)
    Invitation.objects.create(email="b@exemple.fr", created_at=recent, expires_at=recent, **rows)
    for key, seen in (("vieille", long_ago), ("jeune", recent)):
        UserSession.objects.create(user=kept.person, ip="192.0.2.7", session_key=key, user_agent="x", data={})
        UserSession.objects.filter(session_key=key).update(last_seen_at=seen)
    report = {line.rule.kind: line.over.count for line in retention.due(now)}
    assert report == {"person": 1, "invitation": 1, "joining": 0, "session": 1}
    assert Invitation.objects.count() == 2
    assert Person.objects.filter(erased_at__isnull=False).count() == 0
    retention.purge(actor="cli:tests")
    assert list(Invitation.objects.values_list("email", flat=True)) == ["b@exemple.fr"]
    assert list(Person.objects.filter(erased_at__isnull=False)) == [gone.person]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["jeune"]
    entry = JournalEntry.objects.get(code="accounts.purged")
    assert entry.data["counts"] == {"person": 1, "invitation": 1, "session": 1}
    assert all(line.over.count == 0 for line in retention.due(now))
    assert journal.verify().faults == ()


def test_a_purge_with_nothing_to_do_writes_nothing(delegate):
    retention.purge(actor="cli:tests")
    assert not JournalEntry.objects.filter(code="accounts.purged").exists()


@pytest.mark.parametrize(
    ("moment", "months", "before"),
    [
        ("2026-11-24", 12, "2025-11-24"), ("2026-03-31", 1, "2026-02-28"), ("2024-02-29", 12, "2023-02-28"),
        ("2026-01-15", 36, "2023-01-15"), ("2026-05-31", 3, "2026-02-28"),
    ],
)  # fmt: skip
def test_months_are_counted_by_the_calendar(moment, months, before):
    at = dt.datetime.fromisoformat(f"{moment}T10:00:00+00:00")
    assert retention.months_before(at, months).date().isoformat() == before
