"""Fetch a file from its official address: resumed after an interruption, checked, and there whole or not at all.

::

    FOLDER/NAME               the file, once it is whole
    FOLDER/.KIND-….part       what an interrupted download has brought
    FOLDER/.KIND-….json       what the site said of it (size, version), by which a download is resumed or spared
"""

import base64
import binascii
import errno
import fcntl
import hashlib
import http.client
import json
import re
import shutil
import urllib.error
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tandem.core.files import write_whole
from tandem.core.typography import octets
from tandem.datasets import web
from tandem.datasets.catalogue import CATALOGUE, Resource, resolve
from tandem.datasets.kind import Kind
from tandem.datasets.web import PATIENT, DownloadError, Failure, Patience

CHUNK = 1 << 20
LARGEST = 20 * 10**9
"""Bytes beyond which something else than an official file is being sent: the largest is Sirene's, 9 GB once open."""

SPARED = 200 * 10**6
"""Bytes that a download leaves free on the disk."""

Progress = Callable[[int, int | None], None]
"""Told how many bytes are there, out of how many (None when the site does not say)."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file fetched.

    Parameters
    ----------
    path
        Where it is.
    address
        Where it was found.
    size, sha256
        Of its content.
    verified
        Algorithm of the published checksum that it agrees with; empty when none is published.
    resumed
        Bytes that an earlier, interrupted download had brought.
    unchanged
        True when the file already there is the one that the site has.
    """

    path: Path
    address: str
    size: int
    sha256: str
    verified: str
    resumed: int
    unchanged: bool


class _Unchanged(Exception):  # noqa: N818 - the site says that nothing has changed
    pass


def download(
    kind: Kind,
    folder: Path,
    *,
    address: str | None = None,
    progress: Progress = lambda done, total: None,
    patience: Patience = PATIENT,
    catalogue: str = CATALOGUE,
    largest: int = LARGEST,
) -> Download:
    """Fetch the file of a kind, unless the one already there is the same.

    Parameters
    ----------
    folder
        Where to put it; made when it does not exist.
    address
        Another address than the kind's own, in the form that `tandem.datasets.catalogue.resolve` takes.
    progress
        Told how far it is.
    patience
        How long to insist on a site that does not answer.
    catalogue
        Address of the catalogue's interface.
    largest
        Bytes beyond which the file is refused.

    Raises
    ------
    DownloadError
        No network, no such file, a site that is down, a disk that is full, a file that changes all the time, or one
        that differs from its published checksum. What was fetched stays, and the next run goes on from there.
    """
    wanted = address or kind.address
    if not wanted:
        raise DownloadError(
            f"L’adresse du fichier « {kind.title} » change à chaque millésime.",
            f"Le télécharger sur {kind.page}, puis : tandem data import {kind.id} FICHIER",
        )
    found = resolve(wanted, catalogue=catalogue, patience=patience)
    folder.mkdir(parents=True, exist_ok=True)
    key = f".{kind.id}-{hashlib.sha256(wanted.encode()).hexdigest()[:12]}"
    with _alone(folder / f"{key}.lock", kind):
        return _Run(kind, folder, key, found, progress, patience, largest).run()


@contextmanager
def _alone(path: Path, kind: Kind) -> Iterator[None]:
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DownloadError(
                f"Le fichier « {kind.title} » est déjà en cours de téléchargement.", "Attendre qu’il arrive."
            ) from None
        yield


