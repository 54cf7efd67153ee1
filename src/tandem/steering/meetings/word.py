"""The pack and the minutes as Word files, to be worked on and sent round."""

import io
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt


def pack(data: dict[str, Any]) -> bytes:
    """Return the pack of a meeting as a Word file."""
    document = _begun(data)
    if data["left_out"]:
        document.add_paragraph(data["left_out"]).runs[0].bold = True
    document.add_heading(_("Ordre du jour"), 1)
    for line in data["agenda"]:
        told = " · ".join(filter(None, (line["matter"], line["about"])))
        paragraph = document.add_paragraph(f"{line['number']}. ")
        paragraph.add_run(line["title"]).bold = True
        paragraph.add_run(f"\n{told}" if told else "")
    document.add_heading(_("Trois décisions demandées"), 1)
    for each in data["asked"]:
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(each["title"]).bold = True
        paragraph.add_run(f"\n{each['proposal']}")
    document.add_heading(_("Trois chiffres que l’on peut citer"), 1)
    for each in data["quotes"]:
        document.add_paragraph(f"{each['text']}\n{each['source']}", style="List Bullet")
    if not data["quotes"]:
        document.add_paragraph(data["no_quotes"])
    document.add_heading(_("Membres"), 1)
    for each in data["members"]:
        document.add_paragraph(each, style="List Bullet")
    for page in data["pages"]:
        _page(document, page)
    return _bytes(document)


def minutes(data: dict[str, Any]) -> bytes:
    """Return the minutes of a meeting as a Word file."""
    document = _begun(data)
    for lines in data["paragraphs"]:
        document.add_paragraph("\n".join(lines))
    return _bytes(document)


def _page(document: Any, page: dict[str, Any]) -> None:
    document.add_page_break()
    document.add_heading(f"{page['number']}. {page['title']}", 1)
    document.add_paragraph(" · ".join(filter(None, (page["matter"], page["about"]))))
    for title, text in ((_("Question posée"), page["question"]), (_("Proposition"), page["proposal"])):
        document.add_heading(title, 2)
        document.add_paragraph(text)
    if page["effect"]:
        document.add_paragraph(page["effect"])
    if page["documents"]:
        document.add_heading(_("Pièces"), 2)
        for each in page["documents"]:
            document.add_paragraph(each, style="List Bullet")
    if page["earlier"]:
        document.add_heading(_("Décisions antérieures"), 2)
        for each in page["earlier"]:
            paragraph = document.add_paragraph(style="List Bullet")
            paragraph.add_run(f"{each['reference']}, {each['outcome']}").bold = True
            paragraph.add_run(f"\n{each['text']}\n{each['follow_ups']}")
    if page["no_figures"]:
        document.add_paragraph(page["no_figures"])
    if page["figures"]:
        document.add_heading(_("Le territoire en bref"), 2)
        for text in page["said"]:
            document.add_paragraph(text)
        table = document.add_table(rows=1, cols=3, style="Table Grid")
        _header(table.rows[0], (_("Chiffre"), _("Valeur"), _("Repère")))
        for figure in page["figures"]:
            cells = table.add_row().cells
            cells[0].text = figure["label"]
            cells[1].text = " ".join(filter(None, (figure["value"], figure["unit"])))
            cells[2].text = figure["note"]
        document.add_paragraph(_("Source : %s") % page["source"])


def _header(row: Any, labels: tuple[str, ...]) -> None:
    """Head of a table, which Word repeats on each page and a screen reader tells as one."""
    for cell, label in zip(row.cells, labels, strict=True):
        cell.text = label
    repeated = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(repeated)


def _begun(data: dict[str, Any]) -> Any:
    document = Document()
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
    document.add_paragraph(f"{data['programme']} · {data['kind']}", style="Subtitle")
    document.add_paragraph(data["committee"], style="Title")
    document.add_paragraph(f"{data['when']}, {data['where']}")
    return document


def _bytes(document: Any) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
