"""Search: near spellings, order, rights in the query, freshness."""

import itertools

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tandem.accounts.models import Mandate, Person
from tandem.comments.usecases import withdraw_comment, write_comment
from tandem.documents.usecases import add_document, receive
from tandem.notifications.following import follow_all
from tandem.search.finding import search
from tandem.search.indexing import index, reindex
from tandem.search.models import SearchEntry, SearchWord
from tandem.search.rules import distance, near, variants, words_of
from tests.together.conftest import HERE


@pytest.fixture
def indexed(people):
    follow_all()
    reindex()


def names(found) -> list[str]:
    return [hit.name for hit in found.page]


@pytest.mark.parametrize(
    "typed",
    ["Plastics Vallée", "plastics vallee", "OYONNAX", "oyonax", "oyonnnax", "oyonanx", "oyon", "plastic oyonnax",
     "plasitcs valle", "plastics-vallée  –  oyonnax"],
)  # fmt: skip
def test_a_territory_is_found_however_it_is_typed(indexed, by, typed):
    assert "Plastics Vallée – Oyonnax" in names(search(by("delegate").acting, typed))[:2]


@pytest.mark.parametrize("typed", ["", "   ", "’", "%", "_", "zzzzqqqq", "oyx", "' xqz = 1 --"])
def test_what_says_nothing_finds_nothing(indexed, by, typed):
    assert search(by("delegate").acting, typed).page == []


def test_only_what_one_may_read_is_found(indexed, by, people):
    assert set(names(search(by("project-manager").acting, "territoire vallée"))) <= {"Plastics Vallée – Oyonnax"}
    everywhere = search(by("delegate").acting, "vallée", count=100)
    mine = search(by("project-manager").acting, "vallée", count=100)
    assert len(everywhere.page) > 5
    assert names(mine) == ["Plastics Vallée – Oyonnax"]
    assert search(by("member").acting, "vallée").page == []
    assert search(None, "vallée").page == []
    region = {hit.reference for hit in search(by("region-instructor").acting, "vallée", count=100).page}
    assert {f"territory:{code}" for code in ("ti-8413",)} <= region < {hit.reference for hit in everywhere.page}


def test_comments_and_documents_are_found_by_who_may_read_them(indexed, by):
    write_comment(by("industrial-lead"), HERE, "le transformateur électrique", internal=True)
    comment = write_comment(by("industrial-lead"), HERE, "la chaufferie biomasse")
    add_document(
        by("project-manager"), HERE, receive("a.txt", [b"a"]),
        title="Étude de faisabilité", visibility="public", retention="working",
    )  # fmt: skip
    follow_all()
    assert len(search(by("industrial-lead").acting, "transformateur").page) == 1
    assert search(by("elected-lead").acting, "transformateur").page == []
    assert len(search(by("elected-lead").acting, "chaufferie").page) == 1
    assert names(search(by("member").acting, "faisabilite")) == ["Étude de faisabilité"]
    withdraw_comment(by("industrial-lead"), comment)
    follow_all()
    assert search(by("elected-lead").acting, "chaufferie").page == []


def test_a_name_that_is_the_question_comes_before_those_that_begin_so(by, people):
    def entry(number: int, name: str) -> None:
        SearchEntry.objects.create(
            reference=f"territory:x{number}", kind="territory", operation="territories.follow", name=name, href="/",
            folded=name.lower(), words=words_of(name), places=[], indexed_at="2026-01-01T00:00Z",
        )  # fmt: skip
        for word in words_of(name):
            SearchWord.objects.get_or_create(word=word, defaults={"variants": variants(word)})

    for number, name in enumerate(["Xeveers", "Grand Xevers", "Xevers sud", "Xevers", "Xeverson"]):
        entry(number, name)
    assert names(search(by("delegate").acting, "xevers")) == [
        "Xevers", "Xevers sud", "Grand Xevers", "Xeverson", "Xeveers",
    ]  # fmt: skip


