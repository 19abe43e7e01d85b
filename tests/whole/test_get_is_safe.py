"""To look changes nothing: every page, for everybody, adds, changes and removes no row."""

import pytest
from django.db import connection, transaction

from dcc.models import Word
from tests.whole.matrix import ASKERS
from tests.whole.matrix_walk import fingerprints, watched

pytestmark = pytest.mark.django_db
SAFE = {"GET", "HEAD"}
ALLOWED: set[str] = set()  # tables a page may write when it is looked at: none; sessions, trail and notices neither


@pytest.mark.parametrize("asker", ASKERS)
def test_looking_changes_no_row(walks, asker):
    looked = [answer for answer in walks[asker].answers if answer.question.method in SAFE]
    writing = [f"{answer.written} by {answer}" for answer in looked if set(answer.written) - ALLOWED]

    assert looked != []
    assert writing == [], "\n".join(writing)


def test_every_kind_of_writing_is_noticed(store):
    word = Word.objects.filter(store=store).first()

    with watched() as writes, transaction.atomic():
        Word.objects.filter(pk=word.pk).update(position=7)
        Word.objects.bulk_create([Word(store=store, kind="level", name=name) for name in ("X", "Y")])
        Word.objects.filter(name="X").delete()
        Word.objects.filter(name="no such word").update(position=8)
        with connection.cursor() as cursor:
            cursor.execute("update dcc_store set name = %s", ["长春四店"])

    assert writes.tables == ["dcc_word", "dcc_word", "dcc_word", "dcc_store"]


def test_a_changed_row_changes_its_tables_hash_alone(store):
    before = fingerprints()

    Word.objects.filter(store=store, kind="level", name="H").update(position=99)

    after = fingerprints()
    assert [table for table in before if before[table] != after[table]] == ["dcc_word"]
