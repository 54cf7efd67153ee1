"""What the site says of a method of computation."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Method:
    """One method.

    Parameters
    ----------
    id
        Its anchor in the page of data and methods.
    title, question
        Its name, and the question it answers.
    formula, symbols
        The formula in one line of text, and what its symbols stand for; both may be empty.
    reading
        How to read the result.
    limits
        What it does not say.
    references
        The papers, as one cites them.
    indicators
        Codes of the indicators that use it.
    """

    id: str
    title: Any
    question: Any
    reading: Any
    limits: Any = ""
    formula: str = ""
    symbols: Any = ""
    references: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
