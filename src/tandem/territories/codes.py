"""The code printed on each page of an agreement: which agreement, which version of it, which page of how many. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.core.typography import joined

SHORT = 16
"""Characters of the digest that a code bears: 64 bits, and a picture that a bad scan still shows."""

_WRITTEN = re.compile(r"TANDEM/([1-9]\d{0,9})/([0-9A-F]{16})/(\d{1,3})/(\d{1,3})")
_UNCOUNTED = 0


@dataclass(frozen=True, slots=True)
class Code:
    """What a page's code says; `page` counts from 1, and is 0 on a copy whose pages are not counted."""

    agreement: int
    digest: str
    page: int
    pages: int

    def __str__(self) -> str:
        # Capitals, digits and strokes: the alphabet that makes the smallest picture.
        return f"TANDEM/{self.agreement}/{self.digest[:SHORT].upper()}/{self.page}/{self.pages}"

    @property
    def counted(self) -> bool:
        return self.page != _UNCOUNTED


def code_in(text: str) -> Code | None:
    """Return the code that a text is; None for another text."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    agreement, digest, page, pages = found.groups()
    return Code(int(agreement), digest.lower(), int(page), int(pages))


def faults_of(codes: Iterable[Code], digest: str, unread: int) -> list[str]:
    """Say why scanned pages are not the whole of one version of an agreement; nothing when they are.

    Parameters
    ----------
    codes
        Those that were read, all of one agreement.
    digest
        Of the version that is to be signed.
    unread
        Pages of the scan on which no code was read.
    """
    codes = list(codes)
    if any(code.digest != digest[:SHORT] for code in codes):
        return [_("Ces pages sont celles d’une autre version de l’acte : imprimer et signer la version en vigueur.")]
    if not all(code.counted for code in codes):
        return [_("Ces pages viennent du fichier Word, dont les pages ne sont pas numérotées : signer le PDF.")]
    wanted = max(code.pages for code in codes)
    missing = sorted(set(range(1, wanted + 1)) - {code.page for code in codes})
    if not missing:
        return []
    told = _("Il manque la page %s.") if len(missing) == 1 else _("Il manque les pages %s.")
    faults = [told % joined(missing)]
    if unread:
        faults.append(_("Pages du fichier dont le code n’a pas pu être lu : %d (à numériser mieux).") % unread)
    return faults
