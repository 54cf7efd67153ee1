"""Ask a site for a file: encrypted, with a limit to everything, and refusals that a person understands."""

import http.client
import ipaddress
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import IO, Any, TypeVar
from urllib.parse import urlsplit

from tandem.datasets.errors import DatasetError

REDIRECTIONS = 5
LONGEST_PAUSE = 60.0
AGENT = "Tandem (import de données publiques)"

T = TypeVar("T")


class DownloadError(DatasetError):
    """A file that cannot be fetched; the hint says what to do."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to insist.

    Parameters
    ----------
    attempts
        Failures in a row after which to give up; an attempt that brings something starts the count again.
    pause
        Seconds before the second attempt; twice as long before each further one.
    timeout
        Seconds without a byte after which an attempt has failed.
    """

    attempts: int = 5
    pause: float = 2.0
    timeout: float = 30.0


PATIENT = Patience()


class Failure(Exception):  # noqa: N818 - may succeed the next time
    """An attempt that failed in a way that may pass: the refusal to tell when it does not, and how long to wait."""

    def __init__(self, told: DownloadError, wait: float = 0.0) -> None:
        super().__init__(str(told))
        self.told = told
        self.wait = wait


def is_here(address: str) -> bool:
    """Whether an address is on this machine."""
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check(address: str) -> None:
    """Refuse an address that is not encrypted, unless it is on this machine.

    Raises
    ------
    DownloadError
        It begins with something else than https, or names no site.
    """
    parts = urlsplit(address)
    if parts.scheme == "http" and is_here(address):
        return
    if parts.scheme != "https" or not parts.hostname:
        raise DownloadError(
            f"{address} : Tandem ne télécharge que par une adresse https.",
            "Donner l’adresse qui commence par https://, ou télécharger le fichier soi-même puis l’importer.",
        )


class _Redirections(urllib.request.HTTPRedirectHandler):
    """Follow a few redirections, none of which leaves encryption or leads into this machine."""

    max_redirections = REDIRECTIONS
    max_repeats = 2

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        check(newurl)
        if is_here(newurl) and not is_here(req.full_url):
            raise DownloadError(f"{req.host} renvoie vers cette machine : {newurl}.", "Ne pas se fier à cette adresse.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def ask(address: str, headers: Mapping[str, str], timeout: float) -> "http.client.HTTPResponse":
    """Open an address, as a file to read.

    Raises
    ------
    DownloadError
        A refusal that trying again will not change.
    Failure
        Another attempt may succeed.
    urllib.error.HTTPError
        Codes 304 and 416, which are answers to `headers`.
    """
    check(address)
    # A proxy of the network serves the outside; it cannot reach this machine.
    handlers: list[urllib.request.BaseHandler] = [_Redirections()]
    if is_here(address):
        handlers.append(urllib.request.ProxyHandler({}))
    opener = urllib.request.build_opener(*handlers)
    request = urllib.request.Request(address, headers={"User-Agent": AGENT, **headers})  # noqa: S310 - checked
    try:
        response: http.client.HTTPResponse = opener.open(request, timeout=timeout)
    except urllib.error.HTTPError as error:
        if error.code in (304, 416):
            raise
        with error:
            raise _refusal(address, error.code, error.headers) from error
    except (OSError, http.client.HTTPException) as error:
        raise broken(address, error) from error
    return response


def _refusal(address: str, code: int, headers: Message) -> Exception:
    host = urlsplit(address).hostname
    if code in (404, 410):
        return DownloadError(
            f"{host} ne publie aucun fichier à cette adresse (réponse {code}) : {address}",
            "Le chercher sur la page du producteur (tandem data show KIND), puis l’importer.",
        )
    if code in (401, 403):
        return DownloadError(f"{host} refuse de donner le fichier (réponse {code}).", "Le télécharger soi-même.")
    if 300 <= code < 400:
        return DownloadError(f"{host} renvoie d’adresse en adresse sans fin.", "Le télécharger soi-même.")
    if code in (408, 425, 429) or code >= 500:
        said = "reçoit trop de demandes" if code == 429 else "est en panne"
        told = DownloadError(f"{host} {said} (réponse {code}).", "Recommencer plus tard : ce qui est déjà là reste.")
        return Failure(told, _asked_wait(headers.get("Retry-After", "")))
    return DownloadError(f"{host} répond {code} au lieu du fichier.", "Le télécharger soi-même.")


def _asked_wait(value: str) -> float:
    return min(float(value), LONGEST_PAUSE) if value.strip().isdigit() else 0.0


def broken(address: str, error: Exception) -> Exception:
    """Say in words why the line broke."""
    host = urlsplit(address).hostname
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, DatasetError):
        return reason
    if isinstance(reason, ssl.SSLCertVerificationError):
        return DownloadError(
            f"Le certificat de {host} n’est pas reconnu.",
            "Vérifier l’heure de cette machine et, derrière un proxy, ses certificats (SSL_CERT_FILE).",
        )
    later = "Recommencer plus tard : ce qui est déjà là reste."
    if isinstance(reason, socket.gaierror):
        told = f"Pas de réseau : {host} est introuvable."
        later = "Vérifier la connexion, ou télécharger le fichier ailleurs puis l’importer."
    elif isinstance(reason, TimeoutError):
        told = f"{host} ne répond pas."
    elif isinstance(reason, ConnectionRefusedError):
        told = f"{host} refuse la connexion."
    else:
        told = f"La connexion à {host} s’est rompue."
    return Failure(DownloadError(told, later))


def insist(attempt: Callable[[], T], patience: Patience, gained: Callable[[], bool] = lambda: False) -> T:
    """Repeat what may succeed the next time, less and less often.

    Parameters
    ----------
    gained
        Whether the last attempt brought something.

    Raises
    ------
    DownloadError
        It failed as often as `patience` allows.
    """
    failures = 0
    while True:
        try:
            return attempt()
        except Failure as failure:
            failures = 1 if gained() else failures + 1
            if failures >= patience.attempts:
                raise failure.told from failure
            time.sleep(min(LONGEST_PAUSE, max(failure.wait, patience.pause * 2 ** (failures - 1))))
