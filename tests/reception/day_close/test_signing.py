"""The front desk signs its day, once; what comes afterwards is marked and stands beside it (docs/rules/trust.md#day-signed)."""

from datetime import date, timedelta

import pytest

from dcc.errors import Refused
from dcc.models import Notice
from reception.day_close.day_sums import both, whole
from reception.day_close.day_table import is_set_back
from reception.day_close.rules.day_visits import changes_after, groups_of, unsigned_days
from reception.day_close.rules.signing import TooEarly, sign_day
from reception.door.rules.registration import Registration
from reception.door.rules.tags import identify_visit
from reception.door.rules.visits import leave, register_visit
from reception.models import DaySigning, Visit
from reporting.models import Closing
from tests.factories import UserFactory, VisitFactory
from tests.moments import WEDNESDAY_9, moment
from tests.trail import trail

WEDNESDAY, THURSDAY, FRIDAY = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)
EVENING = moment(25, 18)
SECOND = timedelta(seconds=1)


@pytest.fixture
def came(store, front_desk, lead, invited, group) -> Visit:
    """The invited customer, two heads, registered on Wednesday at nine and gone at ten."""
    visit = register_visit(store, group(heads=2), by=front_desk, now=WEDNESDAY_9)
    leave(visit, by=front_desk, now=moment(25, 10))
    return visit


def sign(store, by, day=WEDNESDAY, now=EVENING, **said) -> DaySigning:
    return sign_day(store, day, answers=said.pop("answers", {}), by=by, now=now, **said)


def test_the_sum_counts_groups_and_heads_by_class_and_tag_and_who_left_no_number(store, front_desk, came):
    VisitFactory(store=store, at=moment(25, 11), left_at=moment(25, 12), heads=3)
    VisitFactory(store=store, at=moment(25, 13), left_at=moment(25, 14), purpose="维修", phone="15400009999")

    figures = sign(store, front_desk).figures

    assert figures["look"]["first_with_card"] == {"dcc": [1, 2], "showroom": [0, 0]}
    assert figures["look"]["first"] == {"dcc": [0, 0], "showroom": [1, 3]}
    assert figures["other"] == {"维修": {"dcc": [0, 0], "showroom": [1, 1]}}
    assert (figures["unknown"]["showroom"], both(whole(figures))) == ([1, 3], [3, 6])
    assert trail("day.sign") == [{"day": "2026-11-25", "groups": 3, "heads": 6}]


def test_a_day_nobody_came_is_signed_with_zeros_and_one_ahead_is_not(store, front_desk):
    assert both(whole(sign(store, front_desk).figures)) == [0, 0]

    with pytest.raises(Refused):
        sign(store, front_desk, day=THURSDAY)


@pytest.mark.parametrize("now", [moment(25, 23, 59), moment(26, 6)])
def test_who_came_at_the_last_minute_stands_in_the_sum_of_that_day_whenever_it_is_signed(store, front_desk, group, now):
    visit = register_visit(store, group(), by=front_desk, now=moment(25, 23, 59))

    signed = sign(store, front_desk, now=now, answers={visit.pk: None})

    assert (both(whole(signed.figures)), signed.day) == ([1, 1], WEDNESDAY)


def test_before_the_store_opens_its_own_day_is_asked_about_and_who_came_last_night_comes_anew(store, front_desk, group):
    register_visit(store, group(), by=front_desk, now=moment(25, 23, 59))
    sign(store, front_desk, now=moment(25, 23, 59) + SECOND, answers={Visit.objects.get().pk: None})

    late = register_visit(store, Registration(name="任志远"), by=front_desk, now=moment(25, 23, 59) + 2 * SECOND)
    again = register_visit(store, group(), by=front_desk, now=moment(26, 6))

    assert [visit.after_signing for visit in (late, again)] == [True, False]
    with pytest.raises(TooEarly):
        sign(store, front_desk, day=THURSDAY, now=moment(26, 6), answers={again.pk: None})


