"""Committees, meetings and decisions."""

from django.urls import URLPattern, path

from tandem.workspace.views.committees import committees, decisions, files, items, meetings, minutes

patterns: list[URLPattern] = [
    path("espace/comites/", committees.listing, name="committees"),
    path("espace/comites/convoquer/", meetings.plan, name="meeting_plan"),
    path("espace/comites/<int:pk>/", committees.page, name="committee"),
    path("espace/comites/seances/<int:pk>/", meetings.page, name="meeting"),
    path("espace/comites/seances/<int:pk>/modifier/", meetings.change, name="meeting_change"),
    path("espace/comites/seances/<int:pk>/inscrire/", items.add, name="item_add"),
    path("espace/comites/seances/<int:pk>/releve/", minutes.page, name="minutes"),
    path("espace/comites/seances/<int:pk>/dossier.pdf", files.pack_pdf, name="pack_pdf"),
    path("espace/comites/seances/<int:pk>/dossier.docx", files.pack_docx, name="pack_docx"),
    path("espace/comites/seances/<int:pk>/releve.pdf", files.minutes_pdf, name="minutes_pdf"),
    path("espace/comites/seances/<int:pk>/releve.docx", files.minutes_docx, name="minutes_docx"),
    path("espace/comites/seances/<int:pk>/seance.ics", files.calendar, name="meeting_calendar"),
    path("espace/comites/points/<int:pk>/", items.page, name="item"),
    path("espace/comites/points/<int:pk>/modifier/", items.edit, name="item_edit"),
    path("espace/comites/decisions/<int:pk>/", decisions.page, name="decision"),
]
