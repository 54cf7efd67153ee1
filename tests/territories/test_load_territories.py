"""Loading the programme's territories: the right counts, once, all or nothing."""

import signal

import pytest
from django.conf import settings as django_settings

from tandem import reference
from tandem.core import journal
from tandem.core.bulk import LoadError
from tandem.core.errors import ConfigurationError, TandemError
from tandem.core.models import JournalEntry
from tandem.places.models import ReferenceTable
from tandem.places.reference_tables import stale
from tandem.places.usecases import load_places
from tandem.territories.loading import TABLES
from tandem.territories.models import (
    Member,
    Perimeter,
    PerimeterCommune,
    PerimeterContour,
    Phase,
    Succession,
    Territory,
)
from tandem.territories.usecases import load_territories
from tests.altered_tables import copy_of_the_tables, setting, with_rows, without
from tests.scratch_database import finish, scratch_database

pytestmark = pytest.mark.django_db


def load(directory):
    """Both loads, in order, from altered tables."""
    load_places(actor="tests", directory=directory)
    return load_territories(actor="tests", directory=directory)


def test_every_row_of_the_reference_tables_is_there():
    models = (Territory, Perimeter, Member, PerimeterCommune, PerimeterContour)
    for model, table in zip(models, TABLES, strict=True):
        assert model.objects.count() == reference.load(table).num_rows
    assert [phase.code for phase in Phase.objects.all()] == ["2018-2022", "2023-2027"]
    assert stale(TABLES) == set()


def test_loading_again_writes_nothing_and_journals_nothing():
    entries = JournalEntry.objects.count()
    assert load_territories(actor="tests") == {}
    assert JournalEntry.objects.count() == entries


def test_the_load_is_journalled_and_the_chain_is_whole():
    entry = JournalEntry.objects.get(code="territories.perimeters_loaded")
    assert entry.subject == "territoires-industrie"
    assert entry.data["tables"]["perimeters"] == reference.manifest()["tables"]["perimeters"]["sha256"]
    assert entry.data["rows"]["territories.Territory"] == 335
    assert journal.verify().faults == ()


def test_a_new_population_reaches_perimeters_and_successions(tmp_path):
    before = Perimeter.objects.get(territory="ti-8413").population
    commune = (
        PerimeterCommune.objects.select_related("commune").get(perimeter__territory="ti-8413", commune="01283").commune
    )
    shared = Succession.objects.get(
        predecessor__list="2020-10", successor__territory="ti-8413", predecessor__territory="ti18-8408"
    )
    tables = copy_of_the_tables(
        tmp_path / "later", communes=setting({"code": "01283"}, population=commune.population + 1000)
    )
    loaded = load(tables)
    assert loaded.keys() == {"territories.Succession"}
    assert Perimeter.objects.get(territory="ti-8413").population == before + 1000
    assert Succession.objects.get(pk=shared.pk).population == shared.population + 1000
    assert JournalEntry.objects.order_by("sequence").last().data["counts_updated"] == 3


def test_a_commune_that_passes_from_one_territory_to_another_is_followed(tmp_path):
    def moved(rows):
        for row in rows:
            if row["list"] == "2024-07" and row["commune"] == "01283":
                row |= {"territory": "ti-8412", "member": next_member}
        return rows

    next_member = Member.objects.filter(perimeter__territory="ti-8412").order_by("code").first().code
    tables = copy_of_the_tables(tmp_path / "later", territory_communes=with_rows(moved))
    loaded = load(tables)
    counts = loaded["territories.PerimeterCommune"]
    assert (counts.inserted, counts.deleted, counts.updated) == (1, 1, 0)
    assert PerimeterCommune.objects.get(perimeter__list="2024-07", commune="01283").perimeter.territory_id == "ti-8412"


