"""Rules of territories as tables: steps, codes, what is due, activity, vacancy, what an agreement lacks."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tandem.territories.codes import Code, code_in, faults_of
from tandem.territories.rules import (
    Listed,
    Signer,
    activity,
    amount_due,
    candidacy_warnings,
    differences,
    missing_to_be_ready,
    next_code,
    published_steps,
    refused_step,
    vacant_since,
)

DAY = dt.date(2026, 6, 1)
BEFORE, AFTER = DAY - dt.timedelta(1), DAY + dt.timedelta(1)


@pytest.mark.parametrize(
    ("last", "wanted", "told"),
    [
        ("", "labelled", ""),
        ("", "renewed", "n’est pas labellisé"),
        ("", "left", "n’est pas labellisé"),
        ("candidate", "labelled", ""),
        ("candidate", "renewed", "encore que candidat"),
        ("labelled", "labelled", "déjà labellisé"),
        ("labelled", "renewed", ""),
        ("labelled", "left", ""),
        ("renewed", "renewed", ""),
        ("renewed", "left", ""),
        ("renewed", "labelled", "déjà labellisé"),
        ("left", "labelled", "déjà sorti"),
        ("left", "renewed", "déjà sorti"),
        ("left", "left", "déjà sorti"),
    ],
)
def test_which_step_may_follow_which(last, wanted, told):
    found = refused_step(last, wanted, BEFORE if last else None, DAY)
    assert told in found
    assert bool(told) == bool(found)


@pytest.mark.parametrize(("on", "refused"), [(BEFORE, True), (DAY, True), (AFTER, False)])
def test_a_step_is_after_the_one_before_it(on, refused):
    assert bool(refused_step("labelled", "renewed", DAY, on)) == refused


@pytest.mark.parametrize(
    ("came", "went", "until", "steps"),
    [
        (0, 0, None, ["labelled"]),
        (50, 0, None, ["labelled"]),  # half is not most
        (51, 0, None, ["renewed"]),
        (0, 0, DAY, ["labelled", "left"]),
        (0, 50, DAY, ["labelled", "left"]),
        (0, 51, DAY, ["labelled"]),
    ],
)
def test_most_of_the_inhabitants_carry_a_territory_on(came, went, until, steps):
    found = published_steps([Listed("t", BEFORE, until, (100, 100), came, went)])
    assert [step for _territory, step, _on in found] == steps
    assert [on for _territory, _step, on in found] == [BEFORE, DAY][: len(steps)]


@pytest.mark.parametrize(
    ("region", "codes", "code"),
    [
        ("84", [], "ti-8401"),
        ("84", ["ti-8401", "ti-8407", "ti-7699", "ti18-8450"], "ti-8408"),
        ("84", ["ti-8499"], "ti-84100"),
        ("01", ["ti-0103"], "ti-0104"),
    ],
)
def test_the_code_of_the_next_territory_of_a_region(region, codes, code):
    assert next_code(region, codes) == code


@pytest.mark.parametrize(("count", "most", "warned"), [(4, 4, 0), (5, 4, 1), (9, None, 0)])
def test_single_communes_do_not_count_among_intermunicipalities(count, most, warned):
    members = ["200000000"] * count + ["01283"] * 9
    assert len(candidacy_warnings(members, most)) == warned


@pytest.mark.parametrize(
    ("invoiced", "rate", "cap", "already", "due"),
    [
        (1_000_000, 8000, 6_000_000, 0, 800_000),
        (1_000_000, 8000, 6_000_000, 5_500_000, 500_000),  # what is left of the cap
        (1_000_000, 8000, 6_000_000, 6_000_000, 0),
        (1_000_000, 8000, 6_000_000, 7_000_000, 0),  # never less than nothing
        (33, 3333, 100, 0, 10),  # the fraction of a cent is dropped
        (0, 8000, 100, 0, 0),
        (100, 10_000, 100, 0, 100),
    ],
)
def test_what_is_due_on_an_invoice(invoiced, rate, cap, already, due):
    assert amount_due(invoiced, rate, cap, already) == due


@given(
    some.lists(some.integers(0, 10**9), max_size=8), some.integers(1, 10_000), some.integers(0, 10**9),
)  # fmt: skip
def test_all_invoices_together_never_pass_the_cap_nor_the_rate(invoices, rate, cap):
    granted = 0
    for invoiced in invoices:
        granted += amount_due(invoiced, rate, cap, granted)
    assert granted <= cap
    assert granted * 10_000 <= sum(invoices) * rate


@pytest.mark.parametrize(
    ("days", "state"), [(0, "active"), (119, "active"), (120, "quiet"), (269, "quiet"), (270, "silent")]
)
def test_activity_by_the_days_since_the_last_act(days, state):
    assert activity(DAY - dt.timedelta(days), DAY, 120, 270) == state


def test_no_act_at_all_is_silence():
    assert activity(None, DAY, 120, 270) == "silent"


@pytest.mark.parametrize(
    ("ends", "since"),
    [([], BEFORE), ([None], BEFORE), ([DAY], DAY), ([DAY - dt.timedelta(9), DAY], DAY), ([AFTER], BEFORE)],
)
def test_since_when_a_seat_is_empty(ends, since):
    assert vacant_since(ends, BEFORE, DAY) == since


PUBLIC = Signer("Communauté", "public", "Alix", "présidente", "", "2026-1", True)
STATE = Signer("Préfecture", "public", "Lou", "préfet", "décret", "", False)
FIRM = Signer("Usine", "economic", "Noor", "directrice", "", "", False)
TEXT = {"Objet": "…"}


@pytest.mark.parametrize(
    ("signers", "text", "starts", "lacks"),
    [
        ([PUBLIC, STATE, FIRM], TEXT, DAY, []),
        ([PUBLIC], TEXT, DAY, ["au moins deux parties"]),
        ([FIRM, FIRM], TEXT, DAY, ["partenaire public"]),
        ([PUBLIC, STATE], {"Objet": "  "}, DAY, ["« Objet » est vide"]),
        ([PUBLIC, STATE], TEXT, None, ["prise d’effet"]),
    ],
)
def test_what_an_agreement_lacks(signers, text, starts, lacks):
    found = missing_to_be_ready(signers, text, ["Objet"], starts, amends=False, amended=False)
    assert len(found) == len(lacks)
    for told, lack in zip(found, lacks, strict=True):
        assert lack in told.replace("\u202f", " ")


def test_an_assembly_deliberates_and_a_prefect_has_a_power():
    for signer, lack in (
        (replace(PUBLIC, deliberation=""), "délibération"),
        (replace(STATE, power=""), "pouvoir"),
        (replace(FIRM, signatory=""), "qui signe"),
        (replace(FIRM, quality=""), "fonction"),
    ):
        (told,) = missing_to_be_ready([PUBLIC, STATE, signer], TEXT, [], DAY, amends=False, amended=False)
        assert lack in told
        assert told.startswith(signer.name)


def test_differences_are_in_the_order_of_reading_and_leave_out_what_is_alike():
    found = differences({"a": "1", "b": "2", "c": "3 "}, {"b": "5", "c": "3", "d": "4"})
    assert [(each.field, each.before, each.after) for each in found] == [
        ("a", "1", ""),
        ("b", "2", "5"),
        ("d", "", "4"),
    ]


@given(some.integers(1, 10**9), some.text("0123456789abcdef", min_size=64, max_size=64), some.integers(0, 200))
def test_a_code_reads_back_what_it_says(agreement, digest, page):
    code = Code(agreement, digest, page, 200)
    assert code_in(str(code)) == Code(agreement, digest[:16], page, 200)


@pytest.mark.parametrize("text", ["", "https://exemple.fr", "TANDEM/0/" + "A" * 16 + "/1/2", "TANDEM/1/A/1/2"])
def test_another_code_is_none_of_ours(text):
    assert code_in(text) is None


def test_pages_that_miss_are_all_named():
    digest = "a" * 64
    codes = [Code(1, digest[:16], page, 5) for page in (5, 1)]
    assert faults_of(codes, digest, 0) == ["Il manque les pages 2, 3 et 4."]
    assert faults_of([*codes, *(Code(1, digest[:16], page, 5) for page in (2, 3, 4))], digest, 3) == []
    assert "autre version" in faults_of(codes, "b" * 64, 0)[0]
