"""French typography: numbers, dates and small words as a French reader expects them.

These are the rules of one language, so they hold French words themselves; pure, without Django, so that pages, PDF,
charts and command line write alike. One no-break space is used everywhere: the narrow one, U+202F.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

Number = int | float | Decimal

NNBSP = "\u202f"
MINUS = "\u2212"
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_SYMBOLS = {"€", "W", "Wh", "o", "m²", "m³"}  # units that take a prefix: M€, GWh is left to whoever needs it
_PREFIXES = ((10**9, "Md", "milliard"), (10**6, "M", "million"))


def _exact(value: Number) -> Decimal:
    """Return the decimal number that the value prints as: 0.1 is one tenth, not its binary neighbour."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise TypeError(f"not a number: {value!r}")
    exact = Decimal(str(value))
    if not exact.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    return exact


def _quantized(exact: Decimal, decimals: int) -> Decimal:
    """Round half away from zero, as people do; beyond the context's 28 digits there is nothing left to round."""
    if exact.adjusted() + decimals > 26:
        return exact
    step = Decimal(1).scaleb(-decimals)
    return (exact / step).to_integral_value(ROUND_HALF_UP) * step


def _written(exact: Decimal, decimals: int) -> str:
    sign = MINUS if exact < 0 else ""
    whole, _, fraction = f"{exact.copy_abs():.{decimals}f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", NNBSP)
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def _own_decimals(exact: Decimal) -> int:
    """Decimals worth showing: at most two, or what it takes to keep two significant digits of a small number."""
    wanted = 2 if exact == 0 or abs(exact) >= Decimal("0.1") else 1 - exact.adjusted()
    shown = _quantized(exact, wanted).normalize()
    exponent = shown.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def number(value: Number, decimals: int | None = None) -> str:
    """Write a number: ``1 234,5``.

    Parameters
    ----------
    value
        Any finite number.
    decimals
        Digits after the comma, rounded half away from zero. Without it: integers as they are, others with at most two
        decimals (or two significant digits below 0.1), trailing zeros dropped.

    Raises
    ------
    TypeError, ValueError
        When the value is not a number, or not finite: a missing value must be said in words, never written here.
    """
    exact = _exact(value)
    places = _own_decimals(exact) if decimals is None else decimals
    rounded = _quantized(exact, places)
    return _written(rounded if rounded else Decimal(0), places)


def signed(value: Number, decimals: int | None = None) -> str:
    """Write a change, its sign always shown: ``+3,2``, ``−3,2``; what rounds to zero has no sign."""
    written = number(value, decimals)
    nothing = not any(digit in written for digit in "123456789")
    return written if nothing or written.startswith(MINUS) else f"+{written}"


def percent(value: Number, decimals: int | None = 1) -> str:
    """Write a rate that is already in percent: 12.4 gives ``12,4 %``."""
    return f"{number(value, decimals)}{NNBSP}%"


def share(value: Number, decimals: int | None = 1) -> str:
    """Write a fraction of one as a percentage: 0.124 gives ``12,4 %``."""
    return percent(_exact(value) * 100, decimals)


OCTETS = ("o", "ko", "Mo", "Go", "To")


def significant(value: Number, digits: int = 3, unit: str = "") -> str:
    """Round for prose: ``27 000``, ``1,23 M``, ``5,4 Md€``, ``850 k€``, ``1,2 million d’habitants``.

    Parameters
    ----------
    value
        Any finite number.
    digits
        Significant digits kept (at least 1); trailing zeros after the comma are dropped.
    unit
        A symbol (``€``) takes the prefix k, M or Md; a word (``habitants``) is joined in words; none gives M or Md.
    """
    exact = _exact(value)
    rounded = _rounded_to(exact, digits)
    for size, prefix, word in _PREFIXES:
        if abs(rounded) < size:
            continue
        scaled = _plain(rounded / size)
        if not unit or unit in _SYMBOLS:
            return f"{scaled}{NNBSP}{prefix}{unit}"
        many = "s" if abs(rounded) >= 2 * size else ""
        return f"{scaled}{NNBSP}{word}{many} {de(unit)}"
    if unit == "€" and abs(rounded) >= 10_000:
        return f"{_plain(rounded / 1000)}{NNBSP}k€"
    return f"{_plain(rounded)}{NNBSP}{unit}" if unit else _plain(rounded)


