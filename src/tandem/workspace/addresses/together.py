"""Comments, documents, notices, search."""

from django.urls import URLPattern, path

from tandem.workspace.views.together import documents, notices, objects, search

patterns: list[URLPattern] = [
    path("espace/recherche/", search.page, name="search"),
    path("espace/avis/", notices.page, name="notices"),
    path("espace/avis/lus/", notices.all_read, name="notices_read"),
    path("espace/avis/preferences/", notices.preferences, name="notice_preferences"),
    path("espace/avis/<int:pk>/", notices.one, name="notice"),
    path("espace/echanges/<str:reference>/", objects.page, name="object"),
    path("espace/echanges/<str:reference>/commenter/", objects.comment, name="comment"),
    path("espace/echanges/<str:reference>/joindre/", documents.attach, name="attach"),
    path("espace/commentaires/<int:pk>/", objects.correct, name="comment_correct"),
    path("espace/commentaires/<int:pk>/retirer/", objects.withdraw, name="comment_withdraw"),
    path("espace/documents/<int:pk>/version/", documents.version, name="document_version"),
    path("espace/documents/<int:pk>/retirer/", documents.withdraw, name="document_withdraw"),
    path("espace/fichiers/<uuid:document>/<int:number>/", documents.file, name="file"),
]
