"""The evening note as a page and a command: one's own, the team's for the leader, kept as first written."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from dcc.models import Robot, RobotMessage, Word
from dcc.robots.rules.announcing import announce
from leads.models import FollowUp
from reporting.evening.day_slips import evening_of, slipped
from reporting.evening.rules.writing_notes import write_note, write_notes
from reporting.models import EveningNote
from tests.factories import AppointmentFactory, CallFactory, ChannelFactory, FollowUpFactory, LeadFactory, ShiftFactory
from tests.moments import NOW, TODAY, moment

CLOSES = moment(26, 18)


@pytest.fixture
def late(agent):
    """A follow-up of an agent's that was due yesterday."""
    return FollowUpFactory(
        lead=LeadFactory(store=agent.store, agent=agent, name="孙鹏"), agent=agent, kind="retry", due_at=moment(25, 9), created_at=moment(24, 9)
    )


def test_the_notes_are_written_at_the_closing_time_once(store, agent, other_agent, late):
    before = write_notes(now=moment(26, 17, 59)), EveningNote.objects.filter(day=TODAY).count()
    written = write_notes(now=CLOSES)
    again = write_notes(now=moment(26, 20))

    notes = EveningNote.objects.filter(day=TODAY)
    assert (before[1], written, again, {note.at for note in notes}) == (0, 3, 0, {CLOSES})
    assert sorted((note.user.username if note.user else "", note.facts["slipped"]["overdue"]) for note in notes) == [("", 1), ("agent", 1), ("other_agent", 0)]


def test_a_note_stays_as_it_was_first_written(store, agent, late):
    first, _is_new = write_note(store, TODAY, agent, now=CLOSES)
    FollowUp.objects.all().delete()

    second, is_new = write_note(store, TODAY, agent, now=moment(26, 20))

    assert (second.facts, is_new) == (first.facts, False)


def test_before_the_closing_time_the_page_says_what_is_known_so_far_and_writes_nothing(client_of, agent, late):
    answer = client_of(agent).get(reverse("evening"))

    assert ("最多的是逾期跟进" in answer.content.decode(), "18:00 写" in answer.content.decode(), EveningNote.objects.exists()) == (True, True, False)


def test_the_leader_reads_the_teams_and_each_ones_and_no_colleague_does(client_of, leader, other_agent, agent, late, clock):
    write_notes(now=CLOSES)
    clock.set_to(moment(26, 19))

    team = client_of(leader).get(reverse("evening")).content.decode()
    one = client_of(leader).get(reverse("evening"), {"user": "agent"}).content.decode()
    colleague = client_of(other_agent).get(reverse("evening"), {"user": "agent"}).content.decode()

    assert ["最多的是逾期跟进" in page for page in (team, one, colleague)] == [True, True, False]


def test_what_slipped_leads_to_its_customers(client_of, agent, other_agent, late):
    query = {"what": "overdue", "day": f"{TODAY}"}

    pages = [client_of(person).get(reverse("evening_rows"), query).content.decode() for person in (agent, other_agent)]

    assert ["孙鹏" in page for page in pages] == [True, False]


def test_each_figure_of_the_sentences_opens_its_rows(client_of, store, agent, other_agent, clock):
    channel, arrived = ChannelFactory(store=store, name="易车"), {"store": store, "received_at": moment(20, 9)}
    mine = [LeadFactory(agent=agent, channel=channel, name=name, visited_at=came, **arrived) for name, came in (("孙鹏", moment(21, 9)), ("何女士", None))]
    for _number in range(10):
        LeadFactory(agent=other_agent, channel=channel, visited_at=moment(21, 9), **arrived)
    for at, outcome in ((moment(26, 10), "connected"), (moment(26, 10, 59), "busy"), (moment(26, 10, 30), "connected"), (moment(26, 11), "connected")):
        CallFactory(lead=mine[0], agent=agent, at=at, outcome=outcome)
    CallFactory(lead=LeadFactory(store=store, agent=other_agent, name="别人的"), agent=agent, at=moment(26, 9), outcome="busy")
    clock.set_to(CLOSES)

    shown = client_of(agent).get(reverse("evening")).context["written"]["said"]
    links = [{words: url for words, url in half if url} for sentence in shown for half in sentence]
    hour, day, _slips, _besides, rates, _difference = links
    lines = {
        what: client_of(agent).get(url).context["lines"]
        for what, url in ((*hour.items(), *((f"day {words}", url) for words, url in day.items()), *rates.items()))
    }

    assert [(what, len(found)) for what, found in lines.items()] == [("3", 3), ("2", 2), ("day 5", 5), ("day 3", 3), ("50.0%", 2)]
    assert [(line.lead.name, line.at) for line in lines["50.0%"]] == [("孙鹏", moment(21, 9)), ("何女士", None)]
    page = client_of(agent).get(day["5"]).content.decode()
    assert ("孙鹏" in page, "别人的" in page, "现归别人" in page) == (True, False, True)


