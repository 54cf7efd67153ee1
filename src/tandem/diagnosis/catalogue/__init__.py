"""What every indicator means: the one list that the computation, the pages, the files and the report share."""

from tandem.diagnosis.catalogue import employment, industry, land, people, recruitment, schemes, sectors
from tandem.diagnosis.catalogue.types import Chapter, Indicator

CHAPTERS: tuple[Chapter, ...] = (
    people.CHAPTER,
    employment.CHAPTER,
    industry.CHAPTER,
    sectors.CHAPTER,
    recruitment.CHAPTER,
    land.CHAPTER,
    schemes.CHAPTER,
)
INDICATORS: dict[str, Indicator] = {indicator.id: indicator for chapter in CHAPTERS for indicator in chapter.indicators}

__all__ = ["CHAPTERS", "INDICATORS", "Chapter", "Indicator"]
