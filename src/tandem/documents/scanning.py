"""The antivirus, when the installation has one: clamd, asked over its socket with INSTREAM.

``TANDEM_ANTIVIRUS`` says where: ``tcp://host:3310`` or ``unix:///run/clamav/clamd.ctl``. Any other one is a class with
the method of `Scanner`.
"""

import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

PIECE = 64 * 1024
PATIENCE = 20.0
"""Seconds that a scan may take before the file is set aside and scanned later."""


class UnreachableError(Exception):
    """The antivirus does not answer, or not in its own words: nothing is known of the file."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the antivirus says of a file: `threat` names what it found; empty when it found nothing."""

    threat: str = ""


class Scanner(Protocol):
    """Whatever tells whether a file is safe."""

    def scan(self, path: Path) -> Answer:
        """Scan a file.

        Raises
        ------
        UnreachableError
            No answer.
        """


class Clamd:
    """clamd, over TCP or a local socket.

    The file goes in pieces, each after its length (four octets, the heaviest first); a piece of no length ends it.
    Source: clamd(8), INSTREAM.
    """

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        self.address, self.patience = urlsplit(address), patience

    def scan(self, path: Path) -> Answer:
        try:
            with self._connected() as link, path.open("rb") as file:
                try:
                    link.sendall(b"zINSTREAM\0")
                    while piece := file.read(PIECE):
                        link.sendall(struct.pack("!I", len(piece)) + piece)
                    link.sendall(struct.pack("!I", 0))
                except (BrokenPipeError, ConnectionResetError):
                    pass  # it closes its ear when a file is too large for it, and says so
                said = b""
                while not said.endswith(b"\0") and (piece := link.recv(4096)):
                    said += piece
        except OSError as error:
            raise UnreachableError(str(error)) from error
        return _understood(said.rstrip(b"\0\n").decode("utf-8", "replace"))

    def _connected(self) -> socket.socket:
        if self.address.scheme == "unix":
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            link.settimeout(self.patience)
            link.connect(self.address.path)
            return link
        return socket.create_connection((self.address.hostname or "", self.address.port or 3310), self.patience)


def _understood(said: str) -> Answer:
    if said == "stream: OK":
        return Answer()
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return Answer(said.removeprefix("stream: ").removesuffix(" FOUND"))
    raise UnreachableError(said or "no answer")


def configured(address: str) -> Scanner | None:
    """Return the scanner of this installation; None when it has none."""
    return Clamd(address) if address else None
