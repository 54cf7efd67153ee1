"""Numbers that come from addresses and forms, before they are asked of the database."""

DIGITS = 18
"""A key or a version never has more: beyond, it fits no column, and Python refuses to read thousands of digits."""


def is_number(text: str) -> bool:
    """Say whether a text is a number that a row may have as its key or its version.

    Examples
    --------
    >>> is_number("42"), is_number(""), is_number("²"), is_number("-1"), is_number("9" * 19)
    (True, False, False, False, False)
    """
    return text.isdecimal() and len(text) <= DIGITS