class _Run:
    """One download."""

    def __init__(
        self,
        kind: Kind,
        folder: Path,
        key: str,
        found: Resource,
        progress: Progress,
        patience: Patience,
        largest: int,
    ) -> None:
        self.kind, self.folder, self.found = kind, folder, found
        self.part, self.notes = folder / f"{key}.part", folder / f"{key}.json"
        self.progress, self.patience, self.largest = progress, patience, largest
        self.resumed = 0
        self.restarts = 0
        self.before = 0
        self.checksums: list[tuple[str, str]] = [found.checksum] if found.checksum else []

    def run(self) -> Download:
        self.resumed = self._brought()
        try:
            web.insist(self._attempt, self.patience, self._gained)
        except _Unchanged:
            return self._result(self.folder / self._noted()["name"], unchanged=True)
        noted = self._noted()
        verified = self._verified()
        target = self.folder / noted["name"]
        sha256 = _digest(self.part, "sha256")
        self.part.replace(target)
        self._note({**noted, "whole": True, "sha256": sha256})
        return self._result(target, verified=verified)

    def _result(self, path: Path, *, verified: str = "", unchanged: bool = False) -> Download:
        noted = self._noted()
        return Download(
            path, self.found.address, path.stat().st_size, noted["sha256"], verified, self.resumed, unchanged
        )

    # -- what is known from before -------------------------------------------------------------------------------------

    def _noted(self) -> dict[str, Any]:
        try:
            noted = json.loads(self.notes.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return noted if isinstance(noted, dict) and noted.get("address") == self.found.address else {}

    def _note(self, noted: dict[str, Any]) -> None:
        write_whole(self.notes, json.dumps(noted, ensure_ascii=False).encode())

    def _brought(self) -> int:
        """Bytes from which to go on; none without something by which the site tells one version from the next."""
        noted = self._noted()
        return self.part.stat().st_size if self.part.exists() and _version(noted) else 0

    def _kept(self) -> dict[str, Any]:
        """What is noted of the file already there, when it is still as it was fetched."""
        noted = self._noted()
        path = self.folder / str(noted.get("name", ""))
        whole = noted.get("whole") and path.is_file() and path.stat().st_size == noted.get("size")
        return noted if whole else {}

    def _gained(self) -> bool:
        return self.part.exists() and self.part.stat().st_size - self.before >= CHUNK

    # -- one attempt ---------------------------------------------------------------------------------------------------

    def _attempt(self) -> None:
        self.before = have = self._brought()
        headers = {"Accept-Encoding": "identity"}  # a compressed answer could not be resumed
        noted = self._noted()
        if have:
            headers |= {"Range": f"bytes={have}-", "If-Range": _version(noted)}
        elif kept := self._kept():
            name = "If-None-Match" if kept.get("etag") else "If-Modified-Since"
            headers[name] = kept.get("etag") or kept.get("modified") or ""
        try:
            response = web.ask(self.found.address, headers, self.patience.timeout)
        except urllib.error.HTTPError as error:
            with error:
                return self._already(error.code, have)
        with response:
            self._take(response, have)
        return None

    def _already(self, code: int, have: int) -> None:
        if code == 304:
            raise _Unchanged
        if have != self._noted().get("size"):  # nothing left to send, yet what is here is not the whole
            self.part.unlink(missing_ok=True)
            raise self._changed()

    def _take(self, response: http.client.HTTPResponse, have: int) -> None:
        said = _said(response, self.found.address, self.kind)
        if response.status == 206:
            start, total = _range(response.headers.get("Content-Range", ""))
            if start != have or (said["etag"] and said["etag"] != self._noted().get("etag")):
                self.part.unlink(missing_ok=True)
                raise self._changed()
            said["size"] = total if total is not None else self._noted().get("size")
        elif have:
            if _version(said) != _version(self._noted()):
                self.restarts += 1
                if self.restarts > 2:
                    raise self._changed().told
            have = self.before = self.resumed = 0
        self._check_room(said["size"], have)
        self._note(said)
        self._write(response, have, said["size"])
        if said["size"] is not None and self.part.stat().st_size != said["size"]:
            raise Failure(
                DownloadError(
                    f"Le fichier arrive tronqué : {_octets(self.part.stat().st_size)} sur {_octets(said['size'])}.",
                    "Recommencer plus tard : ce qui est déjà là reste.",
                )
            )
        if not self.part.stat().st_size:
            raise DownloadError(f"Le fichier est vide : {self.found.address}", "Recommencer plus tard.")
        self.checksums += _announced(response)

    def _write(self, response: http.client.HTTPResponse, have: int, total: int | None) -> None:
        with self.part.open("ab" if have else "wb") as out:
            while True:
                try:
                    piece = response.read(CHUNK)
                except (OSError, http.client.HTTPException) as error:
                    if isinstance(error, http.client.IncompleteRead):
                        out.write(error.partial)
                    raise web.broken(self.found.address, error) from error
                if not piece:
                    return
                have += len(piece)
                if have > self.largest:
                    raise self._too_large()
                try:
                    out.write(piece)
                    out.flush()
                except OSError as error:
                    if error.errno in (errno.ENOSPC, errno.EDQUOT):
                        raise self._full(total) from error
                    raise
                self.progress(have, total)

    def _check_room(self, total: int | None, have: int) -> None:
        if total is None:
            return
        if total > self.largest:
            raise self._too_large()
        if total - have > shutil.disk_usage(self.folder).free - SPARED:
            raise self._full(total)

    def _verified(self) -> str:
        """Compare the file with the checksums that were published; one that differs condemns it."""
        for algorithm, published in self.checksums:
            if _digest(self.part, algorithm) != published:
                self.part.unlink()
                raise DownloadError(
                    f"Le fichier téléchargé n’a pas l’empreinte {algorithm} publiée : il a été abîmé en route.",
                    "Le télécharger à nouveau.",
                )
        return self.checksums[0][0] if self.checksums else ""

    # -- refusals ------------------------------------------------------------------------------------------------------

    def _changed(self) -> Failure:
        return Failure(
            DownloadError(
                f"Le fichier « {self.kind.title} » change pendant qu’on le télécharge.",
                "Recommencer dans quelques minutes, quand son producteur a fini de le publier.",
            )
        )

    def _too_large(self) -> DownloadError:
        return DownloadError(
            f"Le fichier dépasse {_octets(self.largest)} : ce n’est pas un fichier « {self.kind.title} ».",
            "Vérifier l’adresse.",
        )

    def _full(self, total: int | None) -> DownloadError:
        need = f" : il fait {_octets(total)}" if total else ""
        return DownloadError(
            f"Pas assez de place sur le disque pour ce fichier{need}.",
            f"En libérer dans {self.folder}, puis lancer la même commande : ce qui est déjà là reste.",
        )


# -- what a site says --------------------------------------------------------------------------------------------------


def _said(response: http.client.HTTPResponse, address: str, kind: Kind) -> dict[str, Any]:
    if response.headers.get_content_type() in ("text/html", "application/xhtml+xml"):
        raise DownloadError(
            f"{urlsplit(address).hostname} répond une page web au lieu du fichier.",
            f"Le télécharger sur {kind.page}, puis l’importer.",
        )
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise DownloadError(
            f"{urlsplit(address).hostname} envoie le fichier compressé sans qu’on le lui demande.",
            f"Le télécharger sur {kind.page}, puis l’importer.",
        )
    length = response.headers.get("Content-Length", "")
    return {
        "address": address,
        "name": _name(response, kind),
        "etag": response.headers.get("ETag", ""),
        "modified": response.headers.get("Last-Modified", ""),
        "size": int(length) if length.isdigit() else None,
    }


def _version(noted: dict[str, Any]) -> str:
    """What tells one version of a file from the next, byte for byte; a weak entity tag does not."""
    etag = str(noted.get("etag") or "")
    return etag if etag and not etag.startswith("W/") else str(noted.get("modified") or "")


def _range(value: str) -> tuple[int, int | None]:
    found = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", value.strip())
    if found is None:
        return -1, None
    return int(found.group(1)), int(found.group(2)) if found.group(2).isdigit() else None


def _name(response: http.client.HTTPResponse, kind: Kind) -> str:
    """Name the file as its producer does, without anything that would lead out of the folder."""
    told = response.headers.get_filename() or unquote(urlsplit(response.geturl()).path).rpartition("/")[2]
    name = re.sub(r"[^\w.()’' -]", "_", told.replace("\\", "/").rpartition("/")[2]).strip(". ")[-120:]
    if Path(name).suffix:
        return name
    subtype = response.headers.get_content_subtype()
    suffix = {"csv": "csv", "zip": "zip", "gzip": "csv.gz", "x-gzip": "csv.gz"}.get(subtype, "csv")
    return f"{kind.id}.{suffix}"


def _announced(response: http.client.HTTPResponse) -> list[tuple[str, str]]:
    """Checksums that a site sends with the whole file (RFC 9530, RFC 3230)."""
    found = []
    for header in ("Repr-Digest", "Digest"):
        for algorithm, value in re.findall(
            r"(?i)(sha-256|sha-512)=:?([A-Za-z0-9+/=]+)", response.headers.get(header, "")
        ):
            try:
                found.append((algorithm.casefold().replace("-", ""), base64.b64decode(value, validate=True).hex()))
            except binascii.Error:
                continue
    return found


def _digest(path: Path, algorithm: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def _octets(size: int) -> str:
    return octets(size)
