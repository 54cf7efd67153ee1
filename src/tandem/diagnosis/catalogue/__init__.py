"""What every indicator means: the one list that the computation, the pages, the files and the report share."""

from tandem.diagnosis.catalogue import (
    classes,
    employment,
    energy,
    fabric,
    industry,
    land,
    people,
    potential,
    recruitment,
    schemes,
    sectors,
    unknown,
)
from tandem.diagnosis.catalogue.types import Chapter, Indicator

CHAPTERS: tuple[Chapter, ...] = (
    people.CHAPTER,
    employment.CHAPTER,
    industry.CHAPTER,
    fabric.CHAPTER,
    sectors.CHAPTER,
    classes.CHAPTER,
    potential.CHAPTER,
    recruitment.CHAPTER,
    unknown.TRAINING,
    land.CHAPTER,
    energy.CHAPTER,
    unknown.RISKS,
    schemes.CHAPTER,
)
INDICATORS: dict[str, Indicator] = {indicator.id: indicator for chapter in CHAPTERS for indicator in chapter.indicators}

__all__ = ["CHAPTERS", "INDICATORS", "Chapter", "Indicator"]
