"""Files as tests send them: each format as its software writes it, and what somebody could disguise as one."""

import io
import zipfile

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 40 + b"\xff\xd9"
TYPES = '<?xml version="1.0"?><Types><Override PartName="/x" ContentType="application/{}"/></Types>'
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def archive(entries: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return held.getvalue()


def office(kind: str, **more: bytes | str) -> bytes:
    return archive({"[Content_Types].xml": TYPES.format(kind), "body.xml": "<x/>"} | more)


DOCX = office("vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")
XLSX = office("vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")
PPTX = office("vnd.openxmlformats-officedocument.presentationml.presentation.main+xml")
ODT = archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})
ODS = archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})
MACRO = office(
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", **{"word/vbaProject.bin": b"\xd0\xcf"}
)
MACRO_TYPE = office("vnd.ms-word.document.macroEnabled.main+xml")
BOMB = office(
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", **{"zeros.xml": b"\0" * 60_000_000}
)
CLIMBING = office("vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", **{"../../etc/cron": b"x"})
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
