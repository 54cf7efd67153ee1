"""Marianne comes out of the design system's wheel in a form that Typst reads."""

from importlib import resources
from pathlib import Path

import pytest

from tandem.steering.fonts import families, fonts, unpack_woff


def test_a_woff_unpacks_to_the_tables_it_announces() -> None:
    packed = resources.files("dsfr") / "static" / "dsfr" / "dist" / "fonts" / "Marianne-Regular.woff"
    data = packed.read_bytes()

    found = unpack_woff(data)

    assert found[:4] == data[4:8]
    assert len(found) == int.from_bytes(data[16:20], "big")


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="WOFF"):
        unpack_woff(b"wOF2" + b"\0" * 60)


@pytest.mark.parametrize("theme", ["dsfr", "neutral"])
def test_each_theme_finds_its_families_and_none_of_the_machine(theme: str, tmp_path: Path) -> None:
    found = set(fonts(theme, tmp_path).families())

    assert set(families(theme)) <= found
    assert ("Marianne" in found) == (theme == "dsfr")
    assert "Liberation Sans" not in found
