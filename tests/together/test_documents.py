"""Documents: who may attach, read and fetch them; the antivirus, up and down; uploads that are too large."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tandem.accounts.acting import RefusedError
from tandem.core.errors import NotFoundError, TandemError
from tandem.core.models import JournalEntry
from tandem.documents import storing
from tandem.documents.models import Document, State, Version
from tandem.documents.scanning import Clamd, UnreachableError
from tandem.documents.usecases import add_document, add_version, receive, scan_waiting, withdraw_document
from tests.together import files
from tests.together.conftest import HERE, AnsweringAsClamd

OBJECT = {"visibility": "object", "retention": "working", "title": "Délibération"}


def sent(content: bytes = files.PDF, name: str = "note.pdf", **more):
    return {"file": SimpleUploadedFile(name, content), **OBJECT, **more}


def fetch(client: Client, document: Document, number: int = 1):
    answer = client.get(reverse("workspace:file", args=[document.reference, number]))
    answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for close in answer._resource_closers:  # closing the answer would close the connection of the test too
        close()
    return answer


def test_a_document_attached_on_a_page_is_read_by_who_follows_the_object_and_by_nobody_else(signed_in_as, stranger):
    page = signed_in_as("project-manager").post(reverse("workspace:attach", args=[HERE]), sent())
    assert page.status_code == 302
    document = Document.objects.get()
    assert storing.path_of(document.latest.digest).read_bytes() == files.PDF
    assert fetch(signed_in_as("elected-lead"), document).body == files.PDF
    elsewhere = Client()
    elsewhere.force_login(stranger.mandate.person)
    assert fetch(elsewhere, document).status_code == 404
    assert fetch(Client(), document).status_code == 302
    assert fetch(signed_in_as("member"), document).status_code == 404


def test_a_file_is_given_to_keep_and_never_as_a_page_of_the_site(signed_in_as, by):
    document = add_document(by("project-manager"), HERE, receive("é.txt", [b"bonjour"]), **OBJECT)
    answer = fetch(signed_in_as("elected-lead"), document)
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Type"] == "application/octet-stream"


def test_an_internal_document_stays_within_the_organisation(signed_in_as, by):
    document = add_document(
        by("industrial-lead"), HERE, receive("a.txt", [b"a"]), **OBJECT | {"visibility": "internal"}
    )
    assert fetch(signed_in_as("industrial-lead"), document).status_code == 200
    assert fetch(signed_in_as("project-manager"), document).status_code == 404
    assert (
        "Délibération"
        not in signed_in_as("project-manager").get(reverse("workspace:object", args=[HERE])).content.decode()
    )


def test_a_public_document_is_for_everybody_and_only_some_may_publish(by):
    arrival = receive("a.txt", [b"a"])
    document = add_document(by("project-manager"), HERE, arrival, **OBJECT | {"visibility": "public"})
    assert fetch(Client(), document).status_code == 200
    with pytest.raises(RefusedError):
        add_document(by("industrial-lead"), HERE, arrival, **OBJECT | {"visibility": "public"})


def test_who_may_not_read_the_object_attaches_nothing_to_it(stranger, by):
    with pytest.raises(NotFoundError):
        add_document(stranger, HERE, receive("a.txt", [b"a"]), **OBJECT)
    assert not Document.objects.exists()


def test_a_refused_file_is_told_beside_what_was_typed_and_nothing_is_kept(signed_in_as):
    page = signed_in_as("project-manager").post(
        reverse("workspace:attach", args=[HERE]), sent(files.HTML, title="Mon titre")
    )
    assert page.status_code == 422
    text = page.content.decode()
    assert "n’est pas celui d’un PDF" in text
    assert 'value="Mon titre"' in text
    assert not Version.objects.exists()
    assert [each for each in storing.root().rglob("*") if each.is_file()] == []


def test_versions_follow_one_another_and_the_same_content_is_refused(by, signed_in_as):
    manager = by("project-manager")
    document = add_document(manager, HERE, receive("a.txt", [b"un"]), **OBJECT)
    assert add_version(by("elected-lead"), document, receive("b.txt", [b"deux"])).number == 2
    with pytest.raises(TandemError, match="identique"):
        add_version(manager, document, receive("c.txt", [b"deux"]))
    with pytest.raises(RefusedError):
        add_version(by("industrial-lead"), document, receive("d.txt", [b"trois"]))
    assert fetch(signed_in_as("elected-lead"), document, 1).body == b"un"
    codes = JournalEntry.objects.filter(subject=HERE).values_list("code", flat=True)
    assert list(codes) == ["documents.added", "documents.version_added"]


def test_a_withdrawn_document_is_seen_no_more_but_its_entry_stays(by, signed_in_as):
    document = add_document(by("project-manager"), HERE, receive("a.txt", [b"un"]), **OBJECT)
    with pytest.raises(TandemError, match="pourquoi"):
        withdraw_document(by("project-manager"), document, reason=" ")
    withdraw_document(by("project-manager"), document, reason="mauvais fichier")
    assert fetch(signed_in_as("project-manager"), document).status_code == 404
    assert JournalEntry.objects.filter(code="documents.withdrawn", reason="mauvais fichier").exists()


def test_the_antivirus_reads_the_whole_file_and_refuses_what_it_finds(clamd, by):
    big = b"a" * 200_000
    document = add_document(by("project-manager"), HERE, receive("a.txt", [big]), **OBJECT)
    assert document.latest.state == State.CLEAN
    assert clamd.received == [big]
    with pytest.raises(TandemError, match="antivirus a refusé"):
        receive("b.txt", [files.EICAR])
    assert [each.name for each in storing.root().rglob("*") if each.is_file()] == [document.latest.digest]


def test_while_the_antivirus_is_down_a_file_waits_for_its_sender_alone_and_is_scanned_later(settings, by, signed_in_as):
    server = AnsweringAsClamd()
    settings.TANDEM_ANTIVIRUS = f"tcp://127.0.0.1:{server.port}"
    server.close()
    document = add_document(by("project-manager"), HERE, receive("a.txt", [b"sain"]), **OBJECT)
    bad = add_document(by("project-manager"), HERE, receive("b.txt", [files.EICAR]), **OBJECT)
    assert document.latest.state == State.WAITING
    assert fetch(signed_in_as("elected-lead"), document).status_code == 404
    assert fetch(signed_in_as("project-manager"), document).status_code == 200
    page = signed_in_as("elected-lead").get(reverse("workspace:object", args=[HERE])).content.decode()
    assert "en attente d’analyse" in page
    assert scan_waiting("tests") == 0
    up = AnsweringAsClamd()
    settings.TANDEM_ANTIVIRUS = f"tcp://127.0.0.1:{up.port}"
    assert scan_waiting("tests") == 2
    up.close()
    assert fetch(signed_in_as("elected-lead"), document).status_code == 200
    assert fetch(signed_in_as("project-manager"), bad).status_code == 404
    assert not storing.path_of(bad.latest.digest).exists()
    assert JournalEntry.objects.filter(code="documents.refused").count() == 1


def test_an_answer_that_is_not_clamds_is_no_answer(tmp_path):
    class Talkative(AnsweringAsClamd):
        def talk(self, link):
            link.recv(10)
            link.sendall(b"stream: INSTREAM size limit exceeded. ERROR\0")

    server = Talkative()
    (tmp_path / "a").write_bytes(b"a")
    with pytest.raises(UnreachableError):
        Clamd(f"tcp://127.0.0.1:{server.port}", patience=2).scan(tmp_path / "a")
    server.close()


def test_a_stream_that_is_too_large_is_left_at_once_and_leaves_nothing(settings, db):
    settings.TANDEM_UPLOAD_LIMIT = 1_000
    read = []

    def pieces():
        for number in range(100):
            read.append(number)
            yield b"x" * 600

    with pytest.raises(TandemError, match="dépasse la taille"):
        receive("a.txt", pieces())
    assert read == [0, 1]
    assert list(storing.root().iterdir()) == []


def test_an_upload_announced_too_large_is_refused_before_any_of_it_is_kept(settings, signed_in_as):
    settings.TANDEM_UPLOAD_LIMIT = 1_000
    client = signed_in_as("project-manager")
    page = client.post(
        reverse("workspace:attach", args=[HERE]), {"file": io.BytesIO(b"x" * 1_100_000), "title": "grand"}
    )
    assert page.status_code == 413
    assert "dépasse la taille acceptée" in re.sub(r"\s+", " ", page.content.decode())
    assert not Document.objects.exists()


def test_a_huge_announced_upload_is_not_read_at_all(settings, signed_in_as):
    settings.TANDEM_UPLOAD_LIMIT = 1_000

    class Untouched(io.BytesIO):
        def read(self, *_args):
            raise AssertionError("read")

    client = signed_in_as("project-manager")
    page = client.generic(
        "POST", reverse("workspace:attach", args=[HERE]), b"", CONTENT_LENGTH="99000000",
        **{"wsgi.input": Untouched()},
    )  # fmt: skip
    assert page.status_code == 413