def test_an_object_that_is_no_more_leaves_the_index(indexed):
    SearchEntry.objects.create(
        reference="territory:ti-0000", kind="territory", operation="territories.follow", name="Disparu", href="/",
        folded="disparu", words=["disparu"], places=[], indexed_at="2020-01-01T00:00Z",
    )  # fmt: skip
    index(["territory:ti-0000"])
    assert not SearchEntry.objects.filter(reference="territory:ti-0000").exists()
    before = SearchEntry.objects.count()
    assert reindex() == before


def test_the_page_counts_by_kind_and_keeps_to_one(indexed, by, signed_in_as):
    write_comment(by("project-manager"), HERE, "Oyonnax encore")
    follow_all()
    client = signed_in_as("elected-lead")
    text = client.get(reverse("workspace:search"), {"q": "oyonnax"}).content.decode()
    assert "2 résultats" in text.replace("\u00a0", " ").replace("\u202f", " ")
    one = client.get(reverse("workspace:search"), {"q": "oyonnax", "nature": "comment"}).content.decode()
    assert "Commentaire sur" in one
    assert client.get(reverse("workspace:search"), {"q": "oyonnax", "page": "9999999999"}).status_code == 200
    assert client.get(reverse("workspace:search"), {"q": "\0", "page": "x"}).status_code == 200


def test_the_page_of_a_search_asks_few_queries(indexed, signed_in_as, django_assert_max_num_queries):
    client = signed_in_as("delegate")
    client.get(reverse("workspace:search"), {"q": "vallee"})
    with django_assert_max_num_queries(10):
        client.get(reverse("workspace:search"), {"q": "vallee oyonax"})


def test_a_mandate_that_ended_finds_nothing(indexed, people, signed_in_as):
    client = signed_in_as("elected-lead")
    Mandate.objects.filter(person=people["elected-lead"]).update(validity=DateRange("2020-01-01", "2020-02-01"))
    page = client.get(reverse("workspace:search"), {"q": "oyonnax"}).content.decode()
    assert "Rien ne ressemble" in page
    assert Person.objects.filter(pk=people["elected-lead"].pk).exists()


WORDS = st.text("abcdef", min_size=1, max_size=12)


@given(WORDS, WORDS)
def test_distance_is_that_of_the_plain_definition(one, other):
    def plain(a: str, b: str) -> int:
        if not a or not b:
            return len(a) + len(b)
        found = min(plain_known(a[:-1], b) + 1, plain_known(a, b[:-1]) + 1,
                    plain_known(a[:-1], b[:-1]) + (a[-1] != b[-1]))  # fmt: skip
        if len(a) > 1 and len(b) > 1 and a[-1] == b[-2] and a[-2] == b[-1]:
            found = min(found, plain_known(a[:-2], b[:-2]) + 1)
        return found

    known: dict[tuple[str, str], int] = {}

    def plain_known(a: str, b: str) -> int:
        if (a, b) not in known:
            known[a, b] = plain(a, b)
        return known[a, b]

    assert distance(one, other) == plain_known(one, other)
    assert distance(one, other, whole=False) == min(plain_known(one, other[:end]) for end in range(len(other) + 1))


@given(st.text("abcdefgh", min_size=4, max_size=12), st.data())
def test_a_word_with_one_mistake_shares_a_variant_with_the_right_one(word, data):
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcxyz"))
    mistyped = data.draw(st.sampled_from([word[:at] + word[at + 1:], word[:at] + letter + word[at:],
                                          word[:at] + letter + word[at + 1:]]))  # fmt: skip
    if len(mistyped) >= 4:
        assert set(variants(mistyped)) & set(variants(word))


@pytest.mark.parametrize(
    ("typed", "word", "said"),
    [("never", "nevers", True), ("neves", "nevers", True), ("nvers", "nevers", True), ("envers", "nevers", True),
     ("revers", "nevers", False), ("lyon", "laon", True), ("pau", "pal", False), ("75001", "75002", False),
     ("comunaute", "communaute", True), ("comunote", "communaute", False)],
)  # fmt: skip
def test_which_words_are_near(typed, word, said):
    assert near(typed, word) is said


def test_words_are_folded_each_once_without_single_letters():
    assert words_of("L’Haÿ-les-Roses, les Œufs d’or 2026") == ["hay", "les", "roses", "oeufs", "or", "2026"]
    assert list(itertools.chain(words_of("à y"))) == []
