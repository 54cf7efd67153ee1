"""Agreements from draft to signed copy: what each step asks, and scans recognised by the codes of their pages."""

import datetime as dt
import io

import page
import pypdfium2
import pytest
from PIL import Image

from tandem.accounts.acting import By, RefusedError
from tandem.accounts.scopes import Scope, ScopeKind
from tandem.core.clock import today
from tandem.core.errors import NotFoundError, TandemError
from tandem.core.models import JournalEntry
from tandem.steering.agreements import as_pdf
from tandem.steering.agreements_in_word import as_docx
from tandem.territories import papers
from tandem.territories.contents import fields_of
from tandem.territories.models import Agreement, AgreementState
from tandem.territories.rules import differences
from tandem.territories.scans import read_scan
from tandem.territories.usecases import agreements as acts
from tandem.territories.versions import StaleError

pytestmark = pytest.mark.django_db
OYONNAX = Scope(ScopeKind.TERRITORY, "ti-8413")
SECTIONS = {
    title: f"{title}, texte fictif.\n\n" + "Un paragraphe assez long pour remplir la page. " * 60
    for title in ("Objet", "Enjeux du territoire", "Plan d’actions", "Engagements des parties", "Gouvernance et suivi")
}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.TANDEM_HOME = tmp_path


@pytest.fixture
def manager(held) -> By:
    return By(held("project-manager", "intermunicipality", OYONNAX))


@pytest.fixture
def elected(held, parties) -> By:
    """For the intermunicipality that is a party."""
    mandate = held("elected-lead", "intermunicipality", OYONNAX, name="elue")
    mandate.organisation = parties[0][0]
    mandate.save()
    return By(mandate, second_factor=True)


@pytest.fixture
def parties(organisation):
    public = {"capacity": "public", "quality": "présidente", "deliberation": "2026-041"}
    return (
        (organisation("intermunicipality", "Intercommunalité fictive"),
         public | {"signatory": "Alix Fictive", "deliberated_on": dt.date(2026, 9, 1)}),
        (organisation("prefecture-department", "Préfecture fictive"),
         {"capacity": "public", "quality": "préfet", "signatory": "Lou Fictif", "power": "décret du 1er mars 2025"}),
        (organisation("company", "Usine fictive"),
         {"capacity": "economic", "quality": "directeur", "signatory": "Noor Fictif"}),
    )  # fmt: skip


@pytest.fixture
def draft(manager, oyonnax, parties) -> Agreement:
    agreement = acts.draft_agreement(manager, territory=oyonnax, kind="contract", title="Contrat fictif")
    for organisation, said in parties:
        acts.set_party(manager, agreement, organisation=organisation, **said)
    agreement.refresh_from_db()
    return acts.edit_agreement(
        manager, agreement, version=agreement.version, title="Contrat fictif", starts=dt.date(2026, 10, 1),
        ends=dt.date(2027, 12, 31), sections=SECTIONS,
    )  # fmt: skip


@pytest.fixture
def ready(manager, draft) -> Agreement:
    return acts.make_ready(manager, draft, version=draft.version)


def test_what_is_lacking_is_all_said_at_once(manager, oyonnax, parties):
    agreement = acts.draft_agreement(manager, territory=oyonnax, kind="contract", title="Contrat fictif")
    organisation, said = parties[0]
    acts.set_party(manager, agreement, organisation=organisation, **said | {"deliberation": "", "signatory": ""})
    agreement.refresh_from_db()
    with pytest.raises(TandemError) as refusal:
        acts.make_ready(manager, agreement, version=agreement.version)
    told = str(refusal.value)
    for part in ("au moins deux parties", "dire qui signe", "délibération", "Plan d’actions", "prise d’effet"):
        assert part in told
    assert Agreement.objects.get(pk=agreement.pk).state == "draft"


def test_two_people_at_one_draft_the_second_is_told(manager, draft):
    again = {"title": "Autre", "starts": None, "ends": None, "sections": {"Objet": "le mien"}}
    acts.edit_agreement(manager, draft, version=draft.version, **again)
    with pytest.raises(StaleError) as stale:
        acts.edit_agreement(manager, draft, version=draft.version, **again)
    assert stale.value.latest.title == "Autre"


