"""The refusals of an import, worded with French typography."""

from tandem.core.errors import TandemError
from tandem.core.typography import no_break


class DatasetError(TandemError):
    """A refusal that concerns a file: its message and its hint take their no-break spaces here, once."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(no_break(message), no_break(hint))


class UnreadableFileError(DatasetError):
    """A file that cannot be opened as a table; the hint says what to do."""


class RefusedFileError(DatasetError):
    """A file that is not what the person takes it for, or that holds too little that can be read."""