def test_a_table_with_a_commune_in_two_territories_is_refused_in_french_and_nothing_changes(tmp_path):
    def twice(rows):
        member = Member.objects.filter(perimeter__territory="ti-8412").order_by("code").first().code
        return [*rows, {"territory": "ti-8412", "list": "2024-07", "commune": "01283", "member": member}]

    tables = copy_of_the_tables(tmp_path / "wrong", territory_communes=with_rows(twice))
    load_places(actor="tests", directory=tables)
    with pytest.raises(LoadError, match="Une commune est dans deux territoires d’une même phase") as refusal:
        load_territories(actor="tests", directory=tables)
    assert "01283" in str(refusal.value)
    assert PerimeterCommune.objects.count() == 50_450
    assert (
        ReferenceTable.objects.get(pk="territory_communes").loaded_sha256
        != ReferenceTable.objects.get(pk="territory_communes").sha256
    )


def test_a_list_that_leaves_takes_its_perimeters_with_it(tmp_path):
    gone = {"list": "2024-07"}
    tables = copy_of_the_tables(
        tmp_path / "earlier",
        perimeters=without(**gone),
        members=without(**gone),
        territory_communes=without(**gone),
        contours_territories=without(**gone),
        territories=without(phase="2023-2027"),
    )
    load(tables)
    assert (Territory.objects.count(), Perimeter.objects.count()) == (152, 297)
    assert Succession.objects.count() == 5


def test_a_list_that_the_programme_does_not_describe_is_refused(tmp_path, settings):
    text = django_settings.TANDEM_PROGRAMME.read_text(encoding="utf-8")
    path = tmp_path / "programme.toml"
    path.write_text(text.replace('code = "2022-12"', 'code = "2022-11"'), encoding="utf-8")
    settings.TANDEM_PROGRAMME = path
    with pytest.raises(ConfigurationError, match="2022-12") as error:
        load_territories(actor="tests")
    assert "[[lists]]" in error.value.hint


def test_a_phase_renamed_in_the_programme_is_renamed_in_the_database(tmp_path, settings):
    text = django_settings.TANDEM_PROGRAMME.read_text(encoding="utf-8")
    path = tmp_path / "programme.toml"
    path.write_text(text.replace("Première phase", "Phase initiale"), encoding="utf-8")
    settings.TANDEM_PROGRAMME = path
    assert load_territories(actor="tests").keys() == {"territories.Phase"}
    assert Phase.objects.get(pk="2018-2022").name == "Phase initiale"


def test_a_geography_that_is_not_up_to_date_is_loaded_first(tmp_path):
    ReferenceTable.objects.filter(pk="communes").update(loaded_sha256="")
    with pytest.raises(TandemError, match="géographie officielle") as error:
        load_territories(actor="tests")
    assert "tandem demo" in error.value.hint


LOAD = """
from tandem.places.usecases import load_places
from tandem.territories.usecases import load_territories
load_places(actor="tests")
print(len(load_territories(actor="tests")))
"""
STOPPED = """
import time
from tandem.places.usecases import load_places
from tandem.territories.usecases import load_territories

def stop(what, done, total):
    if "successions" in what:
        print("half-way", flush=True)
        time.sleep(600)

load_places(actor="tests")
load_territories(actor="tests", progress=stop)
"""
HELD = (
    "SELECT (SELECT count(*) FROM places_commune), (SELECT count(*) FROM territories_territory),"
    " (SELECT count(*) FROM territories_perimetercommune), (SELECT count(*) FROM core_journalentry)"
)


@pytest.mark.slow
def test_a_load_killed_half_way_leaves_the_geography_alone_and_the_next_one_succeeds():
    with scratch_database("killed_territories") as scratch:
        process = scratch.start(STOPPED)
        assert process.stdout.readline() == "half-way\n"
        process.send_signal(signal.SIGKILL)
        process.communicate()
        scratch.wait_until_alone()
        assert scratch.query(HELD) == [(34_969, 0, 0, 1)]
        assert int(scratch.run(LOAD)) == 8
        assert scratch.query(HELD) == [(34_969, 335, 50_450, 2)]


@pytest.mark.slow
def test_two_loads_at_once_take_turns():
    with scratch_database("two_territories") as scratch:
        processes = [scratch.start(LOAD), scratch.start(LOAD)]
        assert sorted(int(finish(process)) for process in processes) == [0, 8]
        assert scratch.query(HELD) == [(34_969, 335, 50_450, 2)]
