"""A territory to be: any set of communes has the diagnosis that it would have."""

import pytest

from tandem.core.errors import TandemError
from tandem.diagnosis.projects import UnknownCommunesError, figures_of_project, project
from tandem.diagnosis.queries import figures_of
from tandem.territories.models import Perimeter

pytestmark = pytest.mark.django_db


def test_the_communes_of_a_territory_have_its_figures():
    perimeter = Perimeter.objects.select_related("territory__region").get(territory="ti-8413", list="2024-07")
    codes = perimeter.commune_links.values_list("commune_id", flat=True)
    theirs = {f.definition.id: f for each in figures_of(perimeter) for f in each.figures}
    ours = {f.definition.id: f for each in figures_of_project(project(list(codes))) for f in each.figures}
    assert set(ours) == set(theirs)
    for name, figure in ours.items():
        assert figure.value == pytest.approx(theirs[name].value), name
        assert figure.compared_with("country") == pytest.approx(theirs[name].compared_with("country")), name
        assert figure.availability == theirs[name].availability
        if figure.rank:  # one more territory is ranked, its twin
            assert figure.ranked == theirs[name].ranked + 1
    assert all(figure.lines().records() for figure in ours.values() if figure.value is not None and figure.lines)


def test_codes_of_groups_and_of_other_years_lead_to_the_communes_of_today():
    assert project(["200042935"]).communes == project(project(["200042935"]).communes).communes
    old = project(["01039", " 01138 "])
    assert (old.communes, old.moved) == (("01138",), 1)


def test_the_order_and_the_repetition_of_codes_change_nothing():
    assert project(["01283", "01138"]).key == project(["01138", "01283", "01283"]).key


@pytest.mark.parametrize(("codes", "said"), [([], "Aucune commune"), (["99999", "01283"], "1\u202fcode inconnu")])
def test_what_is_no_set_of_communes_is_refused(codes, said):
    with pytest.raises(TandemError, match=said):
        project(codes)


def test_an_unknown_code_names_its_neighbours():
    with pytest.raises(UnknownCommunesError) as refused:
        project(["01284X"])
    assert "01284" in refused.value.hint


def test_a_commune_that_is_in_no_region_has_no_diagnosis():
    with pytest.raises(UnknownCommunesError, match="97502"):
        project(["97502"])


@pytest.mark.parametrize("name", ["a\b", "\x0ba\ufffe", "a\udcff"])
def test_a_name_loses_what_no_drawing_can_hold(name):
    assert project(["76540"], name).name == "a"
    assert project(["76540"], name.replace("a", "")).name == "Territoire en projet"


def test_a_territory_of_the_whole_country_is_too_large():
    from tandem import reference

    with pytest.raises(TandemError, match="au plus"):
        project([code for code in reference.load("communes")["code"].to_pylist() if code < "97"])


def test_a_project_is_measured_in_a_fixed_number_of_queries(django_assert_max_num_queries):
    asked = project(["200042935"])
    with django_assert_max_num_queries(3):
        figures_of_project(asked)
