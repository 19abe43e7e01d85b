"""What the log holds: one JSON line per record, with the request's id and without a telephone number."""

import json
import logging
import re
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
NUMBER = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")


class HideNumbers(logging.Filter):
    """Masks whatever looks like a mobile number."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the message; every record passes."""
        record.msg, record.args = NUMBER.sub(r"\1****\2", record.getMessage()), ()
        return True


class JsonLine(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time, level, logger, request and message; a traceback keeps its lines, its numbers masked.

        What Django says of a refused request comes after the request is over, and brings it along: then its id, and whose it was.
        """
        over = getattr(record, "request", None)
        line = {"at": self.formatTime(record), "level": record.levelname, "logger": record.name, "request": request_id.get() or getattr(over, "id", "")}
        if person := getattr(getattr(over, "_cached_user", None), "pk", None):  # only where it was asked already: a log asks no database
            line["person"] = person
        line["message"] = record.getMessage()
        if record.exc_info:
            line["traceback"] = NUMBER.sub(r"\1****\2", self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
