"""Text without what no reader sees and no file takes."""

import re

UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters but tabs and line ends, halves of characters, and what is no character."""


def plain_text(text: str) -> str:
    """Return a text without its unseen characters: PostgreSQL, XML or Typst would refuse the whole for one of them.

    Examples
    --------
    >>> plain_text("a\\x00b\\x1b\\n")
    'ab\\n'
    """
    return UNSEEN.sub("", text)
