"""What rows have been, so that an object can be read as of a moment.

A trigger keeps each state of a tracked row when it is inserted, changed or deleted, whoever does it. States are only
ever added: that in force at a moment is the latest one kept by then. For a model, next to it::

    class OrganisationState(states_of(Organisation)):
        class Meta(State.Meta): ...

and in the model's own ``Meta``: ``triggers = [KeepStates("accounts_organisationstate")]``.
"""

import datetime as dt
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from tandem.core.models import APPEND_ONLY, JournalEntry


class StateQuerySet(models.QuerySet):
    def as_of(self, moment: dt.datetime):
        """States that were in force at a moment, one for each row that there was."""
        before = self.model._base_manager.filter(of_id=OuterRef("of_id"), since__lte=moment)
        return self.filter(pk=Subquery(before.order_by("-since", "-pk").values("pk")[:1]), gone=False)


class State(models.Model):
    """A state of a row: the columns of its model, since when, and the act (`JournalEntry.act`) that made it so.

    `of` is the row, which may be no more; `gone` says that it was deleted then. A state refers to other rows as they
    are called, not as they were: read theirs as of the same moment.
    """

    since = models.DateTimeField(_("depuis"))
    gone = models.BooleanField(_("supprimé"), default=False)
    act = models.UUIDField(_("transaction"))

    objects = StateQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["of_id", "since", "id"]
        triggers = APPEND_ONLY

    @property
    def entries(self) -> models.QuerySet[JournalEntry]:
        """The journal entries of the transaction that made it so."""
        return JournalEntry.objects.filter(act=self.act)


def states_of(tracked: type[models.Model]) -> type[State]:
    """Return the abstract model of a model's states, from which to derive the concrete one."""
    columns: dict[str, Any] = {field.name: _copy(field) for field in _columns(tracked)}
    columns["of"] = _reference(tracked, related_name="states", db_index=True, verbose_name=_("objet"))
    meta = type("Meta", (State.Meta,), {"abstract": True})
    return type(f"{tracked.__name__}Columns", (State,), columns | {"__module__": tracked.__module__, "Meta": meta})


def _columns(tracked: type[models.Model]) -> list[models.Field]:
    return [field for field in tracked._meta.local_concrete_fields if not field.primary_key]


def _copy(field: models.Field) -> models.Field:
    """Return the same column, free of what holds for present rows only: uniqueness, existence of what it points to."""
    if isinstance(field, models.ForeignKey):
        return _reference(field.remote_field.model, related_name="+", null=field.null, verbose_name=field.verbose_name)
    copied = field.clone()
    copied._unique, copied.db_index = False, False
    return copied


def _reference(model: type[models.Model], **options: Any) -> models.ForeignKey:
    return models.ForeignKey(model, on_delete=models.DO_NOTHING, db_constraint=False, **{"db_index": False} | options)


class KeepStates(pgtrigger.Trigger):
    """Keep what a row has become after each change of it.

    The clock is read at the change itself: a transaction's own would put a change before one that it waited for.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            name="keep_states",
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        )

    def get_func(self, model: type[models.Model]) -> str:
        names = [model._meta.pk.column, *(field.column for field in _columns(model))]
        kept = ", ".join(["of_id", *(f'"{name}"' for name in names[1:]), "since", "gone", "act"])
        values = ", ".join(f'kept."{name}"' for name in names)
        return f"""
            IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN RETURN NULL; END IF;
            IF TG_OP = 'DELETE' THEN kept := OLD; ELSE kept := NEW; END IF;
            INSERT INTO "{self.table}" ({kept}) VALUES ({values}, clock_timestamp(), TG_OP = 'DELETE', current_act());
            RETURN NULL;
        """  # noqa: S608 - names of our own columns

    def get_declare(self, model: type[models.Model]) -> list[tuple[str, str]]:
        return [("kept", f'"{model._meta.db_table}"%ROWTYPE')]
