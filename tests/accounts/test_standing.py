"""For whom somebody acts, page after page; and the rules of views that read it."""

import datetime as dt
import re

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import path, reverse

from tandem.accounts.access import may_do, signed_in
from tandem.accounts.scopes import Place, Scope, ScopeKind
from tandem.core.access import opened_by
from tandem.core.clock import today
from tandem.urls import urlpatterns as site

TERRITORIES = {"ti-8413": Place(territories={"ti-8413"}), "ti-2802": Place(territories={"ti-2802"})}


def place(request) -> Place:
    found = TERRITORIES.get(request.resolver_match.kwargs["code"])
    if found is None:
        raise Http404
    return found


@opened_by(may_do("governance.manage", place_of=place), methods=("GET", "POST"))
def object_page(request, code):
    return HttpResponse(f"{request.acting.role} {code}")


@opened_by(may_do("committees.decide"), methods=("GET", "POST"))
def decision(request):
    return HttpResponse(f"done by {request.acting.role}")


@opened_by(signed_in)
def own(request):
    return HttpResponse("acting" if request.acting else "nobody")


def unruled(request):
    return HttpResponse("open")


urlpatterns = [
    *site,
    path("essai/objet/<str:code>/", object_page),
    path("essai/decision/", decision),
    path("essai/soi/", own),
    path("essai/sans-regle/", unruled),
]
pytestmark = pytest.mark.urls("tests.accounts.test_standing")
HERE = Scope(ScopeKind.TERRITORY, "ti-8413")


@pytest.fixture
def manager(held):
    return held("project-manager", "intermunicipality", HERE)


@pytest.fixture
def client(manager) -> Client:
    client = Client()
    client.force_login(manager.person)
    return client


def end(mandate, last: dt.date) -> None:
    mandate.validity = DateRange(mandate.validity.lower, last + dt.timedelta(days=1))
    mandate.save()


def test_a_visitor_is_sent_to_sign_in_and_comes_back(db):
    answer = Client().get("/essai/objet/ti-8413/?x=1")
    assert answer.headers["Location"] == f"{reverse('account_login')}?next=/essai/objet/ti-8413/%3Fx%3D1"


def test_what_a_visitor_posts_is_not_done_again_after_signing_in(db):
    answer = Client().post("/essai/decision/")
    assert answer.headers["Location"] == reverse("account_login")


def test_an_object_of_ones_perimeter_opens(client):
    assert client.get("/essai/objet/ti-8413/").content == b"project-manager ti-8413"


def test_an_object_elsewhere_is_not_found_like_one_that_does_not_exist(client):
    elsewhere, nowhere = client.get("/essai/objet/ti-2802/"), client.get("/essai/objet/ti-0000/")
    assert elsewhere.status_code == nowhere.status_code == 404
    told = [re.search("<main.*</main>", each.content.decode(), re.S)[0] for each in (elsewhere, nowhere)]
    assert told[0] == told[1]


def test_a_role_that_does_not_allow_it_is_told_why(client):
    answer = client.get("/essai/decision/")
    assert answer.status_code == 403
    assert "Chef de projet" in answer.content.decode()


def test_an_object_elsewhere_is_not_found_also_for_a_role_that_could_do_nothing_with_it(held):
    visitor = Client()
    visitor.force_login(held("local-partner", "company", HERE).person)
    assert visitor.get("/essai/objet/ti-2802/").status_code == 404
    assert visitor.get("/essai/objet/ti-8413/").status_code == 403


def test_without_a_mandate_one_is_told_so(person):
    visitor = Client()
    visitor.force_login(person("nobody"))
    assert visitor.get("/essai/soi/").content == b"nobody"
    answer = visitor.get("/essai/decision/")
    assert answer.status_code == 403
    assert "mandat en vigueur" in answer.content.decode()


def test_a_decision_asks_for_a_second_factor(held):
    visitor = Client()
    visitor.force_login(held("elected-lead", "intermunicipality", HERE).person)
    answer = visitor.get("/essai/decision/")
    assert answer.status_code == 403
    assert "second facteur" in answer.content.decode()


