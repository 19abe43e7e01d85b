"""The visits of a day by part: each part says how many there are, and shows those alone."""

import pytest

from reception.reconcile.day_list import day_of_visits
from tests.factories.reception import LeakageFactory, VisitFactory
from tests.moments import WEDNESDAY_9

pytestmark = pytest.mark.django_db


def test_each_part_is_counted_and_shown_alone(store, lead):
    late = VisitFactory(store=store, at=WEDNESDAY_9, phone="15400000001", after_signing=True)
    unknown = VisitFactory(store=store, at=WEDNESDAY_9, phone="")
    leaked = VisitFactory(store=store, at=WEDNESDAY_9, phone="15400000002", lead=lead)
    LeakageFactory(store=store, lead=lead, visit=leaked)

    shown = {only: day_of_visits(store, WEDNESDAY_9.date(), only=only) for only in ("late", "unknown", "leak", "hint", "odd")}

    assert shown["late"].parts == {"hint": 0, "leak": 1, "late": 1, "unknown": 1}
    assert [list(shown[only].others) for only in ("late", "unknown", "leak")] == [[late], [unknown], [leaked]]
    assert (shown["hint"].only, len(shown["odd"].others)) == ("", 3)
