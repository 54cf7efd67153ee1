"""An agreement as the document that is signed (PDF) and as the one that is worked on (Word), from its record."""

import io
from collections.abc import Iterable
from typing import Any

import pypdfium2
import segno
from django.utils.translation import gettext as _

from tandem.core.clock import today
from tandem.core.typography import date_long, joined
from tandem.programme import current
from tandem.steering import addresses
from tandem.steering.payload.parts import frame, typeset_texts
from tandem.steering.typeset import Picture, typeset
from tandem.territories.codes import SHORT, Code
from tandem.territories.contents import chapters_of, kind_name, party_in_words
from tandem.territories.models import Agreement, Party

DRAFT = Agreement.State.DRAFT


def as_pdf(agreement: Agreement) -> bytes:
    """Return an agreement as an accessible PDF; each page bears its code, unless it is still a draft.

    It is composed once without codes, to know how many pages there are, then with them.

    Raises
    ------
    tandem.steering.typeset.TypesettingError
        It could not be composed or written.
    """
    data = payload_of(agreement)
    name = f"agreement-{agreement.pk}"
    bare = typeset("agreement", data, {}, name=f"{name}-bare")
    if agreement.state == DRAFT:
        return bare
    document = pypdfium2.PdfDocument(bare)
    pages = len(document)
    document.close()
    codes = {f"code-{page}": Code(agreement.pk, agreement.digest, page, pages) for page in range(1, pages + 1)}
    pictures = {key: Picture(str(code), str(code), lambda code=code: svg_of(code)) for key, code in codes.items()}
    return typeset("agreement", {**data, "coded": True}, pictures, name=name)


def svg_of(code: Code) -> str:
    """Draw the code of a page."""
    drawn = io.BytesIO()
    segno.make_qr(str(code), error="q").save(drawn, kind="svg", scale=4, border=4, light="#fff", xmldecl=False)
    return drawn.getvalue().decode()


def png_of(code: Code) -> bytes:
    """Draw the code of a page, for a file that takes no drawing."""
    drawn = io.BytesIO()
    segno.make_qr(str(code), error="q").save(drawn, kind="png", scale=8, border=4)
    return drawn.getvalue()


def payload_of(agreement: Agreement) -> dict[str, Any]:
    """Return what both documents say, as texts (two queries)."""
    parties = list(agreement.parties.select_related("organisation", "person"))
    programme, kind = current(), kind_name(agreement.kind)
    url = addresses.base() + addresses.territory(agreement.territory_id)
    return typeset_texts(
        {
            **frame(agreement.title, programme.name, agreement.ready_on or today(), url),
            "kind": kind,
            "territory": agreement.territory.name,
            "reference": reference_of(agreement),
            "stamp": stamp_of(agreement),
            "stamp-draft": _("Projet : ne pas signer.") if agreement.state == DRAFT else "",
            "coded": False,
            "amends": _amends(agreement),
            "groups": _groups(parties),
            "dates": dates_of(agreement),
            "sections": [
                {"title": title, "paragraphs": _paragraphs(agreement.sections.get(title, ""))}
                for title in chapters_of(agreement)
            ],
            "signatures": [{"organisation": party.organisation.name, "signs": _signs(party)} for party in parties],
            "alts": {},
        }
    )


def reference_of(agreement: Agreement) -> str:
    return _("%(kind)s n° %(number)d, %(territory)s (%(code)s)") % {
        "kind": kind_name(agreement.kind),
        "number": agreement.pk,
        "territory": agreement.territory.name,
        "code": agreement.territory_id,
    }


def stamp_of(agreement: Agreement) -> str:
    if agreement.state == DRAFT:
        return _("Projet du %s") % date_long(today())
    return _("Texte arrêté le %(day)s, empreinte %(digest)s") % {
        "day": date_long(agreement.ready_on), "digest": agreement.digest[:SHORT]}  # fmt: skip


def dates_of(agreement: Agreement) -> str:
    """Say from when to when an agreement holds."""
    if agreement.starts is None:
        return _("La date de prise d’effet reste à fixer.")
    if agreement.ends is None:
        return _("Le présent acte prend effet le %s, sans terme.") % date_long(agreement.starts)
    return _("Le présent acte prend effet le %(starts)s et prend fin le %(ends)s.") % {
        "starts": date_long(agreement.starts), "ends": date_long(agreement.ends)}  # fmt: skip


def _amends(agreement: Agreement) -> str:
    if agreement.amends is None:
        return ""
    return _("Le présent acte modifie « %(title)s », signé le %(day)s.") % {
        "title": agreement.amends.title, "day": date_long(agreement.amends.signed_on)}  # fmt: skip


def _groups(parties: Iterable[Party]) -> list[dict[str, Any]]:
    names = {Party.Capacity.PUBLIC: _("Partenaires publics"), Party.Capacity.ECONOMIC: _("Partenaires économiques")}
    found = []
    for capacity, name in names.items():
        held = [party for party in parties if party.capacity == capacity]
        if held:
            words = [{"organisation": each.organisation.name, "words": party_in_words(each)} for each in held]
            found.append({"name": name, "parties": words})
    return found


def _signs(party: Party) -> str:
    return joined(filter(None, (party.signs, party.quality)), ",") if party.signs else _("signataire à désigner")


def _paragraphs(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split("\n\n") if each.strip()] or [_("À écrire.")]
