"""What became of territories, computed from the communes that they share."""

import csv
from pathlib import Path

import pytest

from tandem.territories.models import Succession
from tandem.territories.queries import get_territory, predecessors, successors

pytestmark = pytest.mark.django_db
PASSAGE = Path(__file__).parents[2] / "../shared/data/territoires_industrie/passage_ti_2018_vers_2023.csv"


def after(code: str) -> dict[str, int]:
    return {each.successor.territory_id: each.communes for each in successors(get_territory(code))}


def before(code: str) -> dict[str, int]:
    return {each.predecessor.territory_id: each.communes for each in predecessors(get_territory(code))}


@pytest.mark.parametrize(("code", "communes"), [("ti18-5305", 40), ("ti18-5307", 59), ("ti18-5308", 53)])
def test_brest_morlaix_and_quimper_became_finistere_whole(code, communes):
    assert after(code) == {"ti18-5313": communes}
    assert get_territory(code).perimeters.get().communes == communes


def test_finistere_comes_from_the_three_and_goes_on_in_the_second_phase():
    assert before("ti18-5313") == {"ti18-5305": 40, "ti18-5307": 59, "ti18-5308": 53}
    assert after("ti18-5313") == {"ti-5304": 152}
    assert before("ti-5304")["ti18-5313"] == 152


def test_a_territory_of_the_first_phase_can_be_split_between_several_of_the_second():
    parts = successors(get_territory("ti18-8408"))
    assert [part.successor.territory_id for part in parts] == ["ti-8412", "ti-8413"]
    assert parts[0].population > parts[1].population
    assert "ti18-8408" in before("ti-8413")


def test_a_territory_of_the_list_in_force_has_no_successor_yet():
    assert after("ti-8413") == {}


def test_a_territory_of_the_first_list_has_no_predecessor():
    assert before("ti18-8408") == {}


def test_no_territory_succeeds_itself_and_time_goes_one_way():
    for each in Succession.objects.select_related("predecessor", "successor"):
        assert each.predecessor.territory_id != each.successor.territory_id
        assert each.predecessor.validity.upper <= each.successor.validity.lower
        assert each.communes <= min(each.predecessor.communes, each.successor.communes)


@pytest.mark.skipif(not PASSAGE.exists(), reason="the gathered data sets are not beside the repository")
def test_the_passage_from_the_first_list_to_the_second_phase_is_the_one_gathered():
    with PASSAGE.open(encoding="utf-8") as file:
        gathered = {
            (row["id_ti_2018"], row["id_ti_2023"]): (int(row["nb_communes_communes"]), int(row["population_commune"]))
            for row in csv.DictReader(file)
        }
    computed = {
        (each.predecessor.territory_id, each.successor.territory_id): (each.communes, each.population)
        for each in Succession.objects.select_related("predecessor", "successor").filter(
            predecessor__list="2020-10", successor__list="2024-07"
        )
    }
    assert computed == gathered
