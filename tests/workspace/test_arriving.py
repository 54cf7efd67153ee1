"""Arriving by an invitation, asking to join, and one's own data: the pages, and what they say when it goes wrong."""

import json
import re
import smtplib

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tandem.accounts.models import Invitation, JoiningRequest, Mandate, Organisation, Person
from tests.workspace.test_pages import said
from tests.workspace.test_people_pages import LOOSE

pytestmark = pytest.mark.django_db
PASSWORD = "un cheval dans la mairie"
TERMS = {"email": "noe@exemple.fr", "organisation": "fonderie", "scope": "ti-8413", "first": "2026-10-01", "last": "",
         "ground": "lettre fictive"}  # fmt: skip
ARRIVES = {"first_name": "Noé", "last_name": "Fictif", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def company(people) -> Organisation:
    return Organisation.objects.create(name="Fonderie fictive", kind="company", siren="552100554", region_id="84")


@pytest.fixture
def delegate(signed_in_as, company):
    return signed_in_as("delegate")


def invite(client: Client, role: str = "industrial-lead"):
    return client.post(reverse("workspace:invite") + f"?role={role}", TERMS, follow=True)


def link() -> str:
    return re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]


def test_somebody_new_arrives_by_the_message(delegate, theme):
    page = invite(delegate)
    assert "L’invitation est envoyée" in page.content.decode()
    message = mail.outbox[-1]
    assert message.to == ["noe@exemple.fr"]
    assert "Fonderie fictive" in message.subject
    assert not re.search(r"\w'\w|\S [?!:;](\s|$)", message.subject + message.body)
    visitor = Client()
    form = visitor.get(link())
    assert re.findall(LOOSE, said(form)) == []
    assert "Industriel du binôme" in said(form)
    assert "no-store" in form["Cache-Control"]
    wrong = visitor.post(link(), ARRIVES | {"password2": "autre chose encore"})
    assert wrong.status_code == 422
    assert "diffèrent" in said(wrong)
    assert 'value="Noé"' in wrong.content.decode()
    assert PASSWORD not in wrong.content.decode()
    home = visitor.post(link(), ARRIVES, follow=True)
    assert "Bonjour, Noé Fictif" in said(home)
    assert "Vous agissez pour" in home.content.decode()
    assert EmailAddress.objects.get(email="noe@exemple.fr").verified
    again = Client().get(link())
    assert again.status_code == 410
    assert "déjà été acceptée" in said(again)


def test_an_account_that_exists_signs_in_then_accepts(delegate, people):
    Person.objects.filter(pk=people["member"].pk).update(email="noe@exemple.fr")
    invite(delegate)
    visitor = Client()
    assert "a déjà un compte" in said(visitor.get(link()))
    assert visitor.post(link(), ARRIVES).status_code == 200
    assert not Mandate.objects.filter(role="industrial-lead", organisation__name="Fonderie fictive").exists()
    visitor.force_login(Person.objects.get(email="noe@exemple.fr"))
    assert visitor.post(link()).headers["Location"] == reverse("workspace:home")
    assert Mandate.objects.filter(person=people["member"], role="industrial-lead").exists()


def test_somebody_else_who_is_signed_in_is_told_so(delegate, signed_in_as):
    invite(delegate)
    other = signed_in_as("member")
    for answer in (other.get(link()), other.post(link())):
        assert answer.status_code == 409
        assert "une autre adresse" in said(answer)
    assert Invitation.objects.get().is_open


def test_expired_withdrawn_and_unknown_links_each_have_their_words(delegate):
    invite(delegate)
    made = Invitation.objects.get()
    Invitation.objects.update(expires_at=timezone.now())
    assert "a expiré le" in said(Client().get(link()))
    delegate.post(reverse("workspace:send", args=[made.reference]))
    assert Client().get(link()).status_code == 200
    delegate.post(reverse("workspace:close", args=[made.reference]), {"reason": "erreur"})
    gone = Client().get(link())
    assert (gone.status_code, "n’ouvre rien" in said(gone)) == (404, True)
    assert Client().get(reverse("workspace:accept", args=["inventé"])).status_code == 404


