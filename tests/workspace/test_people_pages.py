"""Pages of people, organisations and mandates: what each role finds there, what they do, what they are told."""

import datetime as dt
import re

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from tandem import programme
from tandem.accounts.acting import acting_under
from tandem.accounts.models import EnterpriseLink, Mandate, Organisation, Person
from tandem.accounts.objects import find
from tandem.core.models import JournalEntry
from tandem.workspace.presenters.people.perimeters import organisations_within, people_within
from tests.workspace.test_pages import ROLES, said

pytestmark = pytest.mark.django_db
INSEE = "120 027 016 00357"
LOOSE = r"\w'\w|[^\u202f] ?[?!;»](?=\s)|« | :\s"


@pytest.fixture
def company(people) -> Organisation:
    return Organisation.objects.create(name="Fonderie fictive", kind="company", siren="552100554", region_id="84")


@pytest.fixture
def delegate(signed_in_as):
    return signed_in_as("delegate")


def mandate_of(people, role: str) -> Mandate:
    return Mandate.objects.get(person=people[role], role=role)


def addresses(people, company) -> list[str]:
    mandate = mandate_of(people, "project-manager")
    person = people["project-manager"].reference
    return [
        reverse("workspace:people"), reverse("workspace:person", args=[person]),
        reverse("workspace:erase", args=[person]), reverse("workspace:give"),
        reverse("workspace:give") + "?role=project-manager",
        reverse("workspace:give") + f"?role=delegate&person={person}",
        reverse("workspace:mandate", args=[mandate.pk]), reverse("workspace:stand_in", args=[mandate.pk]),
        reverse("workspace:end", args=[mandate.pk]), reverse("workspace:invitations"), reverse("workspace:invite"),
        reverse("workspace:invite") + "?role=local-partner", reverse("workspace:join"),
        reverse("workspace:organisations"), reverse("workspace:create_organisation"),
        reverse("workspace:organisation", args=[company.pk]),
        reverse("workspace:organisation", args=[company.pk]) + "?date=2020-01-01",
        reverse("workspace:correct", args=[company.pk]), reverse("workspace:link", args=[company.pk]),
        reverse("workspace:merge", args=[company.pk]), reverse("workspace:journal"),
        reverse("workspace:programme_effect"), reverse("workspace:my_data"),
    ]  # fmt: skip


def test_every_page_speaks_french_with_its_typography(delegate, people, company, theme):
    for address in addresses(people, company):
        page = delegate.get(address)
        assert page.status_code == 200, address
        assert re.findall(LOOSE, said(page)) == [], address
        assert 'aria-invalid="true"' not in page.content.decode(), address


@pytest.mark.parametrize("role", ROLES)
def test_the_lists_show_what_the_pages_would_open(people, company, role):
    """A person or an organisation is in the list of a role exactly when its page answers."""
    acting = acting_under(mandate_of(people, role), second_factor=True)
    held = programme.current()
    listed = {f"person:{each.reference}" for each in people_within(acting.scope)}
    every = find(f"person:{each.reference}" for each in Person.objects.all())
    assert listed == {reference for reference, found in every.items() if found.place.within(acting.scope)}
    listed = {f"organisation:{each.pk}" for each in organisations_within(acting.scope)}
    every = find(f"organisation:{each.pk}" for each in Organisation.objects.all())
    assert listed == {reference for reference, found in every.items() if found.place.within(acting.scope)}
    assert f"person:{people[role].reference}" in {f"person:{each.reference}" for each in people_within(acting.scope)}
    assert held.role(role)


def test_somebody_of_another_territory_is_not_found(signed_in_as, people):
    away = Person.objects.create_user("loin@exemple.fr", first_name="Loin", last_name="Fictif")
    organisation = Organisation.objects.create(name="Ailleurs", kind="intermunicipality", region_id="28")
    mandate = Mandate.objects.create(
        person=away, organisation=organisation, role="project-manager", scope_kind="territory", scope_code="ti-2802",
        validity=DateRange(dt.date(2026, 1, 1)), ground="x",
    )  # fmt: skip
    client = signed_in_as("project-manager")
    for name, key in (("person", away.reference), ("mandate", mandate.pk), ("organisation", organisation.pk)):
        assert client.get(reverse(f"workspace:{name}", args=[key])).status_code == 404
    assert "Loin" not in said(client.get(reverse("workspace:people")))
    assert client.get(reverse("workspace:end", args=[mandate.pk])).status_code == 404
    assert "Loin" in said(signed_in_as("delegate").get(reverse("workspace:people")))


def test_the_directory_is_searched_by_name_organisation_and_role(delegate, people):
    def found(**query) -> str:
        return said(delegate.get(reverse("workspace:people"), query))

    wanted = people["project-manager"]
    assert wanted.full_name in found(q=wanted.last_name[:4])
    assert wanted.full_name in found(role="project-manager")
    assert people["delegate"].full_name not in found(role="project-manager")
    assert people["delegate"].full_name in found(q="délégation")
    assert "Personne ne répond" in found(q="zzz")


