"""The life of a territory: candidate, labelled, renewed, left; decided by committees, kept by loads."""

import datetime as dt

import pytest

from tandem.accounts.acting import By, RefusedError
from tandem.accounts.scopes import Scope, ScopeKind
from tandem.core.errors import TandemError
from tandem.core.models import JournalEntry
from tandem.places.models import ReferenceTable, Region
from tandem.territories.loading import TABLES
from tandem.territories.models import Candidacy, LifeStep, Perimeter, PerimeterCommune, Phase, Territory
from tandem.territories.queries import territories_as_of
from tandem.territories.usecases import life, load_territories
from tandem.territories.usecases.candidacies import file_candidacy, withdraw_candidacy

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 11, 2)


def steps(code: str) -> list[tuple[str, str, bool]]:
    found = LifeStep.objects.filter(territory=code).order_by("on", "pk")
    return [(each.step, each.on.isoformat(), bool(each.decision)) for each in found]


def load_again() -> None:
    """As when the shipped tables have changed: everything is written from them."""
    ReferenceTable.objects.filter(pk__in=TABLES).update(loaded_sha256="")
    load_territories(actor="tests")


def test_published_lists_give_each_territory_its_first_step_and_its_departure():
    assert steps("ti-8413") == [("renewed", "2023-11-09", False)]
    assert set(LifeStep.objects.values_list("territory", flat=True)) == set(
        Territory.objects.values_list("pk", flat=True)
    )
    phase_2 = LifeStep.objects.filter(territory__phase="2023-2027")
    # 29 territories were announced as entirely new: at least as many are labelled, the great majority renewed.
    assert 29 <= phase_2.filter(step="labelled").count() <= 60
    assert phase_2.filter(step="renewed").count() + phase_2.filter(step="labelled").count() == 183
    left = LifeStep.objects.filter(step="left")
    assert left.exists()
    assert all(each.on <= dt.date(2023, 11, 9) for each in left)


def test_a_candidacy_becomes_a_territory_with_its_perimeter(candidacy, author):
    before = territories_as_of(ON).count()
    highest = Territory.objects.filter(code__startswith="ti-84").order_by("-code").first().code
    territory = life.label(candidacy, on=ON, decision="decision:12", author=author)
    assert territory.code == f"ti-{int(highest[3:]) + 1}"
    assert territories_as_of(ON).count() == before + 1
    assert territories_as_of(ON - dt.timedelta(1)).count() == before
    perimeter = territory.perimeters.get()
    assert (perimeter.decision, perimeter.list, perimeter.members) == ("decision:12", "2024-07", 2)
    assert perimeter.communes == perimeter.commune_links.count() > 2
    assert perimeter.population > 0
    assert perimeter.contour.geometry.startswith('{"type": "MultiPolygon"')
    assert steps(territory.code) == [("candidate", "2026-09-01", True), ("labelled", "2026-11-02", True)]
    candidacy.refresh_from_db()
    assert (candidacy.status, candidacy.territory_id) == ("labelled", territory.pk)
    entry = JournalEntry.objects.order_by("-sequence").first()
    assert (entry.code, entry.subject, entry.mandate) == (
        "territories.labelled",
        f"territory:{territory.pk}",
        "mandate:1",
    )


def test_a_load_neither_deletes_nor_undoes_a_label(candidacy, author):
    territory = life.label(candidacy, on=ON, decision="decision:12", author=author)
    drawn = set(PerimeterCommune.objects.filter(perimeter__territory=territory).values_list("pk", "validity"))
    load_again()
    assert Territory.objects.get(pk=territory.pk).validity.lower == ON
    assert set(PerimeterCommune.objects.filter(perimeter__territory=territory).values_list("pk", "validity")) == drawn
    assert territory.perimeters.get().contour
    assert steps(territory.code) == [("candidate", "2026-09-01", True), ("labelled", "2026-11-02", True)]


def test_a_candidacy_is_labelled_once(candidacy, author):
    life.label(candidacy, on=ON, decision="decision:12", author=author)
    with pytest.raises(TandemError, match="déjà labellisée"):
        life.label(candidacy, on=ON, decision="decision:13", author=author)


def test_a_commune_taken_meanwhile_is_named(candidacy, author):
    second = Candidacy.objects.create(
        name="Autre vallée", phase=candidacy.phase, region=candidacy.region, lead=candidacy.lead,
        filed_on=candidacy.filed_on, members=candidacy.members[:1],
    )  # fmt: skip
    life.label(second, on=ON, decision="decision:11", author=author)
    with pytest.raises(
        TandemError, match="déjà dans le territoire « Autre vallée »".replace(" »", "\u202f»").replace("« ", "«\u202f")
    ):
        life.label(candidacy, on=ON, decision="decision:12", author=author)
    assert Candidacy.objects.get(pk=candidacy.pk).status == "filed"


def test_leaving_ends_perimeter_and_communes_the_day_before(oyonnax, author):
    life.leave(oyonnax, on=ON, decision="decision:14", author=author, reason="à sa demande")
    assert Territory.objects.get(pk="ti-8413").validity.upper == ON
    perimeter = Perimeter.objects.get(territory="ti-8413")
    assert perimeter.validity.upper == ON
    assert {each.validity for each in perimeter.commune_links.all()} == {perimeter.validity}
    assert "ti-8413" not in set(territories_as_of(ON).values_list("pk", flat=True))
    assert "ti-8413" in set(territories_as_of(ON - dt.timedelta(1)).values_list("pk", flat=True))
    assert steps("ti-8413")[-1] == ("left", "2026-11-02", True)