def test_the_leader_opens_the_compared_leads_of_team_and_colleague(client_of, store, leader, agent, other_agent, clock):
    channel = ChannelFactory(store=store, name="易车")
    for whose, came in [*[(other_agent, moment(21, 9))] * 10, *[(agent, None)] * 10]:
        LeadFactory(store=store, agent=whose, channel=channel, visited_at=came, received_at=moment(20, 9))
    clock.set_to(CLOSES)

    rates = {words: url for words, url in client_of(leader).get(reverse("evening")).context["written"]["said"][2][0] if url}

    assert {words: len(client_of(leader).get(url).context["lines"]) for words, url in rates.items()} == {"100.0%": 10, "50.0%": 20}


def test_the_command_prints_the_very_note(store, agent, late, clock):
    CallFactory(lead=late.lead, agent=agent, at=NOW)
    clock.set_to(CLOSES)
    out = StringIO()

    call_command("evening_note", "--store", "S1", "--day", "2026-11-26", "--user", "agent", "--format", "json", stdout=out)

    said = json.loads(out.getvalue())
    assert (said["user"], said["at"], len(said["sentences"]), said["slipped"]["overdue"], said["hours"]) == (
        *("agent", "2026-11-26T18:00:00+08:00", 3),
        *(1, [[15, 1, 1]]),
    )


def test_the_command_refuses_a_day_that_has_not_closed(store, agent):
    with pytest.raises(CommandError, match="no closing time yet"):
        call_command("evening_note", "--store", "S1", "--day", "2026-11-26")


def a_group_chat(store, *kinds):
    return Robot.objects.create(store=store, maker="wecom", name="电销群", address="https://x", kinds=list(kinds), at=moment(26, 9))


def test_the_teams_note_goes_into_the_group_chat_once_and_names_no_customer(store, agent, late):
    a_group_chat(store, "evening.note"), a_group_chat(store, "lead.late")
    late.lead.phone = "13800138000"
    late.lead.save()

    early = announce(now=CLOSES)
    write_notes(now=CLOSES)
    told = [announce(now=moment(26, 18, minute)) for minute in (0, 1, 59)]

    words = RobotMessage.objects.get().words
    assert (early, told) == (0, [1, 0, 0])
    assert (words.split("\n")[0], len(words.split("\n"))) == ("收工小结 11-26", 4)
    assert not any(name in words for name in ("孙鹏", "孙", "13800138000", "8000"))


def test_a_note_that_is_more_than_an_hour_old_is_no_news(store, agent):
    a_group_chat(store, "evening.note")
    write_notes(now=CLOSES)

    assert announce(now=moment(26, 19) + timedelta(seconds=1)) == 0


def test_the_leader_reads_when_it_stood_in_which_chat_and_who_is_off(client_of, store, leader, agent, other_agent, late, clock):
    robot = a_group_chat(store, "evening.note")
    write_notes(now=CLOSES)
    RobotMessage.objects.create(robot=robot, kind="evening.note", key=f"{TODAY}", words="…", at=CLOSES, sent_at=moment(26, 18, 5))
    ShiftFactory(user=agent, day=TODAY, leave="off")
    clock.set_to(moment(26, 19))

    page = client_of(leader).get(reverse("evening")).content.decode()

    assert all(words in page for words in ("18:05 已发到电销群", "复制三句", "把王伟的 1 条转给别人", "合计"))