def test_lists_ask_a_fixed_number_of_queries(delegate, people, django_assert_max_num_queries):
    kinds = [Organisation(name=f"Fictive {n}", kind="company", region_id="84") for n in range(60)]
    organisations = Organisation.objects.bulk_create(kinds)
    for n, organisation in enumerate(organisations):
        person = Person.objects.create(email=f"p{n}@exemple.fr", first_name="P", last_name=f"F{n}")
        Mandate.objects.create(person=person, organisation=organisation, role="industrial-lead", scope_kind="territory",
                               scope_code="ti-8413", validity=DateRange(dt.date(2026, 1, 1)), ground="x")  # fmt: skip
    for name in ("people", "organisations"):
        delegate.get(reverse(f"workspace:{name}"))
        with django_assert_max_num_queries(10):
            delegate.get(reverse(f"workspace:{name}"))


def test_a_mandate_is_given_from_a_persons_page(delegate, people, company):
    person = people["member"]
    address = reverse("workspace:give") + f"?role=industrial-lead&person={person.reference}"
    answer = delegate.post(address, {"organisation": "fonderie", "scope": "ti-8413", "first": "2026-10-01", "last": "",
                                     "ground": "délibération fictive"})  # fmt: skip
    given = Mandate.objects.get(person=person, role="industrial-lead")
    assert answer.headers["Location"] == reverse("workspace:mandate", args=[given.pk])
    assert (given.organisation, given.scope_code, given.last_day) == (company, "ti-8413", None)
    page = said(delegate.get(answer.headers["Location"]))
    assert "délibération fictive" in page
    assert "a donné à" in page
    again = delegate.post(address, {"organisation": "552100554", "scope": "ti-8413", "first": "2026-11-01", "last": "",
                                    "ground": "une autre"})  # fmt: skip
    assert again.status_code == 422
    assert "tient déjà ce mandat" in said(again)
    assert 'value="une autre"' in again.content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"ground": ""}, "Dire le fondement"),
        ({"last": "2026-09-01"}, "ne précède pas le premier"),
        ({"organisation": "120 027 016 00358"}, "un de ses chiffres est faux"),
        ({"organisation": "inconnue au bataillon"}, "ne s’appelle"),
        ({"first": "hier"}, "Écrire une date"),
        ({"email": "personne@exemple.fr"}, "L’inviter plutôt"),
    ],
)
def test_what_cannot_be_given_is_told_beside_what_was_typed(delegate, people, company, typed, told):
    good = {"email": people["member"].email, "organisation": "fonderie", "scope": "ti-8413", "first": "2026-10-01",
            "last": "", "ground": "délibération"}  # fmt: skip
    answer = delegate.post(reverse("workspace:give") + "?role=industrial-lead", good | typed)
    assert answer.status_code == 422
    assert told in said(answer)
    assert not Mandate.objects.filter(person=people["member"], role="industrial-lead").exists()


def test_a_stand_in_is_given_from_a_mandates_page_and_ends_with_it(delegate, people):
    mandate = mandate_of(people, "project-manager")
    delegate.post(reverse("workspace:stand_in", args=[mandate.pk]), {
        "email": people["member"].email, "first": "2026-12-01", "last": "2026-12-31", "ground": "congé"})  # fmt: skip
    stand_in = mandate.stand_ins.get()
    page = said(delegate.get(reverse("workspace:mandate", args=[mandate.pk])))
    assert people["member"].full_name in page
    delegate.post(reverse("workspace:end", args=[mandate.pk]), {"last": "2026-12-10", "reason": "fin de contrat"})
    stand_in.refresh_from_db()
    assert stand_in.last_day == dt.date(2026, 12, 10)


def test_somebody_leaves_their_own_mandate_and_nobody_elses(signed_in_as, people):
    own, other = mandate_of(people, "member"), mandate_of(people, "organisation-manager")
    client = signed_in_as("member")
    answer = client.post(reverse("workspace:end", args=[own.pk]), {"last": "2026-12-31", "reason": "départ"})
    assert answer.headers["Location"] == reverse("workspace:home")
    own.refresh_from_db()
    assert own.last_day == dt.date(2026, 12, 31)
    refused = client.post(reverse("workspace:end", args=[other.pk]), {"last": "2026-12-31", "reason": "x"})
    assert refused.status_code == 403
    other.refresh_from_db()
    assert other.last_day is None


def test_an_organisation_is_created_by_its_number_and_a_wrong_digit_is_told(delegate, people):
    values = {"number": INSEE, "name": "Statistique fictive", "kind": "state-service", "seat": "d01"}
    wrong = delegate.post(reverse("workspace:create_organisation"), values | {"number": "120 027 016 00358"})
    assert wrong.status_code == 422
    assert "un de ses chiffres est faux" in said(wrong)
    assert "Statistique fictive" in wrong.content.decode()
    answer = delegate.post(reverse("workspace:create_organisation"), values)
    made = Organisation.objects.get(siret="12002701600357")
    assert answer.headers["Location"] == reverse("workspace:organisation", args=[made.pk])
    assert (made.department_id, made.region_id) == ("01", "84")
    again = delegate.post(reverse("workspace:create_organisation"), values, follow=True)
    assert "déjà connue" in again.content.decode()
    assert Organisation.objects.filter(siret="12002701600357").count() == 1


