"""Governance of territories: what each page shows, and what each form does."""
