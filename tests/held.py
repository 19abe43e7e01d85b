"""What takes long to make, made once for all the tests of a file: each finds it as it was, for what a test does in the database is undone behind it."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db import transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests.clock import stopped

Made = TypeVar("Made")


def held(blocker: DjangoDbBlocker, make: Callable[[], Made]) -> Iterator[Made]:
    """Yield what `make` made, for a fixture of a module to yield on; the database forgets it with the file's last test."""
    with blocker.unblock(), transaction.atomic():
        with translation.override("zh-hans"), stopped():
            made = make()
        yield made
        transaction.set_rollback(True)
