"""Pages of territories: each role sees its own, as of any day; acts are forms; another territory is not found."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tandem import programme
from tandem.accounts.tasks import waiting_for
from tandem.core.clock import today
from tandem.core.journal.notices import audience_of
from tandem.core.models import JournalEntry
from tandem.steering.agreements import as_pdf
from tandem.territories import demo
from tandem.territories.models import ActivityReport, Agreement, Candidacy, Holding, Post, SignedCopy, Territory
from tests.workspace.test_pages import said

FOLLOWING = [role.code for role in programme.current().roles if "territories.follow" in role.may]
OTHERS = [role.code for role in programme.current().roles if "territories.follow" not in role.may]
HERE, ELSEWHERE = "ti-8413", "ti-2801"
SECTIONS = ("Sa vie", "Chefs de projet", "Protocole, contrat, avenants", "Correspondants", "Ce qui s’est passé")


@pytest.fixture(autouse=True)
def governance(people, settings, tmp_path):
    demo.prepare(actor="tests")
    settings.TANDEM_HOME = tmp_path


def page(client, name: str, *args, status: int = 200, query: str = "") -> str:
    answer = client.get(reverse(f"workspace:{name}", args=args) + query)
    assert answer.status_code == status, (name, answer.content[:300])
    return said(answer)


@pytest.mark.parametrize("role", FOLLOWING)
def test_whoever_follows_sees_the_territories_of_their_perimeter_and_no_other(signed_in_as, role):
    client = signed_in_as(role)
    text = page(client, "territories")
    assert "Plastics Vallée" in text
    found = page(client, "territory", HERE)
    assert all(section in found for section in SECTIONS)
    status = 200 if programme.current().role(role).scope == "nation" else 404
    page(client, "territory", ELSEWHERE, status=status)
    assert (Territory.objects.get(pk=ELSEWHERE).name in text) == (status == 200)


@pytest.mark.parametrize("role", OTHERS)
def test_who_does_not_follow_territories_is_refused(signed_in_as, role):
    assert signed_in_as(role).get(reverse("workspace:territories")).status_code == 403


def test_every_page_speaks_french_with_its_typography(signed_in_as, theme):
    agreement = Agreement.objects.get(kind="amendment")
    report = ActivityReport.objects.filter(status="submitted").get()
    pages = [
        ("territories", ()), ("territory", (HERE,)), ("territory", ("ti-2802",)), ("post_new", (HERE,)),
        ("agreement", (agreement.pk,)), ("agreement_new", (HERE,)), ("copy_attach", (HERE,)), ("report", (report.pk,)),
        ("candidacies", ()), ("candidacy", (Candidacy.objects.get().pk,)), ("candidacy_new", ()),
        ("post_leave", (Holding.objects.filter(post__territory=HERE).get().pk,)), ("agreement_reopen", (agreement.pk,)),
    ]  # fmt: skip
    client = signed_in_as("delegate")
    for name, args in pages:
        assert re.findall(r"\w'\w|[^\u202f] ?[?!;»](?=\s)|« | :\s", page(client, name, *args)) == [], name


def test_a_territory_as_of_three_days(signed_in_as):
    client = signed_in_as("delegate")
    before = page(client, "territory", "ti18-8408", query="?date=2020-10-15")
    assert "Labellisé" in before
    assert "15 octobre 2020" in before
    assert "Contrat de Territoire d’industrie" in before
    renewed = page(client, "territory", HERE, query="?date=2023-11-09")
    assert "Renouvelé" in renewed
    assert "Aucun poste financé à cette date" in renewed
    now = page(client, "territory", HERE)
    assert "Aucun poste financé" not in now
    assert "Avenant" in now
    assert "Avenant" not in renewed
    assert "Pas de périmètre à cette date" in page(client, "territory", HERE, query="?date=2020-10-15")


def test_a_day_that_is_none_is_told_beside_its_field(signed_in_as):
    text = page(signed_in_as("delegate"), "territory", HERE, query="?date=hier", status=422)
    assert "n’est pas une date" in text


def test_filters_keep_what_they_say(signed_in_as):
    client = signed_in_as("delegate")
    assert "Plastics" not in page(client, "territories", query="?etat=pair")
    assert "Plastics" in page(client, "territories", query="?q=plastics")
    assert "Aucun territoire de votre périmètre" in page(client, "territories", query="?q=nulle-part")


def test_vacancies_are_shown_with_how_long(signed_in_as):
    text = page(signed_in_as("delegate"), "territory", "ti-2802")
    assert "vacant" in text
    assert "silencieux" in text
    assert re.search(r"depuis le .*\(\d+\s(jours|mois|ans)\)", text)
    assert "absent" in text


@pytest.mark.parametrize(("name", "args", "most"), [("territories", (), 10), ("territory", (HERE,), 30)])
def test_a_fixed_number_of_queries(signed_in_as, django_assert_max_num_queries, name, args, most):
    client = signed_in_as("delegate")
    page(client, name, *args)
    with django_assert_max_num_queries(most):
        page(client, name, *args)


def post(client, page: str, /, *args, **data):
    return client.post(reverse(f"workspace:{page}", args=args), data)


def test_a_post_is_opened_recruited_for_held_and_left(signed_in_as, people):
    client = signed_in_as("state-instructor")
    employer = Post.objects.filter(territory=HERE).first().employer
    form = page(client, "post_new", HERE)
    assert "Employeur" in form
    wanted = {"employer": employer.pk, "rate": "80", "cap": "60000", "working_time": "50", "first": "2026-09-01",
              "last": "2028-08-31"}  # fmt: skip
    refused = post(client, "post_new", HERE, **wanted | {"last": "2026-01-01"})
    assert refused.status_code == 422
    assert 'value="60000"' in refused.content.decode()
    assert post(client, "post_new", HERE, **wanted).status_code == 302
    opened = Post.objects.get(working_time=50)
    assert (opened.rate, opened.cap) == (8000, 6_000_000)
    assert post(client, "post_recruit", opened.pk, on="2026-09-15").status_code == 302
    mandate = people["project-manager"].mandates.first()
    assert post(client, "post_hold", opened.pk, mandate=mandate.pk, first="2026-10-01").status_code == 302
    assert post(client, "post_hold", opened.pk, mandate=mandate.pk, first="2026-11-01").status_code == 422
    holding = opened.holdings.get()
    assert post(client, "post_leave", holding.pk, last="2026-11-10", reason="").status_code == 422
    assert post(client, "post_leave", holding.pk, last="2026-11-10", reason="mutation").status_code == 302
    assert post(client, "post_close", opened.pk, last="2027-01-31", reason="fin").status_code == 302
    codes = set(JournalEntry.objects.filter(subject=f"post:{opened.pk}").values_list("code", flat=True))
    assert codes == {
        "territories.post_opened", "territories.recruitment_opened", "territories.post_held", "territories.post_left",
        "territories.post_closed",
    }  # fmt: skip
    told = page(client, "territory", HERE)
    assert "mutation" in told
    assert "a noté la vacance" in told


def test_a_report_is_written_submitted_and_accepted_by_somebody_else(signed_in_as):
    manager, instructor = signed_in_as("project-manager"), signed_in_as("state-instructor")
    there = Post.objects.get(territory=HERE)
    written = {"first_day": "2026-07-01", "last_day": "2026-09-30", "done": "Ateliers", "companies_met": "3",
               "actions_followed": "2", "invoiced": "10000.50", "version": ""}  # fmt: skip
    assert post(manager, "report_new", there.pk, **written | {"last_day": "2029-01-01"}).status_code == 422
    assert post(manager, "report_new", there.pk, **written).status_code == 302
    report = ActivityReport.objects.get(first_day=dt.date(2026, 7, 1))
    stale = written | {"done": "Mes ateliers", "version": "1"}
    assert post(manager, "report_edit", report.pk, **written | {"done": "Autres", "version": "1"}).status_code == 302
    refused = post(manager, "report_edit", report.pk, **stale)
    assert refused.status_code == 422
    shown = said(refused)
    assert "Mes ateliers" in shown
    assert "Autres" in shown
    assert post(manager, "report_edit", report.pk, **stale | {"version": "2"}).status_code == 302
    assert post(manager, "report_submit", report.pk).status_code == 302
    assert post(manager, "report_accept", report.pk).status_code == 422  # by who submitted it
    assert post(instructor, "report_accept", report.pk).status_code == 302
    report.refresh_from_db()
    assert (report.status, report.due) == ("accepted", 800_040)


def test_forms_begin_with_what_is_known_in_numbers_that_a_browser_reads(signed_in_as):
    form = signed_in_as("delegate").get(reverse("workspace:post_new", args=[HERE])).content.decode()
    assert 'value="80"' in form
    assert 'value="60000"' in form
    report = ActivityReport.objects.filter(status="submitted").get()
    ActivityReport.objects.filter(pk=report.pk).update(status="draft", submitted_on=None, invoiced=1_420_050)
    form = signed_in_as("project-manager").get(reverse("workspace:report_edit", args=[report.pk])).content.decode()
    assert 'value="14200.5"' in form
    assert 'value="2026-04-01"' in form


def test_an_agreement_goes_from_draft_to_signed_copy(signed_in_as, people):
    manager, elected = signed_in_as("project-manager"), signed_in_as("elected-lead")
    contract = Agreement.objects.filter(territory=HERE, kind="contract").get()
    assert post(manager, "agreement_new", HERE, kind="protocol", title="Protocole fictif").status_code == 302
    agreement = Agreement.objects.get(title="Protocole fictif")
    assert "au moins deux parties" in page(manager, "agreement", agreement.pk)
    for party in contract.parties.all():
        wanted = {"organisation": party.organisation_id, "capacity": party.capacity, "signatory": "Lou Fictif",
                  "quality": "président", "deliberation": "F-1", "power": "statuts"}  # fmt: skip
        assert post(manager, "party_new", agreement.pk, **wanted).status_code == 302
    agreement.refresh_from_db()
    text = {"title": agreement.title, "starts": "2026-12-01", "ends": "", "version": agreement.version,
            "chapter-0": "Objet", "chapter-1": "Enjeux", "chapter-2": "Calendrier"}  # fmt: skip
    assert post(manager, "agreement_edit", agreement.pk, **text).status_code == 302
    second = post(manager, "agreement_edit", agreement.pk, **text | {"chapter-0": "Mon objet"})
    assert second.status_code == 422
    assert "Mon objet" in said(second)
    agreement.refresh_from_db()
    assert post(elected, "agreement_ready", agreement.pk, version=agreement.version).status_code == 403
    assert post(manager, "agreement_ready", agreement.pk, version=agreement.version).status_code == 302
    assert post(manager, "agreement_sign", agreement.pk, on=today()).status_code == 403
    assert post(elected, "agreement_sign", agreement.pk, on=today()).status_code == 302
    agreement.refresh_from_db()
    answer = manager.get(reverse("workspace:agreement_pdf", args=[agreement.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert manager.get(reverse("workspace:agreement_docx", args=[agreement.pk])).content[:2] == b"PK"
    refused = post(manager, "copy_attach", HERE, file=SimpleUploadedFile("acte.pdf", b"<html>"))
    assert refused.status_code == 422
    assert "ni un PDF" in said(refused)
    assert post(manager, "copy_attach", HERE, file=SimpleUploadedFile("x.html", as_pdf(agreement))).status_code == 302
    kept = elected.get(reverse("workspace:copy", args=[SignedCopy.objects.get().pk]))
    assert (kept["Content-Type"], kept["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert kept["Content-Disposition"].startswith("attachment")
    assert "html" not in kept["Content-Disposition"]


def test_an_amendment_shows_what_it_changes(signed_in_as):
    text = page(signed_in_as("elected-lead"), "agreement", Agreement.objects.get(kind="amendment").pk)
    assert "Ce que cet acte change" in text
    assert "Douze actions au lieu de dix" in text
    assert "31 décembre 2028" in text


def test_objects_of_another_territory_are_not_found(signed_in_as):
    client = signed_in_as("project-manager")
    elsewhere = Agreement.objects.filter(territory="ti-3201").get()
    there = Post.objects.filter(territory="ti-2801").get()
    for name, key in (("agreement", elsewhere.pk), ("agreement_pdf", elsewhere.pk), ("agreement_edit", elsewhere.pk),
                      ("post_hold", there.pk), ("report_new", there.pk), ("agreement", 999_999),
                      ("candidacy", Candidacy.objects.get().pk)):  # fmt: skip
        assert client.get(reverse(f"workspace:{name}", args=[key])).status_code == 404, name


def test_a_candidacy_is_filed_by_the_region_and_withdrawn(signed_in_as):
    client = signed_in_as("region-instructor")
    held = Candidacy.objects.get()
    assert "Membres" in page(client, "candidacy", held.pk)
    taken = {"name": "Doublon", "phase": "2023-2027", "region": "84", "lead": held.lead_id, "filed_on": "2026-11-01",
             "members": "200042935"}  # fmt: skip
    refused = post(client, "candidacy_new", **taken)
    assert refused.status_code == 422
    assert "ti-8413" in said(refused)
    assert post(client, "candidacy_withdraw", held.pk, reason="report").status_code == 302
    again = taken | {"name": "Nouvelle", "members": "\n".join(held.members)}
    assert post(client, "candidacy_new", **again).status_code == 302
    assert post(client, "candidacy_new", **again | {"region": "28"}).status_code == 422
    assert Candidacy.objects.filter(name="Nouvelle", region="84").exists()


@pytest.mark.parametrize(
    ("role", "task"),
    [
        ("elected-lead", "Signer"),
        ("prefect-of-department", "Signer"),
        ("state-instructor", "Examiner le compte rendu"),
        ("project-manager", "Joindre l’exemplaire signé"),
        ("delegate", "Ouvrir le recrutement"),
    ],
)
def test_what_waits_for_each_role(signed_in_as, role, task, django_assert_max_num_queries):
    client = signed_in_as(role)
    acting = client.get(reverse("workspace:territories")).wsgi_request.acting
    tasks = waiting_for(acting, today())
    assert any(each.what.startswith(task) for each in tasks), [each.what for each in tasks]
    assert client.get(next(each.href for each in tasks if each.what.startswith(task))).status_code == 200


def test_who_leads_is_told_of_what_happens(signed_in_as, people):
    client = signed_in_as("state-instructor")
    report = ActivityReport.objects.filter(status="submitted").get()
    assert post(client, "report_accept", report.pk).status_code == 302
    entry = JournalEntry.objects.get(code="territories.report_accepted")
    told = {to.person: to for to in audience_of(entry)}
    assert {people[role].pk for role in ("elected-lead", "industrial-lead", "project-manager")} <= set(told)
    assert told[people["elected-lead"].pk].about == "territory:ti-8413"
