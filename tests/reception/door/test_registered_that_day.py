"""A walk-in who turns out to be somebody registered that day is one group (docs/rules/trust.md#twice-is-once)."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from dcc.errors import Refused
from reception.door.rules.registration import Registration
from reception.door.rules.tags import Correction, correct_tag, identify_visit
from reception.door.rules.visits import register_visit
from reception.models import Visit
from tests.factories import VisitFactory
from tests.moments import THURSDAY_9, WEDNESDAY_9


@pytest.fixture
def unknown(store, front_desk) -> Visit:
    """A walk-in of Wednesday whom nobody knew."""
    return register_visit(store, Registration(), by=front_desk, now=WEDNESDAY_9)


@pytest.mark.parametrize(("earlier", "holds"), [(WEDNESDAY_9 - timedelta(hours=9), False), (WEDNESDAY_9 - timedelta(hours=9, microseconds=1), True)])
def test_a_walk_in_is_not_completed_as_somebody_registered_that_day(unknown, front_desk, lead, earlier, holds):
    VisitFactory(store=lead.store, lead=lead, phone=lead.phone, at=earlier, registered_at=earlier, tag="dcc", basis="named", name="张伟")

    with nullcontext() if holds else pytest.raises(Refused, match=r"张伟.*00:00"):
        identify_visit(unknown, phone=lead.phone, by=front_desk, now=THURSDAY_9)

    assert Visit.objects.filter(phone=lead.phone).count() == (2 if holds else 1)


@pytest.mark.parametrize(("tag", "purpose", "holds"), [("dcc", "look", False), ("showroom", "look", True), ("dcc", "papers", True)])
def test_a_tag_is_not_corrected_to_a_second_visit_of_that_day(unknown, data_manager, lead, invited, tag, purpose, holds):
    at = WEDNESDAY_9 + timedelta(hours=3)
    VisitFactory(store=lead.store, lead=lead, phone=lead.phone, at=at, registered_at=at, tag=tag, purpose=purpose, basis="named", name="张伟")

    with nullcontext() if holds else pytest.raises(Refused, match=r"张伟.*12:00"):
        correct_tag(unknown, Correction(phone=lead.phone), reason="号码补上", by=data_manager, now=THURSDAY_9)

    unknown.refresh_from_db()
    assert unknown.tag == ("dcc" if holds else "showroom")
