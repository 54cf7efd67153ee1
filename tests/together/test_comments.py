"""Comments: who writes, reads, is told; corrections within a delay; withdrawal; whatever is typed stays text."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from tandem.accounts.acting import RefusedError
from tandem.comments.models import Comment
from tandem.comments.rules import DELAY, correctable, text_as_kept
from tandem.comments.usecases import correct_comment, withdraw_comment, write_comment
from tandem.core.errors import NotFoundError, TandemError
from tests.together.conftest import HERE

PAGE = ("workspace:object", [HERE])


def shown(client: Client) -> str:
    return client.get(reverse(PAGE[0], args=PAGE[1])).content.decode()


def test_a_comment_is_text_whatever_is_typed(signed_in_as):
    client = signed_in_as("project-manager")
    typed = "<script>alert(1)</script>\r\n\r\n\r\n\r\nfin\u202e\x07"
    page = client.post(reverse("workspace:comment", args=[HERE]), {"text": typed})
    assert page.headers["Location"].endswith(f"#commentaire-{Comment.objects.get().pk}")
    assert Comment.objects.get().text == "<script>alert(1)</script>\n\nfin"
    assert "&lt;script&gt;alert(1)" in shown(client)
    assert "<script>alert" not in shown(client)


@pytest.mark.parametrize("text", ["", " \n\t\n", "\u202e", "x" * 5001])
def test_an_empty_or_endless_comment_is_refused_with_what_was_typed(signed_in_as, text):
    page = signed_in_as("project-manager").post(reverse("workspace:comment", args=[HERE]), {"text": text})
    assert page.status_code == 422
    assert not Comment.objects.exists()
    if text.startswith("x"):
        assert text in page.content.decode()


def test_who_may_not_read_the_object_finds_nothing_and_writes_nothing(stranger, signed_in_as):
    client = Client()
    client.force_login(stranger.mandate.person)
    for name in ("workspace:object", "workspace:comment"):
        address = reverse(name, args=[HERE])
        assert (client.get if name.endswith("object") else client.post)(address).status_code == 404
    with pytest.raises(NotFoundError):
        write_comment(stranger, HERE, "bonjour")
    assert client.get(reverse("workspace:object", args=["territory:ti-9999"])).status_code == 404
    assert client.get(reverse("workspace:object", args=["nothing:1"])).status_code == 404


def test_an_internal_comment_is_for_the_organisation(by, signed_in_as):
    write_comment(by("industrial-lead"), HERE, "entre nous", internal=True)
    assert "entre nous" in shown(signed_in_as("industrial-lead"))
    assert "entre nous" not in shown(signed_in_as("elected-lead"))
    assert "entre nous" not in shown(signed_in_as("delegate"))


def test_one_tells_only_people_who_may_read(by, people, stranger):
    with pytest.raises(TandemError, match="ne pourrait pas lire"):
        write_comment(by("elected-lead"), HERE, "bonjour", mentioned=[stranger.mandate.person_id])
    with pytest.raises(TandemError, match="votre organisation"):
        write_comment(by("industrial-lead"), HERE, "bonjour", internal=True, mentioned=[people["project-manager"].pk])
    told = write_comment(by("elected-lead"), HERE, "bonjour", mentioned=[people["project-manager"].pk])
    assert list(told.mentioned.all()) == [people["project-manager"]]


def test_the_choice_of_people_is_those_who_may_read_the_nearest_first(signed_in_as, people, stranger):
    text = shown(signed_in_as("elected-lead"))
    assert people["project-manager"].full_name in text
    assert stranger.mandate.person.full_name not in text
    assert text.index(people["project-manager"].full_name) < text.index(people["delegate"].full_name)


def test_one_corrects_ones_own_comment_for_a_while_and_what_it_said_is_kept(by, signed_in_as):
    comment = write_comment(by("elected-lead"), HERE, "avant")
    correct_comment(by("elected-lead"), comment, "après", corrections=0)
    text = shown(signed_in_as("project-manager"))
    assert "après" in text
    assert "avant" in text
    assert [each.text for each in comment.wordings.all()] == ["avant"]
    with pytest.raises(RefusedError):
        correct_comment(by("project-manager"), comment, "autre", corrections=1)
    Comment.objects.update(written_at=comment.written_at - DELAY)
    with pytest.raises(TandemError, match="ne se corrige plus"):
        correct_comment(by("elected-lead"), comment, "trop tard", corrections=1)


def test_the_second_of_two_corrections_sees_the_first_and_keeps_what_was_typed(by, signed_in_as):
    comment = write_comment(by("elected-lead"), HERE, "avant")
    correct_comment(by("elected-lead"), comment, "depuis le téléphone", corrections=0)
    page = signed_in_as("elected-lead").post(
        reverse("workspace:comment_correct", args=[comment.pk]), {"text": "depuis le bureau", "corrections": "0"}
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert "depuis le téléphone" in text
    assert ">depuis le bureau</textarea>" in text
    assert Comment.objects.get().text == "depuis le téléphone"
    again = signed_in_as("elected-lead").post(
        reverse("workspace:comment_correct", args=[comment.pk]), {"text": "les deux", "corrections": "1"}
    )
    assert again.status_code == 302


def test_a_withdrawn_comment_leaves_its_place_and_says_no_more(by, signed_in_as):
    comment = write_comment(by("elected-lead"), HERE, "regret")
    with pytest.raises(RefusedError):
        withdraw_comment(by("project-manager"), comment)
    page = signed_in_as("elected-lead").post(reverse("workspace:comment_withdraw", args=[comment.pk]))
    assert page.status_code == 302
    text = shown(signed_in_as("project-manager"))
    assert "regret" not in text
    assert "Commentaire retiré" in text


def test_the_number_of_queries_does_not_grow_with_comments(by, people, signed_in_as, django_assert_max_num_queries):
    for number in range(25):
        comment = write_comment(by("elected-lead"), HERE, f"n° {number}", mentioned=[people["project-manager"].pk])
        correct_comment(by("elected-lead"), comment, f"numéro {number}", corrections=0)
    client = signed_in_as("project-manager")
    shown(client)
    with django_assert_max_num_queries(15):
        shown(client)


def test_one_never_goes_back_to_another_site(signed_in_as):
    page = signed_in_as("elected-lead").post(
        reverse("workspace:comment", args=[HERE]), {"text": "a", "back": "https://ailleurs.example/"}
    )
    assert page.headers["Location"].startswith("/espace/")


@pytest.mark.parametrize(("minutes", "still"), [(0, True), (29, True), (30, False), (31, False)])
def test_how_long_a_comment_is_corrected(minutes, still):
    written = dt.datetime(2026, 10, 25, 0, 50, tzinfo=dt.UTC)  # the clocks change meanwhile
    assert correctable(written, written + dt.timedelta(minutes=minutes)) is still


def test_a_family_emoji_and_an_indented_line_stay_whole():
    assert text_as_kept("👩‍👧\n\tun") == "👩‍👧\n\tun"
