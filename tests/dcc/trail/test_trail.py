"""The trail: append-only, and read by those who may."""

from io import BytesIO

import pytest
from django.http import QueryDict
from openpyxl import load_workbook

from dcc import sockets
from dcc.models import TrailEntry
from dcc.people.roles import ROLES
from dcc.people.rules.people import add_person, change_roles
from dcc.trail import audit
from dcc.trail.trail_words import LABELS, in_words
from tests.moments import MONDAY_9, MONDAY_10, TUESDAY_9, moment
from tests.trail import trail

SHOWN = ("call.dial", "call.identify", "check.dial", "export.number", "lead.reveal", "person.file")


def sentences(browser, **filters) -> list[tuple]:
    """Return (action, who) of every line on the page but the store's birth."""
    answer = browser.get("/settings/trail/", filters)
    assert answer.status_code == 200
    return [(line.entry.action, line.entry.by_id) for line in answer.context["table"].data if line.entry.action != "store.create"]


def test_nothing_changes_or_removes_an_entry(agent):
    audit.record("session.open", agent, by=agent, now=MONDAY_9)

    with pytest.raises(TypeError):
        TrailEntry.objects.update(action="session.close")
    with pytest.raises(TypeError):
        TrailEntry.objects.filter(by=agent).delete()

    assert list(TrailEntry.objects.filter(by=agent).values_list("action", flat=True)) == ["session.open"]


def test_a_deed_without_a_sentence_is_an_error(agent):
    with pytest.raises(KeyError):
        audit.record("person.vanish", agent, by=agent, now=MONDAY_9)

    assert TrailEntry.objects.filter(by=agent).count() == 0


def test_an_agent_sees_every_number_they_were_shown_and_nothing_else(client_of, agent, other_agent):
    for action in (*sockets.number_showings, "session.open"):
        audit.record(action, None, by=agent, now=MONDAY_9, store=agent.store)
        audit.record(action, None, by=other_agent, now=MONDAY_9, store=agent.store)

    assert sorted(sentences(client_of(agent))) == [(action, agent.pk) for action in SHOWN]


def test_the_numbers_somebody_was_shown_are_one_filter(client_of, director, agent):
    for action in (*sockets.number_showings, "session.open"):
        audit.record(action, None, by=agent, now=MONDAY_9, store=agent.store)

    found = sentences(client_of(director), action="numbers", by=agent.pk)

    assert sorted(found) == [(action, agent.pk) for action in SHOWN]


def test_the_leader_sees_everybody_up_to_their_rank(client_of, leader, agent, director, foreign_agent):
    for person in (leader, agent, director, foreign_agent):
        audit.record("session.open", person, by=person, now=MONDAY_9)

    assert sorted(sentences(client_of(leader))) == sorted([("session.open", leader.pk), ("session.open", agent.pk)])


@pytest.mark.parametrize("reader", ["director", "manager"])
def test_director_and_manager_see_the_whole_store_and_no_other(request, client_of, reader, agent, foreign_agent):
    for person in (agent, foreign_agent):
        audit.record("session.open", person, by=person, now=MONDAY_9)
    audit.record("session.refuse", agent, by=None, now=MONDAY_10)

    assert sentences(client_of(request.getfixturevalue(reader))) == [("session.refuse", None), ("session.open", agent.pk)]


def test_filters_stand_in_the_address(client_of, director, agent, other_agent):
    audit.record("session.open", agent, by=agent, now=MONDAY_9)
    audit.record("session.open", other_agent, by=other_agent, now=TUESDAY_9)
    audit.record("session.close", agent, by=agent, now=TUESDAY_9)
    browser = client_of(director)

    assert sentences(browser, by=agent.pk) == [("session.close", agent.pk), ("session.open", agent.pk)]
    assert sentences(browser, action="session.open") == [("session.open", other_agent.pk), ("session.open", agent.pk)]
    assert sentences(browser, first="2026-11-24", last="2026-11-24", action="session.open") == [("session.open", other_agent.pk)]
    assert sentences(browser, last="2026-11-23") == [("session.open", agent.pk)]