def test_signing_asks_for_the_right_and_a_second_factor(manager, elected, ready):
    with pytest.raises(RefusedError, match="ne le permet pas"):
        acts.sign(manager, ready, on=today())
    with pytest.raises(RefusedError, match="second facteur"):
        acts.sign(By(elected.mandate), ready, on=today())
    with pytest.raises(TandemError, match="d’avance"):
        acts.sign(elected, ready, on=today() + dt.timedelta(1))
    with pytest.raises(TandemError, match="pas encore délibéré"):
        acts.sign(elected, ready, on=dt.date(2026, 8, 1))
    signed = acts.sign(elected, ready, on=today())
    assert (signed.state, signed.signed_on) == ("signed", today())
    assert JournalEntry.objects.order_by("-sequence").first().code == "territories.agreement_signed"
    assert [each.state for each in AgreementState.objects.filter(of=ready)][-2:] == ["ready", "signed"]


def test_a_text_that_is_closed_does_not_change_until_it_is_reopened(manager, ready, parties):
    with pytest.raises(TandemError, match="prêt à signer"):
        acts.set_party(manager, ready, organisation=parties[0][0], quality="vice-présidente")
    before = ready.digest
    held = acts.reopen(manager, ready, reason="erreur de date")
    acts.set_party(manager, held, organisation=parties[0][0], quality="vice-présidente")
    held.refresh_from_db()
    assert acts.make_ready(manager, held, version=held.version).digest != before


def test_every_page_of_the_pdf_bears_its_code(ready):
    scan = read_scan(as_pdf(ready))
    assert scan.pages >= 3
    assert [code.page for code in scan.codes] == list(range(1, scan.pages + 1))
    assert {(code.agreement, code.digest, code.pages) for code in scan.codes} == {
        (ready.pk, ready.digest[:16], scan.pages)
    }


def test_a_draft_bears_none_and_says_not_to_sign(draft):
    content = as_pdf(draft)
    assert read_scan(content).codes == ()
    document = pypdfium2.PdfDocument(content)
    assert "ne pas signer" in document[0].get_textpage().get_text_range()
    document.close()


def pictures_of(content: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(content)
    found = [document[number].render(scale=2.0).to_pil().convert("RGB") for number in range(len(document))]
    document.close()
    return found


def scanned(pictures, *, turned: float = 1.5) -> bytes:
    """Pages as a scanner gives them: pictures, a little askew, compressed."""
    out = io.BytesIO()
    askew = [each.rotate(turned, expand=True, fillcolor="white") for each in pictures]
    askew[0].save(out, format="PDF", save_all=True, append_images=askew[1:], quality=60)
    return out.getvalue()


def test_a_scan_of_all_pages_in_any_order_is_recognised_and_kept(manager, oyonnax, ready):
    content = scanned(pictures_of(as_pdf(ready))[::-1])
    copy = acts.attach_copy(manager, oyonnax, content)
    assert copy.agreement == ready
    assert papers.read(copy.sha256) == content
    assert (copy.media_type, copy.size) == ("application/pdf", len(content))
    with pytest.raises(TandemError, match="déjà joint"):
        acts.attach_copy(manager, oyonnax, content)
    with pytest.raises(TandemError, match="exemplaire signé est joint"):
        acts.reopen(manager, ready, reason="trop tard")


def test_the_page_that_misses_is_named(manager, oyonnax, ready):
    pages = pictures_of(as_pdf(ready))
    with pytest.raises(TandemError, match="manque la page 2"):
        acts.attach_copy(manager, oyonnax, scanned([pages[0], *pages[2:]]))
    with pytest.raises(TandemError, match=r"manque les pages 2.*code n’a pas pu être lu\s: 1"):
        acts.attach_copy(manager, oyonnax, scanned([pages[0], Image.new("RGB", (900, 1200), "white")]))
    assert not ready.copies.exists()


def test_pages_of_an_earlier_version_are_refused(manager, oyonnax, ready):
    earlier = scanned(pictures_of(as_pdf(ready)))
    held = acts.reopen(manager, ready, reason="erreur de date")
    with pytest.raises(TandemError, match="rouvert"):
        acts.attach_copy(manager, oyonnax, earlier)
    held = acts.edit_agreement(
        manager, held, version=held.version, title="Contrat corrigé", starts=held.starts, ends=held.ends,
        sections=held.sections,
    )  # fmt: skip
    acts.make_ready(manager, held, version=held.version)
    with pytest.raises(TandemError, match="autre version"):
        acts.attach_copy(manager, oyonnax, earlier)


def test_the_pages_of_another_territory_are_not_found(manager, held, ready):
    from tandem.territories.models import Territory

    elsewhere = By(held("project-manager", "intermunicipality", Scope(ScopeKind.TERRITORY, "ti-8412"), name="autre"))
    with pytest.raises(NotFoundError, match="pas de ce territoire"):
        acts.attach_copy(elsewhere, Territory.objects.get(pk="ti-8412"), as_pdf(ready))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "vide"),
        (b"<html><script>alert(1)</script></html>", "ni un PDF"),
        (b"PK\x03\x04" + b"0" * 100, "ni un PDF"),
        (b"%PDF-1.7\nthis is no document", "incomplet"),
        (b"%PDF-1.7\nthis is no document\n%%EOF\n", "ne peut pas être lu"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "incomplet"),
    ],
    ids=["empty", "html", "archive", "cut pdf", "broken pdf", "broken picture"],
)
def test_a_file_that_is_not_a_scan_is_refused_in_words(manager, oyonnax, content, told):
    with pytest.raises(TandemError, match=told):
        acts.attach_copy(manager, oyonnax, content)


