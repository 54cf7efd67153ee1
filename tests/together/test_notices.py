"""Notices: who is told, once; e-mails, digests and reminders; what happens when the mail server is down."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from tandem.accounts import tasks as registry
from tandem.accounts.tasks import Task
from tandem.comments.usecases import withdraw_comment, write_comment
from tandem.core import journal
from tandem.core.journal import notices as audiences
from tandem.core.journal.notices import To
from tandem.core.models import JournalEntry
from tandem.notifications.digesting import prepare_digests
from tandem.notifications.following import follow, follow_all
from tandem.notifications.mailing import ABANDONED, claim, note_interrupted, send_waiting
from tandem.notifications.models import Cursor, Message, Notice, Preference
from tandem.notifications.reminding import remind
from tandem.notifications.rules import digest_day, digest_moment, reminder_of, wait_after
from tests.together.conftest import HERE, MailServer

PARIS = ZoneInfo("Europe/Paris")
State = Message.State


@pytest.fixture(autouse=True)
def _read_until_now(people):
    """The journal of the reference data is read already."""
    last = JournalEntry.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    Cursor.objects.update_or_create(name="journal", defaults={"sequence": last})


@pytest.fixture
def mention(by, people):
    """The elected lead is mentioned by the project manager."""

    def write(text: str = "bonjour"):
        return write_comment(by("project-manager"), HERE, text, mentioned=[people["elected-lead"].pk])

    return write


def test_who_is_mentioned_is_told_once_with_the_reason_and_the_author_is_not(mention, people):
    mention()
    assert follow_all() == 1
    assert follow_all() == 0
    notice = Notice.objects.get()
    assert notice.person == people["elected-lead"]
    assert notice.why == "Vous y êtes mentionné."
    assert notice.about.startswith("comment:")


def test_who_commented_is_told_of_the_next_comment_unless_it_is_internal_to_others(by, people):
    write_comment(by("industrial-lead"), HERE, "un")
    write_comment(by("project-manager"), HERE, "deux")
    write_comment(by("project-manager"), HERE, "entre nous", internal=True)
    follow_all()
    told = Notice.objects.filter(person=people["industrial-lead"])
    assert [each.why for each in told] == ["Vous avez commenté cet objet."]


def test_a_page_makes_the_notices_of_what_it_did_before_it_answers(signed_in_as, people):
    signed_in_as("project-manager").post(
        reverse("workspace:comment", args=[HERE]), {"text": "a", "mentioned": [people["elected-lead"].pk]}
    )
    text = signed_in_as("elected-lead").get(reverse("workspace:home")).content.decode()
    assert "a commenté" in text
    assert "Vous y êtes mentionné." in text
    assert '<span class="ws-count">1' in text


def test_a_room_that_fails_holds_nobody_back(mention, monkeypatch, people, caplog):
    def broken(entry):
        raise RuntimeError("a mistake of a room")

    monkeypatch.setitem(audiences._audiences, "tests.broken", broken)
    monkeypatch.setitem(audiences._audiences, "tests.fine", lambda entry: [To(people["delegate"].pk, "pour voir")])
    with transaction.atomic():
        journal.record("tests.broken", actor="tests")
        journal.record("tests.fine", actor="tests")
    assert follow_all() == 2
    assert Notice.objects.filter(person=people["delegate"]).count() == 1
    assert "tests.broken" in caplog.text


def test_a_database_that_fails_moves_nothing(mention, monkeypatch):
    from django.db import OperationalError

    from tandem.notifications import following

    def failing(_references):
        raise OperationalError("gone")

    mention()
    before = Cursor.objects.get().sequence
    with monkeypatch.context() as patch:
        patch.setattr(following, "index", failing)
        with pytest.raises(OperationalError):
            follow()
    assert not Notice.objects.exists()
    assert Cursor.objects.get().sequence == before
    assert follow() == 1


def test_reading_is_one_state_in_the_page_and_from_the_e_mail(mention, signed_in_as, people):
    comment = mention()
    follow_all()
    notice = Notice.objects.get()
    client = signed_in_as("elected-lead")
    assert signed_in_as("industrial-lead").get(reverse("workspace:notice", args=[notice.pk])).status_code == 404
    opened = client.get(reverse("workspace:notice", args=[notice.pk]))
    assert opened.headers["Location"].endswith(f"#commentaire-{comment.pk}")
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert send_waiting() == 0, "what was read does not leave any more"
    assert Message.objects.get().state == State.EMPTY


def test_the_page_shows_the_unread_first_and_marks_those_it_showed(mention, signed_in_as):
    mention()
    follow_all()
    client = signed_in_as("elected-lead")
    text = client.get(reverse("workspace:notices")).content.decode()
    assert "Non lus" in text
    newest = Notice.objects.get().pk
    mention("après l’affichage")
    follow_all()
    client.post(reverse("workspace:notices_read"), {"newest": newest})
    assert Notice.objects.unread().count() == 1


def test_a_notice_of_what_is_gone_says_so(mention, by, signed_in_as):
    comment = mention()
    follow_all()
    withdraw_comment(by("project-manager"), comment)
    page = signed_in_as("elected-lead").get(reverse("workspace:notice", args=[Notice.objects.get().pk]), follow=True)
    assert "n’est plus là" in page.content.decode()


def test_an_e_mail_says_what_why_where_and_not_what_was_written(mention, people, settings):
    mention("<b>secret</b>")
    follow_all()
    assert send_waiting() == 1
    assert send_waiting() == 0
    sent = outbox.outbox[0]
    assert sent.to == [people["elected-lead"].email]
    assert "Vous y êtes mentionné." in sent.body
    assert f"{settings.TANDEM_SITE}/espace/avis/{Notice.objects.get().pk}/" in sent.body
    assert "secret" not in sent.body + sent.alternatives[0].content
    assert Notice.objects.get().mailed_at is not None


def test_preferences_are_kept_and_followed(mention, signed_in_as, people):
    client = signed_in_as("elected-lead")
    address = reverse("workspace:notice_preferences")
    from tandem.notifications.kinds import offered

    chosen = {each.code: "none" for each in offered()}
    assert client.post(address, chosen | {"comments": "sometimes"}).status_code == 422
    assert client.post(address, chosen).status_code == 302
    assert Preference.objects.filter(person=people["elected-lead"], kind="comments").get().pace == "none"
    mention()
    follow_all()
    assert Notice.objects.count() == 1
    assert not Message.objects.exists()


def test_while_the_mail_server_is_down_messages_wait_longer_and_longer_then_leave_once(mention, mail, settings):
    mention()
    follow_all()
    up = settings.EMAIL_PORT
    down = MailServer()
    settings.EMAIL_PORT = down.port
    down.close()
    now = timezone.now()
    for attempt, minutes in enumerate((1, 2, 4, 8), 1):
        assert send_waiting(now) == 0
        message = Message.objects.get()
        assert (message.state, message.attempts) == (State.WAITING, attempt)
        assert message.next_at == now + dt.timedelta(minutes=minutes)
        assert send_waiting(now) == 0
        assert Message.objects.get().attempts == attempt, "it waits"
        now = message.next_at
    settings.EMAIL_PORT = up
    assert send_waiting(now) == 1
    assert send_waiting(now) == 0
    assert len(mail.messages) == 1
    assert Message.objects.get().state == State.SENT


def test_a_line_cut_after_the_message_was_handed_over_is_told_as_uncertain_and_not_sent_again(mention, mail):
    mention()
    follow_all()
    mail.cuts = True
    send_waiting()
    mail.cuts = False
    send_waiting()
    assert len(mail.messages) == 1
    assert Message.objects.get().state == State.UNCERTAIN
    assert Notice.objects.get().read_at is None


def test_an_address_that_the_server_refuses_is_not_asked_again(mention, mail, people):
    mail.refused = people["elected-lead"].email
    mention()
    follow_all()
    send_waiting()
    assert Message.objects.get().state == State.REFUSED
    assert mail.messages == []


def test_a_message_whose_sender_was_killed_is_uncertain_after_a_while(mention):
    mention()
    follow_all()
    now = timezone.now()
    assert claim(now) is not None
    assert claim(now) is None, "one sender each"
    assert note_interrupted(now + ABANDONED - dt.timedelta(seconds=1)) == 0
    assert note_interrupted(now + ABANDONED + dt.timedelta(seconds=1)) == 1
    assert Message.objects.get().state == State.UNCERTAIN


@pytest.mark.parametrize("start", [dt.date(2026, 10, 24), dt.date(2026, 3, 28)])
@pytest.mark.parametrize("hour", [1, 2, 3, 7])
def test_each_local_day_has_one_digest_across_the_change_of_hour(start, hour):
    """Asked every ten minutes for three days, one of which has 25 or 23 hours."""
    moment = dt.datetime.combine(start, dt.time(0), PARIS).astimezone(dt.UTC)
    days = []
    for _step in range(6 * 24 * 3):
        day = digest_day(moment, hour, PARIS)
        if not days or days[-1][0] != day:
            days.append((day, moment))
        moment += dt.timedelta(minutes=10)
    assert [day for day, _at in days] == [start + dt.timedelta(days=n) for n in range(-1, 3)]
    for day, at in days[1:]:
        shown = at.astimezone(PARIS)
        assert shown.hour == hour or (hour == 2 and day == dt.date(2026, 3, 29) and shown.hour == 3)


@pytest.mark.parametrize("day", [dt.date(2026, 10, 25), dt.date(2026, 3, 29), dt.date(2026, 6, 1)])
def test_a_digest_holds_what_came_before_its_hour_once(by, people, settings, day):
    Preference.objects.create(person=people["elected-lead"], kind="comments", pace="digest")
    at = digest_moment(day, settings.TANDEM_DIGEST_HOUR, PARIS)
    for text in ("un", "deux", "trop tard"):
        write_comment(by("project-manager"), HERE, text, mentioned=[people["elected-lead"].pk])
    follow_all()
    keys = list(Notice.objects.order_by("pk").values_list("pk", flat=True))
    Notice.objects.filter(pk__in=keys[:2]).update(at=at - dt.timedelta(hours=2))
    Notice.objects.filter(pk=keys[2]).update(at=at + dt.timedelta(seconds=1))
    assert prepare_digests(at - dt.timedelta(seconds=1)) == 0
    assert prepare_digests(at) == 1
    assert prepare_digests(at + dt.timedelta(minutes=5)) == 0
    assert send_waiting(at + dt.timedelta(minutes=5)) == 1
    assert len(outbox.outbox) == 1
    assert outbox.outbox[0].body.count("/espace/avis/") == 3, "two notices, and where to choose"
    assert prepare_digests(at + dt.timedelta(days=1, hours=1)) == 1


def test_a_digest_of_what_was_read_meanwhile_does_not_leave(mention, people, settings):
    Preference.objects.create(person=people["elected-lead"], kind="comments", pace="digest")
    mention()
    follow_all()
    now = timezone.now() + dt.timedelta(days=2)
    prepare_digests(now)
    Notice.objects.update(read_at=now)
    assert send_waiting(now) == 0
    assert outbox.outbox == []


def test_a_task_is_recalled_a_week_before_and_once_late_once_each(people, monkeypatch):
    due = dt.date(2026, 12, 10)
    held = people["elected-lead"].pk
    monkeypatch.setattr(
        registry, "_sources",
        [lambda acting, _day: [Task("Signer", "Vous signez.", "/a", due)] if acting.person == held else []],
    )  # fmt: skip
    counts = [remind(due + dt.timedelta(days=n)) for n in (-9, -8, -7, -6, 0, 1, 2)]
    assert counts == [0, 0, 1, 0, 0, 1, 0]
    assert Notice.objects.filter(person=held, kind="tasks").count() == 2


@pytest.mark.parametrize(("days", "stage"), [(8, ""), (7, "soon"), (0, "soon"), (-1, "late")])
def test_which_reminder_is_due(days, stage):
    today = dt.date(2026, 3, 1)
    assert reminder_of(today + dt.timedelta(days=days), today) == stage


def test_waits_double_up_to_an_hour():
    assert [wait_after(n).total_seconds() / 60 for n in (1, 2, 3, 6, 7, 50)] == [1, 2, 4, 32, 60, 60]


def test_the_list_of_notices_asks_a_fixed_number_of_queries(mention, signed_in_as, django_assert_max_num_queries):
    for number in range(40):
        mention(f"n° {number}")
    follow_all()
    client = signed_in_as("elected-lead")
    client.get(reverse("workspace:notices"))
    with django_assert_max_num_queries(10):
        client.get(reverse("workspace:notices"))


def test_followers_take_turns(mention):
    """The lock is the transaction's: another session cannot take it meanwhile."""
    import psycopg

    mention()
    with transaction.atomic():
        follow()
        with psycopg.connect(**connection.get_connection_params() | {"autocommit": True}) as other:
            taken = other.execute("SELECT pg_try_advisory_lock(7210030)").fetchone()[0]
    assert taken is False