def test_a_mail_server_that_fails_loses_nothing(delegate, monkeypatch, caplog):
    def fail(*_args, **_more):
        raise smtplib.SMTPRecipientsRefused({"noe@exemple.fr": (550, b"no")})

    with monkeypatch.context() as down:
        down.setattr("django.core.mail.EmailMessage.send", fail)
        page = invite(delegate)
    assert "l’invitation reste à envoyer" in page.content.decode()
    assert "à envoyer" in said(page)
    assert "noe@exemple.fr" not in caplog.text
    made = Invitation.objects.get()
    assert "Envoyer l’invitation" in " ".join(task.what for task in _tasks(delegate))
    delegate.post(reverse("workspace:send", args=[made.reference]))
    assert Client().post(link(), ARRIVES).status_code == 302
    assert Person.objects.filter(email="noe@exemple.fr").exists()


def _tasks(client: Client):
    from tandem.accounts.tasks import waiting_for
    from tandem.core.clock import today

    return waiting_for(client.get(reverse("workspace:home")).wsgi_request.acting, today())


def test_a_proposal_is_approved_by_who_may_give_the_role(signed_in_as, delegate):
    manager = signed_in_as("project-manager")
    page = invite(manager, "local-partner")
    assert "attend qui peut donner ce mandat" in page.content.decode()
    assert mail.outbox == []
    made = Invitation.objects.get()
    address = reverse("workspace:invitation", args=[made.reference])
    assert "Approuver" not in said(manager.get(address))
    manager.post(reverse("workspace:send", args=[made.reference]))
    assert mail.outbox == []
    assert "Approuver et envoyer" in said(delegate.get(address))
    delegate.post(reverse("workspace:send", args=[made.reference]))
    assert Client().post(link(), ARRIVES).status_code == 302


def test_one_asks_to_join_and_is_answered(signed_in_as, company, people):
    client = Client()
    client.force_login(Person.objects.create_user("seul@exemple.fr", first_name="Seul", last_name="Fictif"))
    client.post(reverse("workspace:join"), {"organisation": "552100554", "message": "bonjour"})
    asked = JoiningRequest.objects.get()
    assert "En attente" in said(client.get(reverse("workspace:join")))
    twice = client.post(reverse("workspace:join"), {"organisation": "fonderie", "message": ""})
    assert twice.status_code == 422
    delegate = signed_in_as("delegate")
    assert "Seul Fictif" in said(delegate.get(reverse("workspace:invitations")))
    address = reverse("workspace:joining", args=[asked.reference])
    assert "Quel mandat donner" in said(delegate.get(address))
    terms = {"scope": "ti-8413", "first": "2026-10-01", "last": "", "ground": "embauche"}
    done = delegate.post(f"{address}?role=industrial-lead", terms)
    assert done.status_code == 302, said(done)
    assert "Vous agissez pour" in client.get(reverse("workspace:home")).content.decode()


def test_a_refusal_is_read_with_its_reason(signed_in_as, company):
    client = Client()
    client.force_login(Person.objects.create_user("seul@exemple.fr", first_name="Seul", last_name="Fictif"))
    client.post(reverse("workspace:join"), {"organisation": "552100554", "message": ""})
    asked = JoiningRequest.objects.get()
    assert signed_in_as("member").get(reverse("workspace:joining", args=[asked.reference])).status_code == 404
    signed_in_as("delegate").post(reverse("workspace:refuse", args=[asked.reference]), {"reason": "hors de propos"})
    assert "hors de propos" in said(client.get(reverse("workspace:join")))


def test_ones_data_are_taken_away(signed_in_as, people):
    client = signed_in_as("member")
    file = client.get(reverse("workspace:my_data_file"))
    data = json.loads(file.content)
    assert data["account"]["email"] == people["member"].email
    assert [each["role"] for each in data["mandates"]] == ["member"]
    assert people["delegate"].email not in file.content.decode()


def test_one_erases_ones_account_after_a_fresh_proof_and_the_word(people):
    person = people["member"]
    person.set_password(PASSWORD)
    person.save()
    client = Client()
    client.force_login(person)
    address = reverse("workspace:erase_me")
    assert client.post(address, {"word": "EFFACER"}).headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.post(address, {"word": "oui"}).status_code == 422
    person.refresh_from_db()
    assert person.erased_at is None
    assert client.post(address, {"word": "effacer"}).headers["Location"] == reverse("account_login")
    person.refresh_from_db()
    assert person.erased_at is not None
    assert client.get(reverse("workspace:home")).status_code == 302