def octets(size: float) -> str:
    """Write the size of a file: ``512 Mo``, ``2,1 Go``; a milliard of octets is no « Mdo »."""
    power = 0
    while abs(size) >= 1000 and power < len(OCTETS) - 1:
        size, power = size / 1000, power + 1
    return significant(size, 3, OCTETS[power])


def _rounded_to(exact: Decimal, digits: int) -> Decimal:
    if digits < 1:
        raise ValueError("at least one significant digit")
    return _quantized(exact, digits - 1 - exact.adjusted()) if exact else Decimal(0)


def _plain(exact: Decimal) -> str:
    exponent = exact.normalize().as_tuple().exponent
    return _written(exact, max(0, -exponent) if isinstance(exponent, int) else 0)


def de(name: str) -> str:
    """Put « de » before a name: ``de Camille``, ``d’Alex``."""
    return f"d’{name}" if name[:1].lower() in "aeéèêiîoôuyh" else f"de {name}"


def date_long(day: dt.date) -> str:
    """Write a date in full: ``16 septembre 2024``, ``1er janvier 2026``."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def date_short(day: dt.date) -> str:
    """Write a date in figures: ``16/09/2024``."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def plural(n: Number, singular: str, several: str = "") -> str:
    """Choose the form of a word: French counts several from two on, so 0 and 1.9 take the singular."""
    return (several or f"{singular}s") if abs(float(n)) >= 2 else singular


def counted(n: Number, singular: str, several: str = "") -> str:
    """Write a count and its word: ``1 234 territoires``."""
    return f"{number(n)}{NNBSP}{plural(n, singular, several)}"


def joined(items: Iterable[object], last: str = "et") -> str:
    """Enumerate: ``A, B et C``."""
    words = [str(item) for item in items]
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


# Each step: the ratio that the words mean, the words, whether "que" follows ("de plus que") or "de" or nothing.
_RATIOS: tuple[tuple[float, str, str], ...] = (
    (1 / 10, "un dixième", "de"),
    (1 / 8, "un huitième", "de"),
    (1 / 6, "un sixième", "de"),
    (1 / 5, "un cinquième", "de"),
    (1 / 4, "un quart", "de"),
    (1 / 3, "un tiers", "de"),
    (1 / 2, "la moitié", "de"),
    (2 / 3, "les deux tiers", "de"),
    (3 / 4, "les trois quarts", "de"),
    (5 / 4, "un quart de plus", "que"),
    (4 / 3, "un tiers de plus", "que"),
    (3 / 2, "une fois et demie", ""),
    (2, "deux fois", ""),
    (5 / 2, "deux fois et demie", ""),
    (3, "trois fois", ""),
    (4, "quatre fois", ""),
    (5, "cinq fois", ""),
    (6, "six fois", ""),
    (7, "sept fois", ""),
    (8, "huit fois", ""),
    (9, "neuf fois", ""),
    (10, "dix fois", ""),
)
_SAME = 0.1  # within a tenth of one, a reader would call it the same
_SOFT = 0.03  # within three hundredths of what the words mean, "près de" and "un peu plus de" would be pedantry


