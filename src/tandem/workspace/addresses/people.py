"""People, organisations, mandates, the journal, and one's own data."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
