"""An agreement as a Word file, to be worked on and sent round; the PDF is what is signed.

Word knows its pages only when it shows them: the code at the foot names agreement and version, not the page.
"""

import io
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tandem.steering.agreements import DRAFT, payload_of, png_of
from tandem.territories.codes import Code
from tandem.territories.models import Agreement


def as_docx(agreement: Agreement) -> bytes:
    """Return an agreement as a Word file."""
    data = payload_of(agreement)
    document = Document()
    _prepare(document, data)
    document.add_paragraph(f"{data['programme']} · {data['territory']}", style="Subtitle")
    document.add_paragraph(data["title"], style="Title")
    for text in filter(None, (data["stamp-draft"], data["amends"])):
        document.add_paragraph(text)
    document.add_heading(_("Entre les parties"), 1)
    for group in data["groups"]:
        document.add_heading(group["name"], 2)
        for party in group["parties"]:
            paragraph = document.add_paragraph()
            paragraph.add_run(party["organisation"]).bold = True
            paragraph.add_run(f", {party['words']}")
    document.add_heading(_("Dates"), 1)
    document.add_paragraph(data["dates"])
    for section in data["sections"]:
        document.add_heading(section["title"], 1)
        for text in section["paragraphs"]:
            document.add_paragraph(text)
    document.add_heading(_("Signatures"), 1)
    for party in data["signatures"]:
        paragraph = document.add_paragraph()
        paragraph.add_run(party["organisation"]).bold = True
        paragraph.add_run("\n" + party["signs"] + "\n" + _("Date et signature :"))
        paragraph.paragraph_format.space_after = Mm(22)
    _foot(document, agreement, data)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _prepare(document: Any, data: dict[str, Any]) -> None:
    document.core_properties.title = data["title"]
    document.core_properties.author = data["programme"]
    document.core_properties.language = "fr-FR"
    normal = document.styles["Normal"]
    normal.font.size = Pt(10.5)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    normal.element.get_or_add_rPr().append(language)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)


def _foot(document: Any, agreement: Agreement, data: dict[str, Any]) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(f"{data['reference']}\n{data['stamp']}\n" + _("Page "))
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        element = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
    if agreement.state != DRAFT:
        code = Code(agreement.pk, agreement.digest, 0, 0)
        paragraph.add_run("  ")
        picture = paragraph.add_run().add_picture(io.BytesIO(png_of(code)), width=Mm(20))
        picture._inline.docPr.set("descr", _("Code de cet acte et de cette version"))
