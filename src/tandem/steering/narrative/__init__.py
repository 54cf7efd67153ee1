"""What a diagnosis says in plain French, made by rules: each sentence with its figures and its threshold.

Two registers: `for_the_pair`, one page for the elected official and the industrialist who lead; `in_full`, chapter by
chapter, for the project manager. Pure: page, booklet, slides and command line say the same.
"""

from tandem.steering.narrative.facts import leads_of
from tandem.steering.narrative.registers import for_the_pair, in_full
from tandem.steering.narrative.sentence import ChapterSentences, Sentence

__all__ = ["ChapterSentences", "Sentence", "for_the_pair", "in_full", "leads_of"]
