"""What is typed finds nobody who does not exist for whoever types, and what is ticked changes nobody else's rows."""

import re
from itertools import product

import pytest
from django.db.models import Model
from django.urls import reverse

from leads.models import Lead
from reception.models import Transfer
from tests.whole import canary
from tests.whole.matrix_scene import DONE, FAMILY
from tests.whole.matrix_walk import watched

SEARCHERS = ("data_manager", "agent", "leader", "reception", "director", "manager")


def words_for(lead: Lead) -> list[str]:
    """Return everything by which somebody may look for a lead."""
    return [
        lead.phone,
        f"+86 {lead.phone[:3]} {lead.phone[3:7]} {lead.phone[7:]}",
        lead.phone[-4:],
        lead.phone[-8:],
        lead.name,
        lead.name[:2],
        "ZG",
        "SM",
        "lead",
    ]


def test_a_search_finds_no_stranger_and_shows_no_number(scene, client_of):
    found = {}
    for role, side in product(SEARCHERS, ("colleague", "other_store")):
        browser = client_of(scene.person(role))
        for word in words_for(scene.sides[side].rows["untouched"]):
            answer = browser.post(reverse("search"), {"q": word}, follow=True)
            text = canary.text_of(answer.content).replace(word, "")
            found[role, side, word] = (answer.status_code, canary.strangers_in(text, role), canary.numbers_in(text))

    assert len(found) == len(SEARCHERS) * 2 * 9
    assert {asked: answer for asked, answer in found.items() if answer != (200, set(), set())} == {}


def test_what_a_person_did_stands_on_the_trail_of_those_above_them(scene, client_of):
    read = {role: canary.text_of(client_of(scene.person(role)).get(reverse("trail")).content) for role in ("agent", "leader", "director")}

    shown = {role: [word for word in DONE.values() if word in text] for role, text in read.items()}

    assert shown == {"agent": [], "leader": [DONE["agent"]], "director": [DONE["agent"], DONE["director"]]}


def test_the_desk_is_told_names_and_last_digits_alone(scene, client_of):
    browser = client_of(scene.person("front_desk"))
    asked = [{"tail": scene.sides[side].rows["untouched"].phone[-4:]} for side in ("own", "colleague", "other_store")]
    asked += [{"q": FAMILY[side]} for side in ("own", "colleague", "other_store")]

    answers = [canary.text_of(browser.post(reverse("desk_match"), words).content) for words in asked]

    assert [canary.numbers_in(text) for text in answers] == [set()] * 6
    assert [re.findall(f"{FAMILY['other_store']}[a-z]+", text) for text in answers] == [[]] * 6
    assert [FAMILY[side] in text for side, text in zip(("own", "colleague"), answers, strict=False)] == [True, True]


def test_a_caller_of_another_store_is_nobody_here(scene, client_of):
    browser = client_of(scene.person("agent"))
    lead = scene.sides["other_store"].rows["untouched"]

    answer = browser.post(reverse("calls_incoming_number"), {"number": lead.phone}, follow=True)

    text = canary.text_of(answer.content)
    assert (answer.status_code, canary.strangers_in(text, "agent")) == (200, set())
    assert canary.numbers_in(text) <= {lead.phone}


FOREIGN = [
    ("leader", "leads_hand_over", "lead", "untouched", {"reason": "away"}),
    ("leader", "allocate_hand", "lead", "pool", {}),
    ("leader", "allocate_rule", "lead", "pool", {}),
    ("director", "transfers_decide", "transfer", "transfer", {"decision": "confirmed"}),
]


@pytest.mark.parametrize(("role", "url", "field", "row", "more"), FOREIGN, ids=[line[1] for line in FOREIGN])
def test_what_is_another_stores_cannot_be_ticked(scene, client_of, role, url, field, row, more):
    theirs: Model = scene.sides["other_store"].rows[row]
    agent = scene.sides["own"].people["agent"]
    browser = client_of(scene.person(role))

    with watched() as writes:
        answer = browser.post(reverse(url), {field: [theirs.pk], "agent": agent.pk, **more})

    assert answer.status_code in {200, 302, 303}
    assert set(writes.tables) - {"django_session"} == set()


@pytest.mark.parametrize("url", ["leads_hand_over", "allocate_hand"])
def test_nobody_of_another_store_is_given_a_lead(scene, client_of, url):
    theirs = scene.sides["other_store"].people["agent"]
    kind = "pool" if url == "allocate_hand" else "untouched"
    mine = scene.sides["own"].rows[kind]
    browser = client_of(scene.person("leader"))

    with watched() as writes:
        browser.post(reverse(url), {"lead": [f"{mine.pk}-{mine.agent_id or 0}"], "agent": theirs.pk, "reason": "away"})

    assert set(writes.tables) - {"django_session"} == set()
    assert Lead.objects.get(pk=mine.pk).agent_id == mine.agent_id


def test_own_rows_ticked_the_same_way_are_changed(scene, client_of):
    mine, agent = scene.sides["own"], scene.sides["colleague"].people["agent"]
    browsers = {role: client_of(scene.person(role)) for role in ("leader", "director")}

    browsers["leader"].post(reverse("allocate_hand"), {"lead": [mine.rows["pool"].pk], "agent": agent.pk})
    browsers["leader"].post(
        reverse("leads_hand_over"), {"lead": [f"{mine.rows['untouched'].pk}-{mine.people['agent'].pk}"], "agent": agent.pk, "reason": "away"}
    )
    browsers["director"].post(reverse("transfers_decide"), {"decision": "confirmed", "transfer": [mine.rows["transfer"].pk]})

    assert [Lead.objects.get(pk=mine.rows[kind].pk).agent for kind in ("pool", "untouched")] == [agent, agent]
    assert Transfer.objects.get(pk=mine.rows["transfer"].pk).decision == "confirmed"


@pytest.mark.parametrize(("url", "role"), [("grading", "data_manager"), ("review", "leader")])
def test_a_lead_named_in_an_address_must_be_ones_own(scene, client_of, url, role):
    browser = client_of(scene.person(role))

    statuses = [browser.get(reverse(url), {"lead": scene.sides[side].rows["low"].pk}).status_code for side in ("own", "colleague", "other_store")]

    assert statuses == [200, 200, 404]


STANDING = [("grading", "data_manager"), ("review", "leader"), ("lead", "manager"), ("lead", "agent"), ("calls_on", "agent"), ("customer", "reception")]


@pytest.mark.once
@pytest.mark.parametrize(("url", "role"), STANDING)
def test_whoever_one_stands_on_the_numbers_in_notes_are_masked(scene, client_of, url, role):
    browser = client_of(scene.person(role))
    leads = [row for row in scene.sides["own"].rows.values() if isinstance(row, Lead)]
    places = [f"{reverse(url)}?lead={lead.pk}" if url in {"grading", "review"} else reverse(url, args=[lead.pk]) for lead in leads]

    answers = {place: browser.get(place) for place in places}

    assert [answer.status_code for answer in answers.values()].count(200) >= 5
    assert {place: found for place, answer in answers.items() if (found := canary.numbers_in(canary.text_of(answer.content)))} == {}


def test_filters_name_nobody_of_another_store(scene, client_of):
    theirs = scene.sides["other_store"]
    browser = client_of(scene.person("leader"))
    filters = {"agent": theirs.people["agent"].pk, "channel": theirs.rows["untouched"].channel_id, "batch": theirs.rows["batch of leader"].pk}

    texts = [canary.text_of(browser.get(reverse("leads"), {name: value}).content) for name, value in filters.items()]

    assert [canary.strangers_in(text, "leader") for text in texts] == [set()] * 3
