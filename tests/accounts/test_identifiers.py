"""SIREN and SIRET as people type them."""

import pytest

from tandem.accounts.identifiers import is_siren, is_siret, plain
from tandem.accounts.usecases import numbers_of
from tandem.core.errors import TandemError

INSEE = "12002701600357"
BANQUE_DES_TERRITOIRES = "18002002600019"


@pytest.mark.parametrize("number", ["120027016", "180020026", "356000000"])
def test_real_sirens_pass(number):
    assert is_siren(number)


@pytest.mark.parametrize("number", ["", "12002701", "120027017", "12002701O", "1200270160", "١٢٠٠٢٧٠١٦"])
def test_others_do_not(number):
    assert not is_siren(number)


def test_real_sirets_pass():
    assert is_siret(INSEE)
    assert is_siret(BANQUE_DES_TERRITOIRES)
    assert not is_siret(INSEE[:-1] + "8")


def test_offices_of_la_poste_add_up_to_a_multiple_of_five():
    assert is_siret("35600000000048")  # its head office passes the usual check too
    assert is_siret("35600000011009")
    assert not is_siret("35600000011008")
    assert not is_siret("12002701600350")  # the exception is La Poste's only


def test_blanks_and_dots_are_left_out():
    assert plain(" 120 027 016\u00a000357 ") == INSEE
    assert numbers_of("120.027.016") == ("120027016", "")
    assert numbers_of("120 027 016 00357") == ("120027016", INSEE)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("120027017", "un de ses chiffres est faux"),
        ("12002701", "ni un SIREN"),
        ("Insee", "ni un SIREN"),
        ("", "ni un SIREN"),
    ],
)
def test_what_is_wrong_is_told(typed, told):
    with pytest.raises(TandemError, match=told):
        numbers_of(typed)


@pytest.mark.parametrize("place", range(14))
def test_a_digit_mistyped_is_seen(place):
    wrong = INSEE[:place] + str((int(INSEE[place]) + 1) % 10) + INSEE[place + 1 :]
    assert not is_siret(wrong)
