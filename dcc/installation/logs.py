"""What the log holds: one JSON line per record, with the request's id and without a telephone number."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")
HALF_WIDTH = str.maketrans("０１２３４５６７８９＋－（）", "0123456789+-()")
GAP = r"(?:%20|[\s\-.·]){0,2}"  # what people put between the digits
KEPT = (
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",  # the token of a form
    r"\b(?=[0-9]*[a-z])[0-9a-z]{32,}\b",  # the id of a request, a key
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:[+\-]\d\d:?\d\d)?)?(?!\d)",  # a moment
    r"%(?:2|[89a-f])[0-9a-f]",  # a letter of an address
)
AREA = r"(?:10|2\d|[3-9]\d\d)"
NUMBER = re.compile(
    rf"(?P<kept>{'|'.join(KEPT)})"
    rf"|(?:(?<![\d*])(?<!\d\.)|(?<=%[0-9a-f][0-9a-f]))(?:(?:\+|00)?86{GAP})?(?P<digits>"
    rf"\(?0?1[3-9]\d\)?{GAP}(?:\d{{4}}{GAP}\d{{4}}|\d{GAP}\d{{3}}{GAP}\d{{4}})"  # a mobile
    rf"|(?:\(0{AREA}\)|0{AREA}|(?<=86){AREA}|(?<=86[\s\-]){AREA}){GAP}\d{{3,4}}{GAP}\d{{4}})(?!\d)",  # a landline with its area code
    re.ASCII | re.IGNORECASE,
)


def without_numbers(text: str) -> str:
    """Return a text with every telephone number in it masked, however it is written; tokens and moments stay."""
    return NUMBER.sub(_mask, text.translate(HALF_WIDTH))


def _mask(found: re.Match[str]) -> str:
    digits = re.sub(r"%20|\D", "", found["digits"] or "")
    return f"{digits[:3]}****{digits[-4:]}" if digits else found[0]


class HideNumbers(logging.Filter):
    """Masks whatever looks like a telephone number."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the message; every record passes."""
        record.msg, record.args = without_numbers(record.getMessage()), ()
        return True


class JsonLine(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time (UTC), level, logger, request and message; a traceback keeps its lines, its numbers masked.

        What Django says of a refused request comes after the request is over, and brings it along: then its id, from where it came, and whose it was.
        """
        over = getattr(record, "request", None)
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname, "logger": record.name, "request": request_id.get() or getattr(over, "id", "")}
        if address := getattr(over, "address", None):
            line["from"] = address
        if person := getattr(getattr(over, "_cached_user", None), "pk", None):  # only where it was asked already: a log asks no database
            line["person"] = person
        line["message"] = record.getMessage()
        if record.exc_info:
            line["traceback"] = without_numbers(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
