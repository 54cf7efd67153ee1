"""Find a file whose address changes with each vintage: the national catalogue, data.gouv.fr, knows the latest one."""

import json
import re
from dataclasses import dataclass
from typing import Any

from tandem.datasets.web import PATIENT, DownloadError, Patience, ask, insist, is_here

CATALOGUE = "https://www.data.gouv.fr/api/1/datasets/"
SCHEME = "datagouv:"
LONGEST_ANSWER = 1 << 25


@dataclass(frozen=True, slots=True)
class Resource:
    """A file to fetch.

    Parameters
    ----------
    address
        Where it is.
    checksum
        Algorithm and hexadecimal digest, when the catalogue publishes it.
    modified
        When its producer last changed it (ISO 8601); empty when nothing says so.
    """

    address: str
    checksum: tuple[str, str] | None = None
    modified: str = ""


def resolve(address: str, *, catalogue: str = CATALOGUE, patience: Patience = PATIENT) -> Resource:
    """Return the file that an address names.

    Parameters
    ----------
    address
        ``https://…``, or ``datagouv:DATASET#PATTERN``: among the files of that page of data.gouv.fr, the one changed
        last whose address or title matches the regular expression.

    Raises
    ------
    DownloadError
        No such page, no such file on it, or a catalogue that does not answer.
    """
    if not address.startswith(SCHEME):
        return Resource(address)
    page, _sharp, pattern = address.removeprefix(SCHEME).partition("#")
    resources = _resources(f"{catalogue}{page}/", patience)
    found = [each for each in resources if _matches(pattern, each)]
    if not found:
        raise DownloadError(
            f"La page « {page} » de data.gouv.fr n’a plus de fichier « {pattern} ».",
            f"Le chercher sur https://www.data.gouv.fr/fr/datasets/{page}/, puis l’importer.",
        )
    latest = max(found, key=lambda each: str(each.get("last_modified") or ""))
    return Resource(_encrypted(str(latest["url"])), _checksum(latest), str(latest.get("last_modified") or ""))


def _resources(address: str, patience: Patience) -> list[dict[str, Any]]:
    def read() -> bytes:
        with ask(address, {"Accept": "application/json"}, patience.timeout) as response:
            return response.read(LONGEST_ANSWER)

    try:
        found = json.loads(insist(read, patience))["resources"]
        return [each for each in found if isinstance(each, dict) and isinstance(each.get("url"), str)]
    except (ValueError, KeyError, TypeError):
        raise DownloadError(
            f"data.gouv.fr répond autre chose qu’une liste de fichiers : {address}",
            "Télécharger le fichier soi-même, puis l’importer.",
        ) from None


def _matches(pattern: str, resource: dict[str, Any]) -> bool:
    return any(re.search(pattern, str(resource.get(key) or "")) for key in ("url", "title"))


def _encrypted(address: str) -> str:
    """Some producers still declare a plain address; their sites answer on the encrypted one."""
    if address.startswith("http://") and not is_here(address):
        return "https://" + address.removeprefix("http://")
    return address


def _checksum(resource: dict[str, Any]) -> tuple[str, str] | None:
    published = resource.get("checksum")
    if not isinstance(published, dict):
        return None
    algorithm, value = str(published.get("type", "")).casefold(), str(published.get("value", "")).casefold()
    if algorithm in ("sha1", "sha256", "sha512", "md5") and re.fullmatch(r"[0-9a-f]{32,128}", value):
        return algorithm, value
    return None
