"""Governance of territories."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
