"""The journal: one entry per use case, append-only, each chained to the one before by its hash."""

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

APPEND_ONLY = [
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    # Protect knows rows only; TRUNCATE is a statement.
    pgtrigger.Trigger(
        name="no_truncate",
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;",
    ),
]
"""Triggers of a table whose rows nobody changes, removes or empties."""


class JournalEntry(models.Model):
    """What was done, by whom, for whom, why, with which data. The sentence is made when shown, never stored.

    `actor` is a reference (``person:…``) or the name of a command, never a person's name: erasing a person changes no
    entry. `mandate` and `organisation` are the keys of those under which the person acted.

    `sequence` counts without a gap and `digest` covers the entry and its predecessor's digest, so that an entry taken
    out, changed or slipped in breaks the chain (`tandem.core.journal.verification` finds where). `act` is that of the
    states which the same transaction left of the rows it changed (`tandem.core.history`).
    """

    sequence = models.PositiveBigIntegerField(_("numéro d’ordre"), unique=True)
    at = models.DateTimeField(_("le"))
    code = models.CharField(_("acte"), max_length=80, help_text=_("stable, à points : places.reference_loaded"))
    actor = models.CharField(_("auteur"), max_length=120)
    mandate = models.CharField(_("au titre du mandat"), max_length=40, blank=True)
    organisation = models.CharField(_("pour l’organisation"), max_length=40, blank=True)
    reason = models.TextField(_("motif"), blank=True)
    subject = models.CharField(_("objet"), max_length=120, blank=True)
    data = models.JSONField(_("données"), default=dict, encoder=DjangoJSONEncoder)
    act = models.UUIDField(_("transaction"), null=True, blank=True, editable=False)
    previous_digest = models.CharField(_("empreinte précédente"), max_length=64, blank=True)
    digest = models.CharField(_("empreinte"), max_length=64)

    class Meta:
        verbose_name = _("écriture du journal")
        verbose_name_plural = _("écritures du journal")
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["subject", "sequence"], name="journal_of_an_object"),
            models.Index(fields=["act"], name="journal_of_an_act"),
            models.Index(fields=["at"], name="journal_of_a_day"),
            models.Index(fields=["actor", "sequence"], name="journal_of_an_actor"),
            models.Index(fields=["code", "sequence"], name="journal_of_a_code"),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.sequence} {self.code} {self.subject}".strip()
