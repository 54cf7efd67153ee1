"""People of the demo and who they act as; a folder for their documents; an antivirus and a mail server that answer."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from tandem.accounts.acting import By
from tandem.accounts.models import Mandate, Organisation, Person
from tests.workspace.conftest import people, signed_in_as

__all__ = ["people", "signed_in_as"]

HERE = "territory:ti-8413"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path) -> None:
    settings.TANDEM_HOME = tmp_path


@pytest.fixture
def by(people):
    """Who acts in a role of the demo."""

    def acting(role: str) -> By:
        held = Mandate.objects.select_related("person", "organisation")
        return By(held.get(person=people[role], role=role), second_factor=True)

    return acting


@pytest.fixture
def stranger(people) -> By:
    """The project manager of another territory."""
    person = Person.objects.create_user("ailleurs@exemple.fr", first_name="Ailleurs", last_name="Fictif")
    mandate = Mandate.objects.create(
        person=person,
        organisation=Organisation.objects.create(kind="association", name="Ailleurs (fictive)"),
        role="project-manager",
        scope_kind="territory",
        scope_code="ti-2802",
        validity=DateRange(None, None),
        ground="pour les tests",
    )
    return By(mandate)


class Listener:
    """A server of one kind of conversation, in a thread, on a port of this machine."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                link, _address = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(link,), daemon=True).start()

    def _serve(self, link: socket.socket) -> None:
        with link, suppress(ConnectionError):  # whoever spoke was killed
            self.talk(link)

    def talk(self, link: socket.socket) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


class AnsweringAsClamd(Listener):
    """Reads INSTREAM as clamd does, and finds the test signature of antivirus makers."""

    def __init__(self) -> None:
        super().__init__()
        self.received: list[bytes] = []

    def talk(self, link: socket.socket) -> None:
        file = link.makefile("rb")
        assert file.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", file.read(4))[0]:
            content += file.read(size)
        self.received.append(content)
        link.sendall(b"stream: Eicar-Signature FOUND\0" if b"EICAR" in content else b"stream: OK\0")


@pytest.fixture
def clamd(settings) -> Iterator[AnsweringAsClamd]:
    server = AnsweringAsClamd()
    settings.TANDEM_ANTIVIRUS = f"tcp://127.0.0.1:{server.port}"
    yield server
    server.close()


class MailServer(Listener):
    """Enough of SMTP to take messages, refuse somebody, or cut the line after a message was handed over."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []
        self.refused = ""
        self.cuts = False

    def talk(self, link: socket.socket) -> None:
        file = link.makefile("rb")

        def say(text: str) -> None:
            link.sendall(f"{text}\r\n".encode())

        say("220 test")
        while line := file.readline().decode().strip():
            verb = line.split(maxsplit=1)[0].upper()
            if verb == "RCPT" and self.refused and self.refused in line:
                say("550 no such person")
            elif verb == "DATA":
                say("354 go on")
                told = b""
                while (each := file.readline()) != b".\r\n":
                    told += each
                self.messages.append(told.decode())
                if self.cuts:
                    return
                say("250 taken")
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")


@pytest.fixture
def mail(settings) -> Iterator[MailServer]:
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    yield server
    server.close()
