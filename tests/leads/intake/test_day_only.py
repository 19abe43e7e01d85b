"""A day without a time is 00:00 of that day, and never first before an inquiry of that day that has a time (docs/rules/intake.md#time)."""

from datetime import timedelta
from itertools import permutations

import pytest

from leads.intake.arrival import Arrival
from leads.intake.rules.collecting import collect
from leads.intake.rules.importing import import_file
from leads.models import Channel, Inquiry, Lead
from reporting.figures import milestones
from tests.moments import MONDAY_9, MONDAY_10, TUESDAY_9, moment

PHONE = "15400001234"
MIDNIGHT, SECOND = moment(23, 0), timedelta(seconds=1)


@pytest.fixture
def channels(store) -> dict[str, Channel]:
    """Two channels: the one whose rows tell the time, and the one whose rows tell the day."""
    timed, dated = Channel.objects.filter(store=store, source="web").order_by("pk")[:2]
    return {"timed": timed, "dated": dated}


def told(channels, name, at, *, day_only=False) -> Arrival:
    """One arrival of the same person."""
    return Arrival(phone=PHONE, received_at=at, day_only=day_only, channel_id=channels[name].pk)


def first_of(store, channels, arrivals, *, apart: bool) -> tuple:
    """Take arrivals in, each by itself or all at once; return whose the lead is and since when."""
    for some in [[arrival] for arrival in arrivals] if apart else [arrivals]:
        collect(store, some, by=None, now=TUESDAY_9)
    lead = Lead.objects.get(store=store, phone=PHONE)
    return next(name for name, channel in channels.items() if channel.pk == lead.channel_id), lead.received_at


@pytest.mark.parametrize("apart", [True, False])
@pytest.mark.parametrize(
    ("at", "first"),
    [
        (MIDNIGHT - SECOND, "timed"),
        (MIDNIGHT, "timed"),
        (MONDAY_9, "timed"),
        (MIDNIGHT + timedelta(days=1) - SECOND, "timed"),
        (MIDNIGHT + timedelta(days=1), "dated"),
    ],
)
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_day_alone_comes_behind_every_time_of_that_day_in_whatever_order(store, channels, at, first, order, apart):
    both = [told(channels, "timed", at), told(channels, "dated", MIDNIGHT, day_only=True)]

    found = first_of(store, channels, [both[place] for place in order], apart=apart)

    assert found == (first, at if first == "timed" else MIDNIGHT)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_of_three_the_earliest_time_of_the_day_is_first(store, channels, order):
    three = [told(channels, "timed", MONDAY_9), told(channels, "dated", MONDAY_10), told(channels, "dated", MIDNIGHT, day_only=True)]

    found = first_of(store, channels, [three[place] for place in order], apart=True)

    assert found == ("timed", MONDAY_9)


def test_what_is_rebuilt_from_the_inquiries_is_what_was_written(store, channels):
    arrivals = [told(channels, "dated", MIDNIGHT, day_only=True), told(channels, "timed", MONDAY_9)]
    written = first_of(store, channels, arrivals, apart=True)
    Lead.objects.update(received_at=TUESDAY_9)

    milestones.rebuild(store)

    lead = Lead.objects.get(phone=PHONE)
    assert (lead.channel_id, lead.received_at) == (channels[written[0]].pk, written[1])


def test_a_file_that_tells_days_is_known_as_such(store, data_manager, channels, tmp_path):
    file = tmp_path / "leads.csv"
    file.write_text("姓名,手机号,提交时间\n王,15400000001,2026-11-20\n李,15400000002,2026-11-20 00:00:00\n赵,15400000003,2026-11-20 09:30\n")

    import_file(file, store, channel=channels["dated"], by=data_manager, now=TUESDAY_9)

    assert dict(Inquiry.objects.values_list("phone", "day_only")) == {"15400000001": True, "15400000002": False, "15400000003": False}
