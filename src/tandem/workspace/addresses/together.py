"""Comments, documents, notices, search."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
