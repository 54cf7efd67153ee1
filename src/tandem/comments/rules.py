"""How long a comment may be corrected, and what it may say. Pure."""

import datetime as dt
import unicodedata

from django.utils.translation import gettext as _

from tandem.core.errors import TandemError

DELAY = dt.timedelta(minutes=30)
"""After this long, what others may have answered to stays as it was."""
LENGTH = 5_000


def text_as_kept(text: str) -> str:
    """Return plain text: no control character but the end of a line, no more than one empty line.

    Raises
    ------
    TandemError
        Nothing is left, or too much.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    plain = ["".join(letter for letter in line if _shown(letter)).rstrip() for line in lines]
    kept = "\n".join(line for rank, line in enumerate(plain) if line or (rank and plain[rank - 1])).strip()
    if not kept:
        raise TandemError(_("Écrire un commentaire."))
    if len(kept) > LENGTH:
        raise TandemError(
            _("Ce commentaire compte %(count)d caractères, et %(most)d au plus.")
            % {"count": len(kept), "most": LENGTH},
            _("Le couper, ou joindre un document."),
        )
    return kept


def _shown(letter: str) -> bool:
    """Whether a letter may stand in a comment: not one that is unseen, nor one that turns the reading around."""
    return letter == "\t" or letter == "\u200d" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def correctable(written: dt.datetime, now: dt.datetime) -> bool:
    """Say whether a comment may still be corrected by who wrote it."""
    return now - written < DELAY
