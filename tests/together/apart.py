"""A database of its own, in processes of their own: what killed followers and workers leave behind.

``python -m tests.together.apart VERB``: `prepare` writes people and journal entries, `follow` follows to the end,
`send` sends what waits, `told` prints what there is.
"""

import json
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings.test")
ENTRIES, PEOPLE, BATCH = 400, 3, 7


def _start() -> None:
    import django
    from django.conf import settings

    django.setup()
    from tandem.core.journal.notices import To, tells

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ.get("MAIL_PORT", "1"))

    @tells("tests.happened")
    def _told(entry):
        from tandem.accounts.models import Person

        time.sleep(0.001)  # a room takes its time: kills fall in the middle of a batch
        return [To(key, "pour le test") for key in Person.objects.values_list("pk", flat=True)]


def prepare() -> None:
    from django.core.management import call_command
    from django.db import transaction

    from tandem.accounts.models import Person
    from tandem.core import journal
    from tandem.notifications.models import Preference

    call_command("migrate", verbosity=0)
    people = [Person.objects.create_user(f"p{number}@exemple.fr") for number in range(PEOPLE)]
    for person in people:
        Preference.objects.create(person=person, kind="tests", pace="immediate" if person is people[0] else "none")
    with transaction.atomic():
        for number in range(ENTRIES):
            author = f"person:{people[2].reference}" if number % 10 == 0 else "cli"
            journal.record("tests.happened", actor=author, subject=f"thing:{number}")


def follow() -> None:
    from tandem.notifications import following

    while following.follow(BATCH):
        pass


def send() -> None:
    from tandem.notifications.mailing import send_waiting

    send_waiting(limit=10_000)


def told() -> None:
    from tandem.notifications.models import Cursor, Message, Notice

    notices = Notice.objects.order_by("entry__sequence", "person").values_list("entry__sequence", "person__email")
    print(json.dumps({
        "cursor": list(Cursor.objects.values_list("sequence", flat=True)),
        "notices": list(notices),
        "messages": [[each.pk, each.state, each.notices.count()] for each in Message.objects.order_by("pk")],
    }))  # fmt: skip


if __name__ == "__main__":
    _start()
    {"prepare": prepare, "follow": follow, "send": send, "told": told}[sys.argv[1]]()
