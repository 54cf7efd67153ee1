"""Scans of agreements that are made to hurt: refused in words, before they cost much."""

import contextlib
import io
import struct
import zlib

import pikepdf
import pytest
from PIL import Image

from tandem.core.errors import TandemError
from tandem.territories import scans
from tandem.territories.scans import read_scan


def png(width: int, height: int, body: bytes = b"") -> bytes:
    """A picture that says its size and holds nothing, or what is given."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [7_000, 10_000, 20_000, 2**31 - 1])
def test_a_picture_that_unfolds_into_too_much_is_refused_by_what_it_says_of_itself(side):
    with pytest.raises(TandemError):
        read_scan(png(side, side))


@pytest.mark.parametrize("body", [b"", b"\x00" * 50, zlib.compress(b"\0" * 10)[:-3]])
def test_a_picture_that_is_broken_is_refused_in_words(body):
    with pytest.raises(TandemError):
        read_scan(png(100, 100, body))


def pdf(*boxes: tuple[float, float, float, float], picture: tuple[int, int] | None = None) -> bytes:
    made = pikepdf.new()
    for box in boxes:
        page = made.add_blank_page(page_size=(100, 100))
        page.mediabox = list(box)
        if picture:
            width, height = picture
            stream = pikepdf.Stream(made, zlib.compress(b"\0" * (width * height)))
            stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            stream.Width, stream.Height, stream.BitsPerComponent = width, height, 8
            stream.ColorSpace, stream.Filter = pikepdf.Name.DeviceGray, pikepdf.Name.FlateDecode
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=made.make_indirect(stream)))
            page.Contents = made.make_stream(b"100 0 0 100 0 0 cm /I Do")
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    "box", [(0, 0, 0, 0), (0, 0, 1e9, 1e9), (0, 0, 1e9, 0.001), (0, 0, -5, 5), (0, 0, 1e30, 1), (0, 0, 14_400, 14_400)]
)
def test_a_page_of_any_size_is_read_or_refused(box):
    with contextlib.suppress(TandemError):
        assert read_scan(pdf(box)).codes == ()


def test_pages_that_cost_too_much_together_are_refused_before_they_are_drawn(monkeypatch):
    monkeypatch.setattr(scans, "_codes", lambda pictures: pytest.fail("drawn"))
    with pytest.raises(TandemError, match="trop grandes"):
        read_scan(pdf(*[(0, 0, 3_000, 3_000)] * 150))


def test_an_ordinary_scan_of_many_pages_is_within_the_limit():
    assert scans._weight([(595, 842)] * scans.MOST_PAGES) <= scans.MOST_DRAWN


def test_a_picture_in_a_page_that_unfolds_into_too_much_is_refused():
    with pytest.raises(TandemError):
        read_scan(pdf((0, 0, 100, 100), picture=(20_000, 20_000)))


def test_a_picture_that_is_an_archive_too_is_refused():
    import zipfile

    kept = io.BytesIO()
    Image.new("L", (10, 10)).save(kept, "PNG")
    with zipfile.ZipFile(kept, "a") as archive:
        archive.writestr("a.html", "<script>")
    with pytest.raises(TandemError):
        read_scan(kept.getvalue())
