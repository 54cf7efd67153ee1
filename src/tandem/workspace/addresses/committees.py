"""Committees, meetings and decisions."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
