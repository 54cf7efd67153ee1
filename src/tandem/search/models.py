"""The index: what is found of each object, who may read it, and the vocabulary by which mistyped words are found."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """An object as the search finds it: a copy, made anew when the journal tells of the object.

    `places` holds the perimeters that hold it, as mandates write them (``region:84``), so that rights are part of the
    query; ``*`` when everybody may read it.
    """

    reference = models.CharField(_("objet"), max_length=120, unique=True)
    kind = models.CharField(_("nature"), max_length=30)
    operation = models.CharField(_("opération qui l’ouvre"), max_length=40)
    only_for = models.CharField(_("interne à"), max_length=20, blank=True)
    name = models.CharField(_("nom"), max_length=300)
    detail = models.CharField(_("précision"), max_length=300, blank=True)
    href = models.CharField(_("page"), max_length=300)
    folded = models.CharField(_("nom sans accents"), max_length=300)
    words = ArrayField(models.CharField(max_length=40), verbose_name=_("mots"))
    places = ArrayField(models.CharField(max_length=40), verbose_name=_("périmètres"))
    indexed_at = models.DateTimeField(_("indexé le"))

    class Meta:
        verbose_name = _("entrée de la recherche")
        verbose_name_plural = _("entrées de la recherche")
        ordering = ["pk"]
        indexes = [
            GinIndex(fields=["words", "places"], name="search_words_and_places", fastupdate=False),
            models.Index(OpClass("folded", name="varchar_pattern_ops"), name="search_beginning_of_name"),
            models.Index(fields=["kind"], name="search_kind"),
        ]

    def __str__(self) -> str:
        return self.reference


class SearchWord(models.Model):
    """A word of the index, with what is left of it when a letter or two are taken out."""

    word = models.CharField(_("mot"), max_length=40, primary_key=True)
    variants = ArrayField(models.CharField(max_length=40), verbose_name=_("variantes"))

    class Meta:
        verbose_name = _("mot de la recherche")
        verbose_name_plural = _("mots de la recherche")
        ordering = ["word"]
        indexes = [
            GinIndex(fields=["variants"], name="search_variants", fastupdate=False),
            models.Index(OpClass("word", name="varchar_pattern_ops"), name="search_beginning_of_word"),
        ]

    def __str__(self) -> str:
        return self.word