def test_a_view_without_a_rule_is_closed_also_to_people_who_signed_in(client):
    assert client.get("/essai/sans-regle/").status_code == 403
    assert Client().get("/essai/sans-regle/").status_code == 403


def test_an_operation_that_does_not_exist_is_refused_where_the_rule_is_written():
    with pytest.raises(KeyError):
        may_do("governance.manege")


@pytest.fixture
def two(manager, organisation):
    """The project manager also manages an organisation."""
    from tandem.accounts.models import Mandate

    other = organisation("association", "Zénith")
    return Mandate.objects.create(
        person=manager.person, organisation=other, role="organisation-manager", scope_kind="organisation",
        scope_code=str(other.pk), validity=manager.validity, ground="pour les tests",
    )  # fmt: skip


def test_one_switches_in_one_step_and_stays_so(client, two):
    assert client.get("/essai/soi/").wsgi_request.acting.role == "project-manager"
    answer = client.post(reverse("workspace:switch"), {"mandate": two.pk, "next": "/espace/droits/"})
    assert answer.headers["Location"] == "/espace/droits/"
    assert client.get("/essai/soi/").wsgi_request.acting.role == "organisation-manager"
    assert "Vous agissez pour <strong>Zénith</strong>" in client.get(reverse("workspace:home")).content.decode()


def test_switching_never_leads_to_another_site(client, two):
    answer = client.post(reverse("workspace:switch"), {"mandate": two.pk, "next": "//ailleurs.example/"})
    assert answer.headers["Location"] == reverse("workspace:home")


def test_one_switches_only_among_ones_own_mandates_in_force(client, held, two):
    other = held("delegate", "national-delegation")
    end(two, dt.date(2026, 1, 31))
    for key in (other.pk, two.pk, "", "x", "9999999"):
        answer = client.post(reverse("workspace:switch"), {"mandate": key})
        assert answer.status_code == 404
        assert client.get("/essai/soi/").wsgi_request.acting.role == "project-manager"


def test_switching_is_not_done_by_a_link(client, two):
    assert client.get(reverse("workspace:switch"), {"mandate": two.pk}).status_code == 405


def test_a_mandate_that_ended_since_is_told_once_and_another_takes_over(client, two):
    client.post(reverse("workspace:switch"), {"mandate": two.pk})
    end(two, today() - dt.timedelta(days=1))
    text = client.get(reverse("workspace:home")).content.decode()
    assert "Votre mandat pour Zénith a pris fin le" in text
    assert "Vous agissez maintenant pour Organisation fictive" in text
    assert "a pris fin" not in client.get(reverse("workspace:rights")).content.decode()
    assert client.get("/essai/soi/").wsgi_request.acting.role == "project-manager"


def test_the_last_day_of_a_mandate_still_counts(client, manager):
    end(manager, today())
    assert client.get("/essai/soi/").content == b"acting"
    end(manager, today() - dt.timedelta(days=1))
    assert client.get("/essai/soi/").content == b"nobody"
    assert "plus de mandat en vigueur" in client.get(reverse("workspace:home")).content.decode()


def test_what_was_asked_under_a_mandate_that_has_ended_is_not_done_under_another(client, two):
    client.post(reverse("workspace:switch"), {"mandate": two.pk})
    end(two, today() - dt.timedelta(days=1))
    refused = client.post("/essai/objet/ti-8413/")
    assert refused.status_code == 403
    assert "a pris fin le" in refused.content.decode()
    assert "rien n’a été fait" in refused.content.decode()
    assert client.post("/essai/objet/ti-8413/").content == b"project-manager ti-8413"


def test_a_mandate_of_somebody_else_in_the_session_counts_for_nothing(client, held):
    other = held("delegate", "national-delegation")
    session = client.session
    session["tandem_mandate"] = other.pk
    session.save()
    request = client.get("/essai/soi/").wsgi_request
    assert request.acting.role == "project-manager"
    assert request.standing.ended is None


def test_a_public_page_does_not_look_at_who_reads_it(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/mentions-legales/")
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies
    assert "Se connecter" in answer.content.decode()
    assert answer.wsgi_request.session.accessed is False