def ratio_in_words(ratio: float, reference: str = "la part nationale") -> str:
    """Say a quotient as a person would, to follow « représente » or « soit ».

    ``deux fois la part nationale``, ``à peu près la part nationale``, ``près de la moitié de la part nationale``. The
    words are never further from the ratio than half a step of the scale above; the exact quotient belongs in a table.

    Parameters
    ----------
    ratio
        Quotient of the two shares, zero or more; a location quotient for instance.
    reference
        What it is compared with, article included: ``la part nationale``, ``le taux régional``.

    Raises
    ------
    ValueError
        When the ratio is negative or not finite.
    """
    if not math.isfinite(ratio) or ratio < 0:
        raise ValueError(f"not a ratio: {ratio!r}")
    if ratio == 0:
        return "rien"
    if abs(ratio - 1) <= _SAME:
        return f"à peu près {reference}"
    if ratio > _RATIOS[-1][0] * (1 + _SOFT):
        return f"plus de dix fois {reference}"
    if ratio < _RATIOS[0][0] * (1 - 5 * _SOFT):
        return f"moins d’un dixième {_contracted(reference)}"
    if 1 - _SAME > ratio > 0.82:
        return f"un peu moins que {reference}"
    if 1 + _SAME < ratio < 1.18:
        return f"un peu plus que {reference}"
    meant, words, link = min(_RATIOS, key=lambda step: abs(math.log(step[0] / ratio)))
    if link == "que" and not meant * (1 - _SOFT) <= ratio <= meant * (1 + _SOFT):
        words = f"environ {words}"  # « un peu plus d’un tiers de plus » says « plus » twice
    elif ratio < meant * (1 - _SOFT):
        words = f"près d’{words}" if words[0] in "aeiou" else f"près {_contracted(words)}"
    elif ratio > meant * (1 + _SOFT):
        words = f"un peu plus d’{words}" if words[0] in "aeiou" else f"un peu plus {_contracted(words)}"
    return f"{words} {_contracted(reference) if link == 'de' else f'{link} {reference}'.strip()}"


def _contracted(name: str) -> str:
    """Put « de » before a name and its article: ``de la part``, ``du taux``, ``des trois quarts``."""
    for article, contracted in (("les ", "des "), ("le ", "du ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"de {name}"


_BLANKS = "[ \u00a0\u2009\u202f]"
_BEFORE = re.compile(rf"{_BLANKS}+(?=[;:!?%»])")
_AFTER = re.compile(rf"«{_BLANKS}*(?=\S)")
_STUCK = re.compile(r"(?<=[\w)\]»”’€])(?=[;:!?%»]+(?:[\s)\]»”,.]|$))")


def no_break(text: str) -> str:
    """Put narrow no-break spaces before ``; : ! ? % »`` and after ``«``.

    For plain text, not HTML. A mark that touches what precedes it is set apart only at the end of a word, so that
    addresses (``https://…?a=b``) and hours (``12:30``) stay whole.
    """
    return _AFTER.sub(f"«{NNBSP}", _STUCK.sub(NNBSP, _BEFORE.sub(NNBSP, text)))


_APOSTROPHE = re.compile(r"(?<=\w)'(?=[\w«])")
_QUOTED = re.compile(r'(?<![\w=])"([^"\n]+)"')
_MARKUP = re.compile(r"(<[^>]*>|&(?!#x27;)[#\w]+;)")


def french(text: str) -> str:
    """Set a French text written by others with our typography: apostrophes, guillemets, no-break spaces."""
    return no_break(_QUOTED.sub(r"« \1 »", _APOSTROPHE.sub("’", text)))


def french_html(html: str) -> str:
    """Do as `french` to the text of an HTML fragment, leaving its tags and its entities as they are."""
    parts = _MARKUP.split(html)
    parts[::2] = [french(text.replace("&#x27;", "'")).replace("'", "&#x27;") for text in parts[::2]]
    return "".join(parts)


_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """Drop the characters that no XML document may hold, so that a drawing, a workbook or slides can say a text.

    They are the control characters other than tab and ends of lines, lone surrogates, U+FFFE and U+FFFF (XML 1.0, fifth
    edition, production 2, `Char`); everything else stays.
    """
    return _UNPRINTABLE.sub("", text)
