"""The pack of a meeting and its minutes, as PDF/UA and as Word files: the same content in both."""

from tandem.steering.meetings.files import minutes_docx, minutes_pdf, pack_docx, pack_pdf

__all__ = ["minutes_docx", "minutes_pdf", "pack_docx", "pack_pdf"]
