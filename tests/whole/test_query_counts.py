"""How many questions each page asks the database (docs/rules/speed.md#few-queries): few, and no more for many rows than for some."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, reset_queries, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import AllocationFactory, CallFactory, FollowUpFactory, GradingFactory, InquiryFactory, ProposalFactory, VisitFactory
from tests.moments import NOW
from tests.whole.matrix import NOBODY, OPENED, Question, questions, read
from tests.whole.matrix_objects import kinds_of
from tests.whole.matrix_scene import Scene, set_scene
from tests.whole.matrix_walk import Walker

AT_MOST = 15
SOME, MANY = 5, 15


def pages() -> list[Question]:
    """Return every page of the matrix that opens, once for each role it opens to, about one's own."""
    asked = questions(read(), kinds_of)
    return [cell for cell in asked if cell.method == "GET" and cell.kind == "own" and cell.letter in OPENED and cell.asker != NOBODY]


def history(scene: Scene, count: int) -> None:
    """Let much have happened with the one customer whose page is opened."""
    lead, agent = scene.sides["own"].rows["lead"], scene.person("agent")
    for number in range(count):
        at = scene.now - timedelta(days=number + 1)
        InquiryFactory(lead=lead, received_at=at)
        AllocationFactory(lead=lead, agent=agent, at=at)
        CallFactory(lead=lead, agent=agent, at=at, outcome="connected", seconds=60)
        GradingFactory(lead=lead, grade="A", at=at)
        ProposalFactory(lead=lead, kind="lost", by=agent, at=at, decided_at=at, decision="rejected", decided_by=scene.person("leader"))
        FollowUpFactory(lead=lead, agent=agent, due_at=at)
        VisitFactory(store=lead.store, lead=lead, at=at, tag="dcc", basis="named", agent=agent, phone=lead.phone)


def counted(count: int) -> dict[str, int]:
    """Return how many questions each page asks in a store with so many customers of each kind; where they are too many, how many once the
    snapshots of a store stand in the cache.
    """
    found = {}
    with transaction.atomic():
        scene = set_scene(NOW, customers=count)
        history(scene, count)
        walkers = {asker: Walker(scene, asker) for asker in {cell.asker for cell in pages()}}
        for cell in pages():
            walker = walkers[cell.asker]
            cache.clear()
            number = asked_for(walker, cell)
            found[f"{cell.url} as {cell.asker}"] = number if number <= AT_MOST else asked_for(walker, cell)
        transaction.set_rollback(True)
    return found


def asked_for(walker: Walker, cell: Question) -> int:
    """Return how many questions a page asks, the marks of a transaction apart."""
    reset_queries()  # the log of a connection ends at some thousands
    with CaptureQueriesContext(connection) as asked:
        walker.send("GET", walker.path(cell))
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in asked)


@pytest.mark.long
@pytest.mark.once
@pytest.mark.django_db
def test_every_page_asks_at_most_fifteen_questions_and_no_more_for_many_rows_than_for_some():
    some, many = counted(SOME), counted(MANY)

    too_many = {page: number for page, number in many.items() if number > AT_MOST}
    growing = {page: (some[page], number) for page, number in many.items() if number != some[page]}

    assert (too_many, growing) == ({}, {})
