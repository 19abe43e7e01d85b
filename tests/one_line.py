"""A page as it reads, wherever the lines of its templates break: what tests find in it does not hang on how a template is laid out."""

import re

from django.http import HttpResponse
from django.test import Client

KEPT = re.compile(r"(<(?:textarea|pre|script)\b.*?</(?:textarea|pre|script)>)", re.DOTALL)
TAG = re.compile(r"<[a-zA-Z/!](?:\"[^\"]*\"|'[^']*'|[^>\"'])*>")
OPENING, CLOSING = r"<[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^>\"'])*>", r"</\w+>"
BREAK = r"\s*\n\s*"


def one_line(page: str) -> str:
    """Return a page without its line breaks: one in a tag or in a text is a blank, one at the edge of an element is nothing."""
    return "".join(part if KEPT.fullmatch(part) else _joined(part) for part in KEPT.split(page))


def _joined(part: str) -> str:
    tidy = TAG.sub(lambda tag: re.sub(r"\s*\n\s*", " ", tag[0]).replace(" >", ">"), part)
    tidy = re.sub(f"({OPENING}){BREAK}|{BREAK}(?={CLOSING})|(?<=>){BREAK}(?=<)", r"\1", tidy)
    return re.sub(BREAK, " ", tidy)


class ReadingClient(Client):
    """A browser without a window whose pages are one line each."""

    def request(self, **request) -> HttpResponse:
        """Send a request and return its answer."""
        answer = super().request(**request)
        if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            answer.content = one_line(answer.content.decode()).encode()
        return answer
