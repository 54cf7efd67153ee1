"""The colours can be read by everyone, and on a grey printer."""

from itertools import combinations, pairwise

import pytest

from tandem.core.charts import palette
from tandem.core.charts.palette import Role

# Machado, Oliveira, Fernandes (2009), severity 1, on linear RGB.
VISIONS = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def linear(colour: str) -> list[float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def contrast_on_white(colour: str) -> float:
    """WCAG 2.2 contrast ratio."""
    red, green, blue = linear(colour)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def oklab(colour: str, vision: str = "full") -> tuple[float, float, float]:
    """Björn Ottosson's OKLab (2020) of the colour as seen with that vision."""
    source = linear(colour)
    r, g, b = (max(0.0, sum(a * c for a, c in zip(row, source, strict=True))) for row in VISIONS[vision])
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


@pytest.mark.parametrize("role", Role)
def test_marks_and_their_words_stand_out_on_white(role: Role) -> None:
    assert contrast_on_white(role.colour) >= 3
    assert contrast_on_white(role.text_colour) >= 4.5


@pytest.mark.parametrize("colour", [palette.LESS, palette.DECLINE, palette.STRUCTURE])
def test_other_bars_stand_out_on_white(colour: str) -> None:
    assert contrast_on_white(colour) >= 3


@pytest.mark.parametrize("vision", VISIONS)
def test_roles_are_told_apart_with_every_vision(vision: str) -> None:
    for one, other in combinations(Role, 2):
        seen = zip(oklab(one.colour, vision), oklab(other.colour, vision), strict=True)
        assert sum((a - b) ** 2 for a, b in seen) ** 0.5 > 0.1, (one, other)


def test_no_role_relies_on_colour_alone() -> None:
    assert len({role.shape for role in Role}) == len(Role)
    assert len({role.dash for role in Role if role not in (Role.THIS, Role.REGION)} | {()}) == 3


def test_a_colour_means_one_thing() -> None:
    meanings = [role.colour for role in Role] + [palette.MUTED, palette.LESS, palette.DECLINE, palette.STRUCTURE]
    assert len(set(meanings)) == len(meanings)


@pytest.mark.parametrize("vision", VISIONS)
def test_map_classes_darken_step_by_step(vision: str) -> None:
    lightness = [oklab(colour, vision)[0] for colour in palette.sequence(5)]
    assert all(lighter - darker > 0.08 for lighter, darker in pairwise(lightness))


def test_more_than_five_classes_are_refused() -> None:
    with pytest.raises(ValueError, match="one to five"):
        palette.sequence(6)
