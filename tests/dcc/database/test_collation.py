"""Texts in one order on every database."""

from django.db import connection
from django.db.models.functions import Collate

from dcc.database.collation import ByCodePoint
from dcc.models import Store

OF_A_LANGUAGE = {"sqlite": "NOCASE", "postgresql": "und-x-icu"}[connection.vendor]  # puts the small letter before the next capital


def test_texts_stand_by_code_point_whatever_collation_they_are_compared_by(store, other_store):
    Store.objects.filter(pk=store.pk).update(name="ab")
    Store.objects.filter(pk=other_store.pk).update(name="B")

    of_a_language = Collate("name", OF_A_LANGUAGE)

    assert list(Store.objects.order_by(of_a_language).values_list("name", flat=True)) == ["ab", "B"]
    assert list(Store.objects.order_by(ByCodePoint(of_a_language)).values_list("name", flat=True)) == ["B", "ab"]