def test_a_page_without_a_code_is_not_recognised(manager, oyonnax):
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, format="PNG")
    with pytest.raises(NotFoundError, match="Aucun code"):
        acts.attach_copy(manager, oyonnax, out.getvalue())


def test_a_huge_file_is_refused_before_it_is_read(manager, oyonnax, monkeypatch):
    monkeypatch.setattr("tandem.territories.scans.MOST_BYTES", 10)
    with pytest.raises(TandemError, match="au plus"):
        acts.attach_copy(manager, oyonnax, b"%PDF-1.7" + b"0" * 100)


def test_an_amendment_is_compared_field_by_field(manager, elected, oyonnax, ready):
    signed = acts.sign(elected, ready, on=today())
    amendment = acts.draft_agreement(manager, territory=oyonnax, kind="amendment", title="Avenant 1", amends=signed)
    assert list(amendment.parties.values_list("deliberation", flat=True)) == ["", "", ""]
    amendment = acts.edit_agreement(
        manager, amendment, version=amendment.version, title="Avenant 1", starts=amendment.starts,
        ends=dt.date(2028, 12, 31), sections=amendment.sections | {"Plan d’actions": "Dix actions."},
    )  # fmt: skip
    parties = [list(each.parties.select_related("organisation", "person")) for each in (signed, amendment)]
    found = differences(fields_of(signed, parties[0]), fields_of(amendment, parties[1]))
    assert [each.field for each in found] == [
        "Prend fin le",
        "Partie\u202f: Intercommunalité fictive",
        "Plan d’actions",
    ]
    assert (found[0].before, found[0].after) == ("31 décembre 2027", "31 décembre 2028")
    with pytest.raises(TandemError, match="quel acte"):
        acts.draft_agreement(manager, territory=oyonnax, kind="amendment", title="Avenant 2")


def test_the_word_file_says_the_same_and_bears_the_code_of_its_version(ready, manager, oyonnax):
    from docx import Document

    document = Document(io.BytesIO(as_docx(ready)))
    text = "\n".join(each.text for each in document.paragraphs)
    for part in ("Contrat fictif", "Usine fictive", "2026-041", "1er octobre 2026", "Plan d’actions, texte fictif"):
        assert part in text.replace("\u202f", " ").replace("\u00a0", " "), part
    picture = next(part for part in document.part.package.iter_parts() if part.partname.endswith(".png"))
    with pytest.raises(TandemError, match="fichier Word"):
        acts.attach_copy(manager, oyonnax, picture.blob)


def test_an_independent_validator_finds_the_pdf_conformant_to_pdf_ua_1(ready):
    verdict = page.validate_pdf_bytes(as_pdf(ready), profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in verdict.failures] == []
    assert verdict.is_compliant
