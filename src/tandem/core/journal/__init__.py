"""The business journal: recording what was done, checking that it is whole, anchoring it elsewhere, telling it."""

from tandem.core.journal.recording import Author, record
from tandem.core.journal.verification import Verified, verify

__all__ = ["Author", "Verified", "record", "verify"]
