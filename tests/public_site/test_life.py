"""The life of a territory on its public page: as of three dates, without anybody's name."""

import datetime as dt
import re
from html import unescape

import pytest

from tandem.accounts import demo as people
from tandem.accounts.models import Person
from tandem.core.journal import Author
from tandem.core.memory_cache import pages
from tandem.territories import demo
from tandem.territories.models import Candidacy, Territory
from tandem.territories.usecases import life

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def made():
    pages.clear()
    people.prepare({"region": "84", "department": "01", "territory": "ti-8413"}, actor="tests")
    demo.prepare(actor="tests")


def told(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    section = re.search(r'<section class="td-chapter td-life" id="vie".*?</section>', answer.content.decode(), re.S)[0]
    text = unescape(re.sub(r"<[^>]+>", " ", section))
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


def test_the_whole_life_of_a_territory_as_of_three_dates(client):
    first = told(client, "/territoires/ti18-8408/?date=2020-10-15")
    assert "Au 15 octobre 2020" in first
    assert "Labellisé" in first
    assert "Complet." in first
    assert "Protocole d’accord, signé le 8 octobre 2019" in first
    assert "Contrat de Territoire d’industrie, signé le 18 février 2020, jusqu’au 31 décembre 2022" in first
    assert "Renouvelé" not in first
    renewed = told(client, "/territoires/ti-8413/?date=2023-11-09")
    assert "9 novembre 2023 Renouvelé" in renewed
    assert "Labellisé" in renewed  # the one that it carries on
    assert "signé le" not in renewed
    now = told(client, "/territoires/ti-8413/")
    assert "1 chef de projet, en poste" in now
    assert re.search(r"Contrat de Territoire d’industrie, signé le \d+ juin 2024", now)
    assert "Avenant" not in now  # ready, not signed


def test_a_vacancy_is_told_with_its_day(client):
    assert re.search(r"Vacant\. Élu du binôme : siège vacant depuis le \d+", told(client, "/territoires/ti-2802/"))


def test_nobody_is_named(client):
    for code in (each.code for each in demo.TOLD):
        text = told(client, f"/territoires/{code}/")
        for person in Person.objects.exclude(last_name=""):
            assert person.last_name not in text, code


def test_nothing_recorded_says_nothing_of_a_pair(client):
    text = told(client, "/territoires/ti-0101/")
    assert "binôme" not in text.lower()
    assert "signé le" not in text


def test_an_act_shows_at_once(client):
    territory = Territory.objects.get(pk="ti-8413")
    assert told(client, "/territoires/ti-8413/").count("Renouvelé") == 1
    life.renew(territory, on=dt.date(2026, 11, 2), decision="decision:1", author=Author("tests"))
    text = told(client, "/territoires/ti-8413/")
    assert "2 novembre 2026 Renouvelé Décision d’un comité (decision:1)" in text
    assert told(client, "/territoires/ti-8413/?date=2026-11-01").count("Renouvelé") == 1


def test_a_territory_that_left_is_read_on_its_last_day_and_not_found_after(client):
    territory = Territory.objects.get(pk="ti-8413")
    life.leave(territory, on=dt.date(2026, 11, 2), decision="decision:1", author=Author("tests"), reason="fin")
    assert client.get("/territoires/ti-8413/?date=2026-11-02").status_code == 404
    assert "Au 1er novembre 2026" in told(client, "/territoires/ti-8413/")


def test_a_territory_that_a_committee_labelled_has_its_page(client):
    candidacy = Candidacy.objects.get()
    made = life.label(candidacy, on=dt.date(2026, 11, 2), decision="decision:1", author=Author("tests"))
    text = told(client, f"/territoires/{made.pk}/")
    assert "Candidat" in text
    assert "2 novembre 2026 Labellisé" in text
    assert client.get("/territoires/").status_code == 200


def test_what_a_demo_invents_is_said_to_be_invented(client, settings):
    assert "inventés pour la démonstration" in told(client, "/territoires/ti-8413/")
    assert "données fictives" in client.get("/programme/lead-pairs/").content.decode()
    assert "données fictives" not in client.get("/programme/territories/").content.decode()
    pages.clear()
    settings.TANDEM_DEMO = False
    assert "inventés pour la démonstration" not in told(client, "/territoires/ti-8413/")
    assert "données fictives" not in client.get("/programme/lead-pairs/").content.decode()