def test_a_departure_is_applied_again_after_a_load(oyonnax, author):
    life.leave(oyonnax, on=ON, decision="decision:14", author=author, reason="à sa demande")
    load_again()
    perimeter = Perimeter.objects.get(territory="ti-8413")
    assert perimeter.validity.upper == Territory.objects.get(pk="ti-8413").validity.upper == ON
    assert not PerimeterCommune.objects.filter(perimeter=perimeter, validity__contains=ON).exists()
    assert steps("ti-8413") == [("renewed", "2023-11-09", False), ("left", "2026-11-02", True)]


def test_the_communes_of_a_territory_that_left_may_be_labelled_again(oyonnax, author, delegate, organisation):
    life.leave(oyonnax, on=ON, decision="decision:14", author=author, reason="à sa demande")
    members = list(Perimeter.objects.get(territory="ti-8413").composition.values_list("code", flat=True))
    again = file_candidacy(
        delegate, name="Oyonnax autrement", phase=oyonnax.phase, region=oyonnax.region, filed_on=ON,
        lead=organisation("intermunicipality"), members=members,
    )  # fmt: skip
    territory = life.label(again.candidacy, on=ON, decision="decision:15", author=author)
    assert territory.perimeters.get().incoming.filter(predecessor__territory="ti-8413").exists()


@pytest.mark.parametrize(
    ("acts", "told"),
    [
        (("leave", "leave"), "déjà sorti"),
        (("leave", "renew"), "déjà sorti"),
    ],
)
def test_a_step_that_may_not_follow_is_refused(oyonnax, author, acts, told):
    more = {"leave": {"reason": "fin"}, "renew": {}}
    getattr(life, acts[0])(oyonnax, on=ON, decision="decision:1", author=author, **more[acts[0]])
    with pytest.raises(TandemError, match=told):
        getattr(life, acts[1])(oyonnax, on=ON + dt.timedelta(9), decision="decision:2", author=author, **more[acts[1]])


def test_a_renewal_is_a_step_after_the_others(oyonnax, author):
    with pytest.raises(TandemError, match="doit suivre"):
        life.renew(oyonnax, on=dt.date(2023, 11, 9), decision="decision:1", author=author)
    life.renew(oyonnax, on=ON, decision="decision:1", author=author)
    load_again()
    assert steps("ti-8413") == [("renewed", "2023-11-09", False), ("renewed", "2026-11-02", True)]


def test_filing_names_the_commune_that_is_taken_and_by_whom(delegate, organisation, oyonnax):
    member = Perimeter.objects.get(territory="ti-8413").composition.first().code
    with pytest.raises(TandemError, match="ti-8413"):
        file_candidacy(
            delegate, name="Doublon", phase=oyonnax.phase, region=oyonnax.region, filed_on=ON,
            lead=organisation("intermunicipality"), members=[member],
        )  # fmt: skip
    assert not Candidacy.objects.exists()


def test_more_members_than_the_phase_expects_is_a_warning(delegate, organisation, db):
    from tandem.places.models import Commune

    taken = PerimeterCommune.objects.filter(phase="2023-2027").values("commune__epci")
    free = Commune.objects.in_force().filter(epci__isnull=False).exclude(epci__in=taken)
    five = list(free.order_by("epci").values_list("epci", flat=True).distinct()[:5])
    wanted = {"phase": Phase.objects.get(pk="2023-2027"), "region": Region.objects.get(pk="84"), "filed_on": ON,
              "lead": organisation("intermunicipality")}  # fmt: skip
    assert file_candidacy(delegate, name="Quatre", members=five[:4], **wanted).warnings == []
    (warning,) = file_candidacy(delegate, name="Cinq", members=five, **wanted).warnings
    assert "4 au plus" in warning


def test_a_commune_that_comes_twice_or_a_code_that_names_nothing_is_refused(delegate, organisation, free):
    from tandem.places.models import Commune

    wanted = {"name": "X", "phase": Phase.objects.get(pk="2023-2027"), "region": Region.objects.get(pk="84"),
              "filed_on": ON, "lead": organisation("intermunicipality")}  # fmt: skip
    inside = Commune.objects.filter(epci=free[0]).first()
    with pytest.raises(TandemError, match=f"{inside.name} vient deux fois"):
        file_candidacy(delegate, members=[free[0], inside.pk], **wanted)
    with pytest.raises(TandemError, match="999999999"):
        file_candidacy(delegate, members=[free[0], "999999999"], **wanted)
    with pytest.raises(TandemError, match="au moins un membre"):
        file_candidacy(delegate, members=[" "], **wanted)


def test_who_acts_elsewhere_may_not_file(held, organisation, free):
    elsewhere = By(held("region-instructor", "region", Scope(ScopeKind.REGION, "28")))
    with pytest.raises(RefusedError, match="hors du périmètre"):
        file_candidacy(
            elsewhere, name="X", phase=Phase.objects.get(pk="2023-2027"), region=Region.objects.get(pk="84"),
            lead=organisation("intermunicipality"), filed_on=ON, members=free,
        )  # fmt: skip


def test_a_candidacy_is_withdrawn_with_a_reason_and_then_not_labelled(delegate, candidacy, author):
    with pytest.raises(TandemError, match="pourquoi"):
        withdraw_candidacy(delegate, candidacy, reason="")
    withdraw_candidacy(delegate, candidacy, reason="report d’un an")
    with pytest.raises(TandemError, match="déjà retirée"):
        life.label(candidacy, on=ON, decision="decision:12", author=author)
