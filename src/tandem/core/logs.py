"""What a visitor sends never fills the log."""

import logging

_LONGEST = 200


class OneLine(logging.Filter):
    """Keep the beginning of the message and drop the traceback: a wrong host says all in its first words."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        record.msg = message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"
        record.args, record.exc_info, record.exc_text = (), None, None
        return True
