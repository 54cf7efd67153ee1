"""How wide a text will be, and how to break it: layouts are ours, so they do not depend on the fonts of the machine."""

# Advance widths of Marianne Regular in thousandths of the size, by classes of letters; the bold adds two per cent.
_WIDTHS = {
    270: "ijlî,.:;’' \u00a0\u202f",
    310: "![]{}()-IJ|/\\f",
    410: "rt*s1",
    500: '?z"FLx«»',
    550: "_kvy–EacgàçÉÈâ",
    580: "PSeéèêë",
    610: "$+023456789<=>−×Thn€",
    660: "RoôBZbdpqY…",
    730: "KUXAVC",
    820: "DGw%",
    870: "@HNOQM",
    960: "mWœ",
}
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the approximate width of `text` in pixels at `size` pixels; errs on the wide side by a few per cent."""
    return sum(_WIDTH_OF.get(letter, 620) for letter in text) * size / 1000 * (1.06 if bold else 1.03)


def wrap(text: str, size: float, limit: float, *, bold: bool = False, lines: int = 2) -> list[str]:
    """Break `text` at spaces and after hyphens into at most `lines` lines of `limit` pixels.

    What does not fit ends with an ellipsis; the full text then stands in the table beside the chart.
    """
    broken: list[str] = []
    current = ""
    for word in text.replace("-", "-\u200b").replace(" ", " \u200b").split("\u200b"):
        if current and width_of((current + word).rstrip(" "), size, bold=bold) > limit:
            broken.append(current.rstrip(" "))
            current = word
        else:
            current += word
    broken.append(current.rstrip(" "))
    if len(broken) > lines:
        broken = [*broken[: lines - 1], "".join(_rejoin(broken[lines - 1 :]))]
    return [_shorten(line, size, limit, bold) for line in broken]


def _rejoin(parts: list[str]) -> list[str]:
    return [part if i == 0 or parts[i - 1].endswith("-") else " " + part for i, part in enumerate(parts)]


def _shorten(text: str, size: float, limit: float, bold: bool) -> str:
    if width_of(text, size, bold=bold) <= limit:
        return text
    while text and width_of(text + "…", size, bold=bold) > limit:
        text = text[:-1]
    return text.rstrip(" -,") + "…"