def test_nobody_is_named_where_several_have_as_much_overdue(client_of, store, leader, agent, other_agent, late, clock):
    FollowUpFactory(lead=LeadFactory(store=store, agent=other_agent), agent=other_agent, kind="retry", due_at=moment(25, 9), created_at=moment(24, 9))
    write_notes(now=CLOSES)
    clock.set_to(moment(26, 19))

    page = client_of(leader).get(reverse("evening"))

    assert (page.context["team"]["total"][0], page.context["team"]["most"], "转给别人" in page.content.decode()) == (2, None, False)


def test_what_specialists_owe_stands_below_the_agents_so_that_it_adds_up(client_of, store, leader, agent, reception, late, clock):
    lead = LeadFactory(store=store, reception=reception)
    FollowUpFactory(lead=lead, agent=reception, kind="after_visit", due_at=moment(25, 9), created_at=moment(24, 9))
    write_notes(now=CLOSES)
    clock.set_to(moment(26, 19))

    shown = client_of(leader).get(reverse("evening")).context["team"]

    assert (shown["total"][0], [line["counts"][0] for line in shown["people"]], shown["others"]) == (2, [1, *[0] * (len(shown["people"]) - 1)], [1, 0, 0, 0, 0])


def promised(agent, name, due_at):
    lead = LeadFactory(store=agent.store, agent=agent, name=name, first_call_at=moment(24, 9))
    return FollowUpFactory(lead=lead, agent=agent, kind="callback", due_at=due_at, created_at=moment(24, 9))


def test_what_is_left_to_call_is_walked_through_without_the_rest(client_of, agent, late):
    first, second = promised(agent, "彭先生", moment(26, 14)), promised(agent, "唐红梅", moment(26, 15))
    browser = client_of(agent)

    page = browser.get(reverse("evening"))
    desk = browser.get(page.context["own"]["walk_url"])

    assert [one["lead"].name for one in page.context["own"]["left"]] == ["彭先生", "唐红梅"]
    assert "打完这 2 个" in page.content.decode()
    assert (desk.context["lead"], [row.lead.name for group in desk.context["groups"] for row in group.rows]) == (first.lead, ["彭先生", "唐红梅"])
    assert desk.context["skip_to"] == f"{reverse('calls_on', args=[second.lead_id])}?only=promise&skipped={first.lead_id}"


def test_saving_the_last_of_them_ends_the_walk(client_of, agent, late):
    browser, asked = client_of(agent), promised(agent, "彭先生", moment(26, 14))
    outcome = Word.objects.get(store=agent.store, kind="call_outcome", name="无人接听")
    typed = {"token": "0b7f2a5e-3c1d-4b8e-9a66-0d4c2f1e7a10", "outcome": outcome.pk, "only": "promise"}
    browser.post(reverse("calls_number", args=[asked.lead_id]), {"dial": "yes"})

    answer = browser.post(reverse("calls_log", args=[asked.lead_id]), typed)
    page = browser.get(answer.url)

    assert answer.url == f"{reverse('calls')}?only=promise"
    assert "这几个都打完了" in page.content.decode()


def test_outside_the_call_window_nobody_is_left_to_call(client_of, agent, clock):
    promised(agent, "彭先生", moment(26, 14))
    clock.set_to(moment(26, 21))

    shown = client_of(agent).get(reverse("evening")).context

    assert (shown["own"]["left"], shown["own"]["walk_url"]) == ([], "")


def test_tomorrow_stands_there_by_its_time(client_of, agent):
    promised(agent, "冯志刚", moment(27, 9))
    AppointmentFactory(lead=LeadFactory(store=agent.store, agent=agent, name="彭先生"), agent=agent, scheduled_for=moment(27, 9, 30))
    promised(agent, "后天", moment(28, 9))

    assert [one.words for one in client_of(agent).get(reverse("evening")).context["own"]["ahead"]] == ["回访 冯志刚", "彭先生到店"]


def test_a_running_day_is_asked_for_its_open_duties_by_their_day_alone(store, agent, late):
    running, over = (evening_of(store, TODAY, now) for now in (CLOSES - timedelta(microseconds=1), CLOSES))

    asked = [str(slipped(each, "overdue", None).query) for each in (running, over)]

    assert [each.is_over for each in (running, over)] == [False, True]
    assert ['"done_at" >' in question for question in asked] == [False, True]