def test_a_day_is_signed_once_and_the_copy_never_changes(store, front_desk, came):
    first = sign(store, front_desk)
    Visit.objects.filter(pk=came.pk).update(heads=9)

    again = sign(store, UserFactory(store=store, roles=["front_desk"]), now=EVENING + SECOND)

    assert (again, again.by, again.figures, DaySigning.objects.count()) == (first, front_desk, first.figures, 1)


@pytest.mark.parametrize(("now", "asked"), [(EVENING - SECOND, True), (EVENING, False)])
def test_before_the_store_closes_the_desk_is_asked_once(store, front_desk, now, asked):
    if asked:
        with pytest.raises(TooEarly):
            sign(store, front_desk, now=now)
    assert sign(store, front_desk, now=now, early=asked).at == now


def test_each_group_in_the_house_is_answered_for(store, front_desk, lead, group):
    here = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)
    gone = register_visit(store, Registration(name="唐凯"), by=front_desk, now=moment(25, 16))

    with pytest.raises(Refused):
        sign(store, front_desk, answers={here.pk: None})
    for wrong in (gone.at - SECOND, EVENING + SECOND):
        with pytest.raises(Refused):
            sign(store, front_desk, answers={here.pk: None, gone.pk: wrong})
    signing = sign(store, front_desk, answers={here.pk: None, gone.pk: gone.at})

    gone.refresh_from_db()
    assert (gone.left_at, both(signing.figures["here"])) == (gone.at, [1, 1])


def test_an_earlier_day_is_signed_later_the_oldest_first_and_not_once_it_is_closed(store, front_desk, data_manager):
    sign(store, front_desk, day=date(2026, 11, 23), now=moment(23, 18))
    now = moment(26, 9)

    assert unsigned_days(store, now=now) == [date(2026, 11, 24), WEDNESDAY]
    with pytest.raises(Refused):
        sign(store, front_desk, now=now)
    Closing.objects.create(store=store, period="2026-11-24", number=1, at=now, by=data_manager)
    with pytest.raises(Refused):
        sign(store, front_desk, day=date(2026, 11, 24), now=now)

    assert (sign(store, front_desk, now=now).at, unsigned_days(store, now=now)) == (now, [])


def test_until_the_desk_has_begun_to_sign_no_day_waits(store, front_desk):
    VisitFactory(store=store, at=moment(24, 11))

    assert unsigned_days(store, now=moment(26, 9)) == []


def test_a_visit_typed_after_the_signature_is_marked_and_told_to_the_data_manager(store, front_desk, data_manager, came):
    sign(store, front_desk)
    late = Registration(name="任志远", heads=2, arrived_at=moment(25, 16, 58), late_reason="忙着交车忘了")

    visit = register_visit(store, late, by=front_desk, now=EVENING + SECOND)

    assert (visit.after_signing, visit.late_reason, came.after_signing) == (True, "忙着交车忘了", False)
    assert [(notice.kind, notice.detail["day"]) for notice in Notice.objects.filter(user=data_manager)] == [("visit.after_signing", "2026-11-25")]


def test_what_is_changed_after_the_signature_stands_as_a_row_with_who_and_when(store, front_desk, data_manager):
    unknown = register_visit(store, Registration(), by=front_desk, now=WEDNESDAY_9)
    leave(unknown, by=front_desk, now=moment(25, 10))
    signing = sign(store, front_desk)
    identify_visit(unknown, phone="15400003384", name="段建军", by=data_manager, now=EVENING + SECOND)

    (change,) = changes_after(store, groups_of(store, WEDNESDAY), signing)

    assert (change.kind, change.by, change.at, change.visit) == ("identify", data_manager, EVENING + SECOND, unknown)


def test_an_arrival_is_set_back_where_somebody_set_it_and_not_where_it_was_sent_later_or_typed_after_the_signature():
    ten = WEDNESDAY_9 + timedelta(hours=1)
    at_once, back = Visit(at=ten, registered_at=ten), Visit(at=WEDNESDAY_9, registered_at=ten)
    sent, late = Visit(at=WEDNESDAY_9, registered_at=ten, sent_at=ten), Visit(at=WEDNESDAY_9, registered_at=ten, after_signing=True)
    assert [is_set_back(visit) for visit in (at_once, back, sent, late)] == [False, True, False, False]
