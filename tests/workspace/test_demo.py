"""The fictive people of the demo: one for each role, made once, unable to receive a message or to have a password."""

from django.core import mail
from django.test import Client
from django.urls import reverse

from tandem import programme
from tandem.accounts import demo
from tandem.accounts.models import Invitation, JoiningRequest, Mandate, Organisation, Person
from tests.workspace.conftest import PLACES


def test_each_role_has_one_person_and_a_second_time_makes_nobody(people):
    assert set(people) == {role.code for role in programme.current().roles}
    before = (Person.objects.count(), Mandate.objects.count(), Organisation.objects.count())
    assert demo.prepare(PLACES, actor="tests") == 0
    assert (Person.objects.count(), Mandate.objects.count(), Organisation.objects.count()) == before


def test_they_have_no_password_and_no_address_that_exists(people):
    for person in people.values():
        assert not person.has_usable_password()
        assert person.email.endswith(".invalid")


def test_everything_about_them_says_that_it_is_fictive(people):
    names = Organisation.objects.values_list("name", flat=True)
    assert names
    assert all(name.endswith("(fictive)") for name in names)


def test_each_mandate_is_over_what_its_role_is_exercised_over(people):
    for mandate in Mandate.objects.all():
        assert mandate.scope_kind == programme.current().role(mandate.role).scope
        assert mandate.organisation.kind in programme.current().role(mandate.role).kinds


def test_a_role_that_does_not_exist_and_a_real_person_are_not_entered(people, client):
    Person.objects.create_user("jeanne@exemple.fr")
    for role in ("", "ghost", "jeanne@exemple.fr"):
        assert client.post(reverse("workspace:demo"), {"role": role}).status_code == 404
    assert client.get(reverse("workspace:demo")).status_code == 405


def test_entering_as_somebody_leaves_nothing_of_the_session_before(signed_in_as, people):
    client = signed_in_as("delegate")
    session = client.session
    session["left"] = True
    session.save()
    client.post(reverse("workspace:demo"), {"role": "member"})
    assert "left" not in client.session
    request = client.get(reverse("workspace:home")).wsgi_request
    assert (request.acting.role, request.acting.second_factor) == ("member", True)


def test_outside_the_demo_its_sign_in_is_no_second_factor_and_shows_no_button(signed_in_as, settings):
    client = signed_in_as("delegate")
    settings.TANDEM_DEMO = False
    assert not client.get(reverse("workspace:home")).wsgi_request.acting.second_factor
    assert "démonstration" not in Client().get(reverse("account_login")).content.decode()
    assert mail.outbox == []


def test_something_waits_for_them_once(people, signed_in_as):
    for _time in range(2):
        demo.surround(PLACES)
    invitation, request = Invitation.objects.get(), JoiningRequest.objects.get()
    assert (invitation.state, request.state) == ("proposed", "asked")
    page = signed_in_as("delegate").get(reverse("workspace:invitations")).content.decode()
    assert invitation.email in page
    assert request.person.full_name in page
    company = Mandate.objects.get(person=people["industrial-lead"]).organisation
    assert sorted(company.holders.values_list("share", flat=True)) == [30, 60]
    assert all("ficti" in name for name in company.holders.values_list("holder__name", flat=True))