@pytest.mark.parametrize(
    "filters",
    [{"by": "9" * 30}, {"action": "no.such"}, {"first": "gestern"}, {"last": "9999-12-31"}, {"first": "0001-01-01"}, {"before": "9" * 5000}, {"before": "x"}],
)
def test_an_address_nobody_understands_shows_everything(client_of, director, filters):
    audit.record("session.open", director, by=director, now=MONDAY_9)

    assert sentences(client_of(director), **filters) == [("session.open", director.pk)]


def test_pages_follow_each_other_without_gap_or_repeat(client_of, director):
    for minute in range(120):
        audit.record("session.open", director, by=director, now=moment(23, 9 + minute // 60, minute % 7))
    browser = client_of(director)
    seen, place = [], {}

    while True:
        context = browser.get("/settings/trail/", place).context
        seen += [line.entry.pk for line in context["table"].data]
        if not context["pager"].after:
            break
        place = QueryDict(context["pager"].after).dict()

    assert seen == list(TrailEntry.objects.filter(store=director.store).values_list("pk", flat=True))


def test_a_change_of_roles_is_said_in_words(client_of, director, agent):
    change_roles(agent, roles=["leader"], by=director, now=MONDAY_9)

    line = client_of(director).get("/settings/trail/").context["table"].data[0]

    assert (line.object_words, line.object_url) == (agent.name, f"/settings/people/{agent.pk}/")
    assert (line.words.before, line.words.after) == (str(dict(ROLES)["agent"]), str(dict(ROLES)["leader"]))


def test_the_details_of_a_new_person_name_their_roles(leader):
    add_person(username="neu", name="新人", roles=["agent"], store=leader.store, by=leader, now=MONDAY_9)

    entry = TrailEntry.objects.get(action="person.create")

    assert in_words(entry.action, entry.detail).facts == [f"{LABELS['roles']} {dict(ROLES)['agent']}"]


def test_the_trail_takes_few_questions(client_of, director, agent, django_assert_max_num_queries):
    for _time in range(30):
        audit.record("session.open", agent, by=agent, now=MONDAY_9)
    browser = client_of(director)

    with django_assert_max_num_queries(15):
        browser.get("/settings/trail/")


def test_the_deeds_on_one_object_are_read_by_an_address(client_of, director, agent, other_agent):
    for person in (agent, other_agent):
        audit.record("person.rename", person, by=director, now=MONDAY_9)

    assert sentences(client_of(director), of=f"user:{agent.pk}") == [("person.rename", director.pk)]
    assert client_of(director).get("/settings/trail/", {"of": f"user:{agent.pk}"}).context["only_of"] == "王伟"


def test_the_trail_is_taken_along_with_question_and_moment_as_far_as_one_sees_it(client_of, leader, director, agent):
    for person in (agent, director):
        audit.record("session.open", person, by=person, now=MONDAY_9)

    answer = client_of(leader).post("/settings/trail/export/?action=session.open&first=2026-11-23")

    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert [row[1:3] for row in book.worksheets[0].iter_rows(values_only=True)][1:] == [("王伟", "登录")]
    said = dict(book.worksheets[1].iter_rows(values_only=True))
    assert (said["做了什么"], said["从"], said["导出人"]) == ("登录", "2026-11-23", "赵明哲")
    assert trail("trail.export") == [{"count": 1, "deed": "session.open", "first": "2026-11-23"}]


def test_a_trail_longer_than_a_workbook_says_how_much_is_left_out(client_of, director, monkeypatch):
    monkeypatch.setattr("dcc.trail.views.trail.MOST_LINES", 2)
    for _time in range(3):
        audit.record("session.open", director, by=director, now=MONDAY_9)

    book = load_workbook(BytesIO(client_of(director).post("/settings/trail/export/?action=session.open").getvalue()))

    assert dict(book.worksheets[1].iter_rows(values_only=True))["行数"].startswith("最新 2 行，共 ")
