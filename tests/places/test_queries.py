import pytest
from django.db import connection

from tandem.core.errors import NotFoundError
from tandem.places.models import Commune, Department, EmploymentZone, Intermunicipality, Region
from tandem.places.queries import communes_of, resolve_commune, search

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("01283", "Oyonnax"),
        ("75056", "Paris"),
        ("75101", "Paris"),
        ("13216", "Marseille"),
        ("01039", "Culoz-Béon"),
        ("2a004", "Ajaccio"),
        (" 2A004 ", "Ajaccio"),
    ],
)
def test_a_code_of_today_or_of_before_gives_the_commune_in_force(code, name):
    assert resolve_commune(code).name == name


@pytest.mark.parametrize("code", ["01284x", "0128", "2A0O4"])
def test_an_unknown_code_gets_the_nearest_ones_of_its_department(code):
    with pytest.raises(NotFoundError, match=code) as error:
        resolve_commune(code)
    suggested = error.value.hint.rstrip(".").rpartition(": ")[2].split(", ")
    assert len(suggested) == 3
    assert {resolve_commune(each).department_id for each in suggested} == {code[:2]}


@pytest.mark.parametrize("code", ["", "99999", "Paris"])
def test_a_code_like_no_other_gets_an_example(code):
    with pytest.raises(NotFoundError) as error:
        resolve_commune(code)
    assert "01004" in error.value.hint


def test_every_earlier_code_leads_to_a_commune_in_force():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE upper_inf(validity)) FROM places_communecode"
            " JOIN places_commune ON code = commune_id"
        )
        assert cursor.fetchone() == (2123, 2123)


@pytest.mark.parametrize(
    ("model", "key", "count"),
    [
        (Region, "94", 360),
        (Department, "75", 1),
        (EmploymentZone, "8401", None),
        (Intermunicipality, "200042935", None),
    ],
)
def test_communes_of_an_area(model, key, count):
    area = model.objects.get(pk=key)
    communes = list(communes_of(area))
    assert len(communes) == (count or len(communes)) > 0
    field = {Region: "region", Department: "department", EmploymentZone: "employment_zone"}.get(model, "epci")
    assert {getattr(commune, f"{field}_id") for commune in communes} == {key}


def test_communes_of_an_ept_are_part_of_those_of_the_metropolis():
    ept = Intermunicipality.objects.get(name="Plaine Commune")
    communes = set(communes_of(ept))
    metropolis = {commune.epci for commune in communes}
    assert {each.name for each in metropolis} == {"Métropole du Grand Paris"}
    assert communes < set(communes_of(metropolis.pop()))


@pytest.mark.parametrize("text", ["saint-étienne", "SAINT ETIENNE", "Saint Étienne", "saint etien"])
def test_a_search_forgives_accents_capitals_and_hyphens(text):
    assert [place.name for place in search(text, 2)] == ["Saint-Étienne Métropole", "Saint-Étienne"]


def test_a_search_finds_a_word_inside_the_name_after_names_that_begin_with_it():
    found = search("brest")
    names = [place.name for place in found]
    assert names[:2] == ["Brest", "Brestot"] or names[0].startswith("Brest")
    assert "Esboz-Brest" in names
    assert names.index("Brestot") < names.index("Esboz-Brest")
    assert {place.kind for place in search("creusot")} == {"commune", "intermunicipality"}


def test_a_search_tells_homonyms_apart_by_their_department():
    saint_denis = [
        place for place in search("saint-denis", 20) if place.name == "Saint-Denis" and place.kind == "commune"
    ]
    assert len({place.context for place in saint_denis}) == len(saint_denis) > 1


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'", "\\"])
def test_a_search_for_nothing_finds_nothing(text):
    assert search(text) == []


def test_a_search_returns_no_more_than_asked():
    assert len(search("saint", 7)) == 7


def test_a_prefix_is_looked_up_by_the_index(django_assert_num_queries):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Commune.objects.filter(search_name__startswith="oyon").order_by().explain()
    assert "commune_by_name" in plan
    assert "~>=~" in plan
    with django_assert_num_queries(4):
        search("zz")
