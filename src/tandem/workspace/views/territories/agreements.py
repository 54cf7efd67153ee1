"""Agreements: read, written, compared, printed, signed, and their signed copies."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.access import may_do
from tandem.accounts.rights import may
from tandem.core.access import opened_by
from tandem.core.clock import today
from tandem.core.errors import NotFoundError
from tandem.core.keys import is_number
from tandem.core.tables import Table
from tandem.core.typography import date_long, octets
from tandem.steering.agreements import as_pdf, dates_of, reference_of
from tandem.steering.agreements_in_word import as_docx
from tandem.territories import papers
from tandem.territories.contents import chapters_of, fields_of, kind_name, party_in_words, signer_of
from tandem.territories.models import Agreement, Party, SignedCopy, Territory
from tandem.territories.rules import differences, missing_to_be_ready
from tandem.territories.usecases import agreements as acts
from tandem.workspace.presenters.territories import words
from tandem.workspace.views.territories import forms, places
from tandem.workspace.views.territories.answering import answer, done_or_refused
from tandem.workspace.views.territories.posts import side_by_side

BOTH = ("GET", "POST")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _page_of(pk: int) -> str:
    return reverse("workspace:agreement", args=[pk])


def _found(pk: int) -> Agreement:
    return get_object_or_404(Agreement.objects.select_related("territory", "amends"), pk=pk)


def _parties(agreement: Agreement) -> list[Party]:
    return list(agreement.parties.select_related("organisation", "person"))


@opened_by(may_do("territories.follow", places.of_agreement))
def page(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = _found(pk)
    parties, place, held = _parties(agreement), places.of_agreement(request), programme.current()
    context = {
        "agreement": agreement,
        "object": f"agreement:{pk}",
        "territory": agreement.territory,
        "reference": reference_of(agreement),
        "kind": kind_name(agreement.kind),
        "state": words.agreement_state(agreement, today()),
        "dates": dates_of(agreement),
        "parties": [(party, party_in_words(party)) for party in parties],
        "sections": [(title, agreement.sections.get(title, "")) for title in chapters_of(agreement)],
        "lacks": _lacks(agreement, parties) if agreement.state == acts.DRAFT else [],
        "compared": _compared(agreement, parties),
        "copies": _copies(agreement),
        "may_prepare": bool(may(request.acting, "contracts.prepare", place, held)),
        "may_sign": bool(may(request.acting, "contracts.sign", place, held))
        and request.acting.organisation in {party.organisation_id for party in parties},
    }
    return render(request, "workspace/territories/agreement.html", context)


def _lacks(agreement: Agreement, parties: list[Party]) -> list[str]:
    kind = next((each for each in programme.current().governance.agreements if each.code == agreement.kind), None)
    return missing_to_be_ready(
        [signer_of(party) for party in parties], agreement.sections, kind.sections if kind else (), agreement.starts,
        amends=bool(kind and kind.amends), amended=agreement.amends_id is not None,
    )  # fmt: skip


def _compared(agreement: Agreement, parties: list[Party]) -> Table | None:
    if agreement.amends is None:
        return None
    found = differences(fields_of(agreement.amends, _parties(agreement.amends)), fields_of(agreement, parties))
    return side_by_side(found, agreement.amends.title, agreement.title)


def _copies(agreement: Agreement) -> list[dict[str, Any]]:
    return [
        {"pk": copy.pk, "size": octets(copy.size), "pages": copy.pages, "sha256": copy.sha256,
         "added": date_long(copy.added_at.date())}
        for copy in agreement.copies.all()
    ]  # fmt: skip


@opened_by(may_do("contracts.prepare", places.of_territory), methods=BOTH)
def new(request: HttpRequest, code: str) -> HttpResponse:
    territory = get_object_or_404(Territory, pk=code)
    return answer(
        request,
        forms.NewAgreement(territory, request.POST or None),
        lambda said: acts.draft_agreement(request.standing.by, territory=territory, **said),
        title=_("Préparer un acte, %s") % territory.name,
        back=f"{reverse('workspace:territory', args=[code])}#actes",
        done=lambda agreement: _("« %s » est commencé.") % agreement.title,
        submit=_("Commencer cet acte"),
    )


@opened_by(may_do("contracts.prepare", places.of_agreement), methods=BOTH)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = _found(pk)
    chapters = chapters_of(agreement)
    initial = {"title": agreement.title, "starts": agreement.starts, "ends": agreement.ends,
               "version": agreement.version}  # fmt: skip
    initial |= {f"chapter-{rank}": agreement.sections.get(title, "") for rank, title in enumerate(chapters)}
    form = forms.EditAgreement(chapters, request.POST or None, initial=initial)

    def do(said: dict[str, Any]) -> Agreement:
        wanted = {field: said[field] for field in ("version", "title", "starts", "ends")}
        return acts.edit_agreement(request.standing.by, agreement, sections=form.sections, **wanted)

    def changed(latest: Agreement) -> Table:
        typed = {_("Intitulé"): form.cleaned_data["title"]} | form.sections
        kept = {_("Intitulé"): latest.title} | {title: latest.sections.get(title, "") for title in form.sections}
        return side_by_side(differences(typed, kept), _("Ce que vous avez écrit"), _("Ce qui est enregistré"))

    return answer(
        request,
        form,
        do,
        title=_("Écrire « %s »") % agreement.title,
        back=_page_of(pk),
        done=lambda agreement: _("Le texte est enregistré."),
        submit=_("Enregistrer le texte"),
        changed=changed,
    )


@opened_by(may_do("contracts.prepare", places.of_agreement), methods=BOTH)
def new_party(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = _found(pk)
    return _party(
        request, agreement, forms.PartyForm(agreement.territory, request.POST or None), _("Inscrire une partie")
    )


@opened_by(may_do("contracts.prepare", places.of_party), methods=BOTH)
def edit_party(request: HttpRequest, pk: int) -> HttpResponse:
    party = get_object_or_404(Party.objects.select_related("agreement__territory"), pk=pk)
    fields = ("organisation", "capacity", "signatory", "quality", "deliberation", "deliberated_on", "power")
    initial = {field: getattr(party, field) for field in fields} | {"organisation": party.organisation_id}
    initial |= {"person": str(party.person_id or "")}
    form = forms.PartyForm(party.agreement.territory, request.POST or None, initial=initial)
    return _party(request, party.agreement, form, _("Corriger une partie"))


def _party(request: HttpRequest, agreement: Agreement, form: forms.PartyForm, title: str) -> HttpResponse:
    return answer(
        request,
        form,
        lambda said: acts.set_party(request.standing.by, agreement, **said),
        title=title,
        lead=agreement.title,
        back=_page_of(agreement.pk),
        done=lambda party: _("%s est partie à l’acte.") % party.organisation.name,
        submit=_("Enregistrer cette partie"),
    )


@opened_by(may_do("contracts.prepare", places.of_party), methods=("POST",))
def remove_party(request: HttpRequest, pk: int) -> HttpResponse:
    party = get_object_or_404(Party.objects.select_related("agreement"), pk=pk)
    return done_or_refused(
        request, lambda: acts.remove_party(request.standing.by, party), _("La partie est retirée."),
        _page_of(party.agreement_id),
    )  # fmt: skip


@opened_by(may_do("contracts.prepare", places.of_agreement), methods=("POST",))
def ready(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = _found(pk)
    version = request.POST.get("version", "")
    return done_or_refused(
        request,
        lambda: acts.make_ready(request.standing.by, agreement, version=int(version) if is_number(version) else 0),
        _("Le texte est arrêté : imprimer le PDF et le faire signer."),
        _page_of(pk),
    )


@opened_by(may_do("contracts.prepare", places.of_agreement), methods=BOTH)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = _found(pk)
    return answer(
        request,
        forms.Reason(request.POST or None),
        lambda said: acts.reopen(request.standing.by, agreement, **said),
        title=_("Rouvrir le texte de « %s »") % agreement.title,
        lead=_("Les pages déjà imprimées ne seront plus reconnues."),
        back=_page_of(pk),
        done=lambda agreement: _("Le texte est rouvert."),
        submit=_("Rouvrir le texte"),
    )


@opened_by(may_do("contracts.sign", places.of_agreement), methods=BOTH)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = _found(pk)
    return answer(
        request,
        forms.Signature(request.POST or None),
        lambda said: acts.sign(request.standing.by, agreement, **said),
        title=_("Écrire la signature de « %s »") % agreement.title,
        lead=_("L’acte a été signé par toutes ses parties. Son texte ne changera plus."),
        back=_page_of(pk),
        done=lambda agreement: _("« %s » est signé.") % agreement.title,
        submit=_("Écrire cette signature"),
    )


@opened_by(may_do("contracts.prepare", places.of_territory), methods=BOTH)
def attach(request: HttpRequest, code: str) -> HttpResponse:
    territory = get_object_or_404(Territory, pk=code)
    return answer(
        request,
        forms.Copy(request.POST or None, request.FILES or None),
        lambda said: acts.attach_copy(request.standing.by, territory, said["file"].read()),
        title=_("Joindre un exemplaire signé, %s") % territory.name,
        back=f"{reverse('workspace:territory', args=[code])}#actes",
        done=lambda copy: (
            _("L’exemplaire de « %(title)s » est reconnu et gardé (%(pages)d pages).")
            % {"title": copy.agreement.title, "pages": copy.pages}
        ),
        submit=_("Joindre cet exemplaire"),
    )


@opened_by(may_do("territories.follow", places.of_agreement))
def as_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The PDF to sign, or the Word file to work on."""
    agreement = _found(pk)
    kind, make = ("application/pdf", as_pdf) if form == "pdf" else (WORD, as_docx)
    return saved(make(agreement), kind, f"acte-{pk}.{form}")


@opened_by(may_do("territories.follow", places.of_copy))
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SignedCopy, pk=pk)
    endings = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
    name = f"acte-{found.agreement_id}-signe.{endings.get(found.media_type, 'bin')}"
    try:
        content = papers.read(found.sha256)
    except NotFoundError as error:
        raise Http404(str(error)) from error
    return saved(content, found.media_type, name)


def saved(content: bytes, kind: str, name: str) -> HttpResponse:
    """Answer with a file that a browser saves and never shows as a page of this site."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
