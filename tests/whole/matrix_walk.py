"""The walk: every question of the matrix is asked, and what the answer shows is kept."""

import hashlib
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from dcc.models import User
from tests.whole import canary
from tests.whole.matrix import NOBODY, OPENED, Question, addresses
from tests.whole.matrix_objects import arguments, numbers
from tests.whole.matrix_scene import Scene

WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cache-Control", "Location")
READ_BY_ALL = {"roster"}  # who works when is known to everybody of the store


@dataclass(frozen=True)
class Answer:
    """What came back: status and headers, the tables that were written to, full numbers, and names that do not exist for the asker."""

    question: Question
    status: int
    headers: dict[str, str]
    written: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    error: str = ""

    @property
    def letter_holds(self) -> bool:
        """Whether it is what the table says; to be sent to log in is an answer to nobody else."""
        to_log_in = self.status == 302 and self.headers.get("Location", "").startswith(reverse("login") + "?")
        return self.status in self.question.accepted and to_log_in == (self.question.letter == "l")

    def __str__(self) -> str:
        asked = self.question
        place = f" to {self.headers['Location']}" if "Location" in self.headers else ""
        return f"{asked.method} {asked.url} ({asked.object} {asked.kind}) as {asked.asker}: {self.status}{place}, the table says {asked.letter} {self.error}"


@dataclass
class Writes:
    """The tables in which rows were added, changed or removed."""

    tables: list[str] = field(default_factory=list)

    def __call__(self, execute, sql, params, many, context):
        """Note what a statement changed; one that touches no row changes nothing."""
        result = execute(sql, params, many, context)
        found = WRITE.match(sql)
        if found and (context["cursor"].rowcount != 0 or "RETURNING" in sql):  # what returns rows counts them only once they are read
            self.tables.append(found[1])
        return result


@contextmanager
def watched() -> Iterator[Writes]:
    """Note every row written inside."""
    writes = Writes()
    with connection.execute_wrapper(writes):
        yield writes


class Walker:
    """Asks for one person, each time with the same open session, whatever the answers did to it."""

    def __init__(self, scene: Scene, asker: str) -> None:
        self.scene, self.asker = scene, asker
        self.arguments = {address.name: address.arguments for address in addresses()}
        self.client = Client(raise_request_exception=False)
        if asker != NOBODY:
            self.log_in(scene.person(asker))

    def log_in(self, person: User) -> None:
        """Open the session all questions are asked with."""
        self.client.force_login(person, "dcc.log_in.backends.PersonBackend")
        self.session = self.client.cookies[settings.SESSION_COOKIE_NAME].value

    def path(self, question: Question) -> str:
        """Return the address of a question."""
        role = question.asker if question.asker != NOBODY else "data_manager"
        path = reverse(question.name, args=arguments(self.scene, question.object, role, question.kind, self.arguments[question.name]))
        return path + question.url.removeprefix(question.name)

    def send(self, method: str, path: str) -> HttpResponse:
        """Send an empty request in the open session."""
        self.client.cookies.clear()
        if self.asker != NOBODY:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.session
        return self.client.generic(method, path, **({"content_type": "application/x-www-form-urlencoded"} if method == "POST" else {}))

    def ask(self, question: Question) -> Answer:
        """Ask, and let nothing that was allowed to happen stay: each question finds the same scene."""
        path = self.path(question)
        with transaction.atomic(), watched() as writes:
            response = self.send(question.method, path)
            transaction.set_rollback(question.letter in OPENED or response.status_code >= 500)
        text = canary.text_of(response.getvalue() if not response.streaming else b"".join(response.streaming_content))
        allowed = numbers(self.scene, question.object, question.asker, question.kind) if question.letter == "r" else set()
        failure = getattr(response, "exc_info", None)
        return Answer(
            question,
            response.status_code,
            {name: response.headers[name] for name in HEADERS if name in response.headers},
            tuple(sorted(set(writes.tables))),
            tuple(sorted(canary.numbers_in(text) - allowed)),
            tuple(sorted(canary.strangers_in(text, "" if question.url in READ_BY_ALL else question.asker))),
            "".join(traceback.format_exception_only(failure[1])).strip() if failure and response.status_code >= 500 else "",
        )


def fingerprints() -> dict[str, str]:
    """Return every table's rows as one hash, sessions aside."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - {"django_session"}):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
            found[table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found