def test_who_comes_second_sees_what_the_first_changed_and_keeps_what_they_typed(delegate, signed_in_as, company):
    address = reverse("workspace:correct", args=[company.pk])
    version = re.search(r'name="version" value="(\d+)"', delegate.get(address).content.decode())[1]
    values = {"number": company.siren, "name": "Fonderie du Rhône fictive", "kind": "company", "seat": "d69",
              "reason": "déménagement", "version": version}  # fmt: skip
    assert delegate.post(address, values).status_code == 302
    second = delegate.post(address, values | {"name": "Fonderie de l’Ain fictive", "reason": "autre"})
    assert second.status_code == 422
    text = said(second)
    assert "pendant que vous l’aviez sous les yeux" in text
    assert "Fonderie du Rhône fictive" in text
    assert 'value="Fonderie de l’Ain fictive"' in second.content.decode()
    company.refresh_from_db()
    assert company.name == "Fonderie du Rhône fictive"
    shown = re.search(r'name="version" value="(\d+)"', second.content.decode())[1]
    assert shown != version
    delegate.post(address, values | {"name": "Fonderie de l’Ain fictive", "reason": "autre", "version": shown})
    company.refresh_from_db()
    assert company.name == "Fonderie de l’Ain fictive"
    page = said(delegate.get(reverse("workspace:organisation", args=[company.pk])))
    assert "a corrigé l’organisation" in page
    assert "Fonderie fictive" in page


def test_a_group_is_made_of_links_and_read_as_of_a_date(delegate, company):
    for name, siren in (("Mère fictive", "542107651"), ("Cousine fictive", "383474814")):
        Organisation.objects.create(name=name, kind="company", siren=siren, region_id="84")
    address = reverse("workspace:link", args=[company.pk])
    told = {"way": "held", "other": "Mère", "share": "60", "first": "2024-01-01", "source": "comptes"}
    assert delegate.post(address, told).status_code == 302
    assert delegate.post(address, told | {"way": "holder", "other": "Cousine", "share": "30"}).status_code == 302
    page = said(delegate.get(reverse("workspace:organisation", args=[company.pk])))
    assert "Comptées en entier avec elle" in page
    assert "Mère fictive" in page.split("Comptées en entier")[1].split(".")[0]
    assert "Cousine fictive" in page.split("Partenaires, comptées")[1].split(".")[0]
    before = said(delegate.get(reverse("workspace:organisation", args=[company.pk]) + "?date=2023-06-01"))
    assert "elle se compte seule" in before
    refused = delegate.post(address, told | {"share": "140", "first": "2025-01-01"})
    assert "de 0 à 100" in said(refused).replace("\u202f", " ")
    link = EnterpriseLink.objects.get(holder__name="Mère fictive")
    delegate.post(reverse("workspace:unlink", args=[company.pk, link.pk]), {"last": "2026-01-31", "reason": "cession"})
    assert "elle se compte seule" in said(delegate.get(reverse("workspace:organisation", args=[company.pk])))


def test_a_merge_shows_what_moves_before_it_is_confirmed(delegate, company, people):
    double = Organisation.objects.create(name="Fonderie en double", kind="company", region_id="84")
    Mandate.objects.create(person=people["member"], organisation=double, role="industrial-lead", scope_kind="territory",
                           scope_code="ti-8413", validity=DateRange(dt.date(2026, 1, 1)), ground="x")  # fmt: skip
    address = reverse("workspace:merge", args=[double.pk])
    shown = delegate.get(address, {"into": "552100554"})
    assert "1\u202fmandat" in shown.content.decode()
    assert double.mandates.count() == 1
    delegate.post(f"{address}?into=552100554", {"reason": "même entreprise"})
    double.refresh_from_db()
    assert double.merged_into == company
    assert company.mandates.count() == 1
    assert "a été fondue dans" in said(delegate.get(reverse("workspace:organisation", args=[double.pk])))


def test_the_effect_of_the_programme_file_names_mandates_whose_role_is_gone(delegate, people):
    page = said(delegate.get(reverse("workspace:programme_effect")))
    assert "Chaque mandat en vigueur suit le fichier" in page
    Mandate.objects.filter(person=people["member"]).update(role="ancien-role")
    page = said(delegate.get(reverse("workspace:programme_effect")))
    assert "le fichier n’a plus ce rôle" in page
    assert people["member"].full_name in page


def test_somebody_is_erased_from_their_page(delegate, people):
    person = people["member"]
    delegate.post(reverse("workspace:erase", args=[person.reference]), {"reason": "demande du 24 novembre 2026"})
    person.refresh_from_db()
    assert person.erased_at is not None
    assert "ont été effacés" in said(delegate.get(reverse("workspace:person", args=[person.reference])))
    assert JournalEntry.objects.filter(code="accounts.person_erased").count() == 1
