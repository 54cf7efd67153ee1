"""Who leads and works as of a day; posts and reports under their rules; two at once."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tandem.accounts.acting import By, RefusedError
from tandem.accounts.models import Mandate
from tandem.accounts.scopes import Place, Scope, ScopeKind
from tandem.core.errors import TandemError
from tandem.core.journal.timeline import timeline, worded
from tandem.core.models import JournalEntry
from tandem.territories.activity import signals_of
from tandem.territories.correspondents import correspondents_of
from tandem.territories.models import ActivityReport, Holding, HoldingState, Post
from tandem.territories.pairs import pairs_of
from tandem.territories.staffing import posts_at
from tandem.territories.usecases import posts, reports

pytestmark = pytest.mark.django_db
HERE = Scope(ScopeKind.TERRITORY, "ti-8413")
START, ENDED, DAY = dt.date(2026, 1, 1), dt.date(2026, 6, 1), dt.date(2026, 9, 1)


@pytest.fixture
def manager(held) -> By:
    return By(held("project-manager", "intermunicipality", HERE))


@pytest.fixture
def post(instructor, oyonnax, organisation) -> Post:
    return posts.open_post(
        instructor, territory=oyonnax, employer=organisation("intermunicipality"), rate=8000, cap=1_000_000,
        first=START, last=dt.date(2027, 12, 31),
    )  # fmt: skip


def test_a_pair_is_complete_half_or_vacant_with_since_when(held):
    assert pairs_of(["ti-8413"], DAY)["ti-8413"].state == "vacant"
    elected = held("elected-lead", "intermunicipality", HERE, "a")
    held("industrial-lead", "company", HERE, "b", until=ENDED)
    early, late = (pairs_of(["ti-8413"], day)["ti-8413"] for day in (START, DAY))
    assert (early.state, late.state) == ("complete", "half")
    assert late.seats[0].holder == elected
    assert late.seats[1].vacant_since == ENDED
    assert pairs_of(["ti-8413"], dt.date(2025, 1, 1))["ti-8413"].seats[0].vacant_since == dt.date(2023, 11, 9)


def test_a_stand_in_is_shown_beside_who_they_stand_in_for(held, person):
    elected = held("elected-lead", "intermunicipality", HERE, "a")
    Mandate.objects.create(
        person=person("b"), organisation=elected.organisation, role=elected.role, scope_kind=HERE.kind,
        scope_code=HERE.code, validity=DateRange(ENDED, DAY), ground="congé", stands_in_for=elected,
    )  # fmt: skip
    seat = pairs_of(["ti-8413"], ENDED)["ti-8413"].seats[0]
    assert (seat.holder, seat.stand_in.person.first_name) == (elected, "B")
    assert pairs_of(["ti-8413"], DAY)["ti-8413"].seats[0].stand_in is None


def test_every_expected_correspondent_is_there_or_shown_absent(held, organisation):
    operator, other = organisation("operator", "Opérateur A"), organisation("operator", "Opérateur B")
    answering = held("operator-correspondent", "operator", Scope(ScopeKind.REGION, "84"), "o")
    Mandate.objects.filter(pk=answering.pk).update(organisation=operator)
    held("prefect-of-department", "prefecture-department", Scope(ScopeKind.DEPARTMENT, "69"), "elsewhere")
    place = Place(territories={"ti-8413"}, departments={"01"}, regions={"84"})
    found = {(each.name, each.organisation): each.absent for each in correspondents_of(place, DAY)}
    assert found["Opérateurs", operator.name] is False
    assert found["Opérateurs", other.name] is True
    assert found["État, au département", ""] is True
    assert found["Région", ""] is True


def test_a_post_is_held_then_vacant_then_recruiting(instructor, post, manager):
    holding = posts.hold_post(instructor, post, mandate=manager.mandate, first=START)
    with pytest.raises(TandemError, match="il n’y a pas à recruter"):
        posts.open_recruitment(instructor, post, on=DAY)
    posts.leave_post(instructor, holding, last=ENDED - dt.timedelta(1), reason="mutation")
    (staffed,) = posts_at(["ti-8413"], DAY)
    assert (staffed.holding, staffed.vacant_since, staffed.recruiting) == (None, ENDED, False)
    posts.open_recruitment(instructor, post, on=ENDED + dt.timedelta(9))
    assert posts_at(["ti-8413"], DAY)[0].recruiting
    assert posts_at(["ti-8413"], START)[0].holding == holding
    assert posts_at(["ti-8413"], dt.date(2028, 1, 1)) == []
    assert HoldingState.objects.filter(of=holding).count() == 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"first": dt.date(2025, 12, 31)}, "pas en vigueur"),
        ({"first": DAY, "last": ENDED}, "ne précède pas"),
    ],
)
def test_a_post_is_held_within_the_mandate(instructor, post, manager, changes, told):
    with pytest.raises(TandemError, match=told):
        posts.hold_post(instructor, post, mandate=manager.mandate, **changes)
    assert not Holding.objects.exists()


def test_a_post_is_held_by_a_project_manager_of_its_territory(instructor, post, held):
    elsewhere = held("project-manager", "intermunicipality", Scope(ScopeKind.TERRITORY, "ti-8412"), "e")
    elected = held("elected-lead", "intermunicipality", HERE, "f")
    for mandate in (elsewhere, elected):
        with pytest.raises(TandemError, match="mandat de chef de projet"):
            posts.hold_post(instructor, post, mandate=mandate, first=START)


def test_an_employer_is_of_the_kinds_that_employ(instructor, oyonnax, organisation):
    with pytest.raises(TandemError, match="Entreprise"):
        posts.open_post(
            instructor, territory=oyonnax, employer=organisation("company"), rate=1, cap=1, first=START, last=DAY
        )


def test_who_acts_elsewhere_may_not(held, oyonnax, organisation, post):
    elsewhere = By(held("state-instructor", "prefecture-region", Scope(ScopeKind.REGION, "28")))
    with pytest.raises(RefusedError, match="hors du périmètre"):
        posts.close_post(elsewhere, post, last=DAY, reason="x")


def test_the_database_itself_refuses_two_holders_at_once(post, manager, held):
    Holding.objects.create(post=post, mandate=manager.mandate, validity=DateRange(START, DAY))
    other = held("project-manager", "intermunicipality", HERE, "autre")
    with pytest.raises(IntegrityError, match="holding_one_at_a_time"), transaction.atomic():
        Holding.objects.create(post=post, mandate=other, validity=DateRange(ENDED, None))
    Holding.objects.create(post=post, mandate=other, validity=DateRange(DAY, None))


def written(first: dt.date, last: dt.date, invoiced: int) -> dict:
    return {"first_day": first, "last_day": last, "done": "texte fictif", "planned": "", "hurdles": "",
            "companies_met": 1, "actions_followed": 1, "invoiced": invoiced}  # fmt: skip


def test_reports_share_the_cap_and_are_accepted_by_others(instructor, manager, post):
    due = []
    for month in (1, 3, 5):
        last = dt.date(2026, month + 2, 1) - dt.timedelta(1)
        report = reports.write_report(manager, post=post, **written(dt.date(2026, month, 1), last, 600_000))
        reports.submit_report(manager, report)
        with pytest.raises(TandemError, match="n’accepte pas"):
            reports.accept_report(manager, report)
        due.append(reports.accept_report(instructor, report).due)
    assert due == [480_000, 480_000, 40_000]
    with pytest.raises(TandemError, match="déjà accepté"):
        reports.accept_report(instructor, report)


def test_a_report_given_back_is_a_draft_again(instructor, manager, post):
    report = reports.write_report(manager, post=post, **written(START, ENDED, 1))
    with pytest.raises(TandemError, match="déjà"):
        reports.return_report(instructor, report, reason="trop court")
    reports.submit_report(manager, report)
    with pytest.raises(TandemError, match="déjà déposé"):
        reports.write_report(manager, post=post, report=report, version=2, **written(START, ENDED, 2))
    assert reports.return_report(instructor, report, reason="trop court").status == "draft"


def test_two_reports_do_not_cover_one_day_nor_days_that_are_not_funded(manager, post):
    reports.write_report(manager, post=post, **written(START, ENDED, 1))
    with pytest.raises(TandemError, match="couvre déjà"):
        reports.write_report(manager, post=post, **written(ENDED, DAY, 1))
    with pytest.raises(TandemError, match="est financé du"):
        reports.write_report(manager, post=post, **written(DAY, dt.date(2028, 1, 1), 1))
    late = reports.write_report(manager, post=post, **written(DAY, dt.date(2027, 12, 31), 1))
    with pytest.raises(TandemError, match="pas finie"):
        reports.submit_report(manager, late)


def test_activity_is_that_of_the_last_act_by_the_day(manager, post, oyonnax):
    assert signals_of(["ti-8413"], dt.date(2025, 12, 31))["ti-8413"].last is None
    signal = signals_of(["ti-8413"], dt.date(2026, 3, 1))["ti-8413"]
    assert (signal.state, signal.last.what) == ("active", "prise d’un mandat")
    now = signals_of(["ti-8413", "ti-8412"], dt.date(2099, 1, 1))
    assert now["ti-8413"].last.what == "acte au journal"  # the post that was opened
    assert now["ti-8413"].state == "silent"
    assert now["ti-8412"].last is None


def test_every_act_has_its_words(instructor, manager, post):
    posts.hold_post(instructor, post, mandate=manager.mandate, first=START)
    posts.close_post(instructor, post, last=dt.date(2027, 6, 30), reason="fin des crédits")
    said = [line.sentence for line in timeline(JournalEntry.objects.filter(code__startswith="territories.post_"))]
    assert len(said) == 3
    assert all("territories." not in sentence and ":ti-" not in sentence for sentence in said), said
    recorded = set(JournalEntry.objects.filter(code__startswith="territories.").values_list("code", flat=True))
    assert recorded <= worded()


def test_a_state_that_lacks_its_dates_is_refused_by_the_database(post):
    with pytest.raises(IntegrityError, match="activityreport_state_holds_its_dates"), transaction.atomic():
        ActivityReport.objects.create(
            post=post, first_day=START, last_day=ENDED, done="x", companies_met=0, actions_followed=0, invoiced=1,
            status="accepted",
        )  # fmt: skip
