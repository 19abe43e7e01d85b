"""Pages by key, counts up to a cap, numbers somebody sent."""

import pytest
from django.http import QueryDict

from dcc.frame.paging import KeyPage, Position, address_of, count_up_to, page_by_key, pager_of, whole
from leads.models import Lead
from tests.factories import LeadFactory
from tests.moments import MONDAY_9, MONDAY_10

ORDER = ("-received_at", "-id")


def walk(rows, order, size):
    """Return the pages of a list one goes through by its keys, as lists of ids."""
    pages, position = [], Position()
    while len(pages) < 20:
        page = page_by_key(rows, order, position, size=size)
        pages.append([lead.pk for lead in page.rows])
        if page.after is None:
            return pages, page
        position = Position(after=page.after, first=page.next_first)
    raise AssertionError(pages)


def test_every_row_comes_once_in_order_however_many_are_equal(store):
    LeadFactory.create_batch(5, store=store, received_at=MONDAY_9)
    LeadFactory.create_batch(4, store=store, received_at=MONDAY_10)

    pages, _last = walk(Lead.objects.all(), ORDER, 2)

    assert [pk for page in pages for pk in page] == list(Lead.objects.order_by(*ORDER).values_list("pk", flat=True))
    assert [len(page) for page in pages] == [2, 2, 2, 2, 1]


def test_going_back_shows_the_page_one_came_from(store):
    LeadFactory.create_batch(6, store=store)
    pages, last = walk(Lead.objects.all(), ORDER, 2)

    back = page_by_key(Lead.objects.all(), ORDER, Position(before=last.before, first=3), size=2)
    first = page_by_key(Lead.objects.all(), ORDER, Position(before=back.rows[0].pk), size=2)

    assert [lead.pk for lead in back.rows] == pages[1]
    assert ([lead.pk for lead in first.rows], first.before, first.first) == (pages[0], None, 1)


def test_a_row_that_left_the_list_still_marks_the_place(store):
    leads = LeadFactory.create_batch(4, store=store)
    rows = Lead.objects.exclude(pk=leads[2].pk)

    page = page_by_key(rows, ("id",), Position(after=leads[2].pk), size=2, anchors=Lead.objects.all())

    assert [lead.pk for lead in page.rows] == [leads[3].pk]


def test_a_key_nobody_has_begins_at_the_beginning(store):
    LeadFactory.create_batch(2, store=store)

    page = page_by_key(Lead.objects.all(), ("id",), Position(after=999_999, first=7), size=5)

    assert (len(page.rows), page.first, page.before) == (2, 1, None)


def test_nonsense_in_the_address_means_nothing():
    positions = [Position.of({"after": text, "n": text}) for text in ("x", "-1", "1e9", "9" * 40, "", "٣")]

    assert positions == [Position()] * 6


def test_a_count_stops_at_the_cap_and_says_so(store):
    LeadFactory.create_batch(4, store=store)

    counts = [count_up_to(Lead.objects.all(), cap) for cap in (3, 4, 5)]

    assert [str(count) for count in counts] == ["3+", "4", "4"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12", 12),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("9" * 5000, None),
        ("²", None),
        ("٣", None),
        ("-1", None),
        (" 1", None),
        ("", None),
        (None, None),
    ],
)
def test_a_whole_number_is_what_a_column_can_hold_written_in_plain_digits(text, number):
    assert whole(text) == number


def test_a_pager_keeps_what_the_address_asks_for_and_its_place_alone():
    params = QueryDict("model=Camry&after=7&n=51")

    middle = pager_of(KeyPage(rows=[1, 2], first=51, size=2, after=9, before=8), params)
    only = pager_of(KeyPage(rows=[1, 2], size=2), params)

    assert (middle.first, middle.last, middle.before, middle.after) == (51, 52, "model=Camry&before=8&n=49", "model=Camry&after=9&n=53")
    assert (middle.turns, only.turns, only.before, only.after) == (True, False, "", "")
    assert address_of(params, "model", sort="name") == "sort=name"
