"""The pages of people, rules, words, notices and oneself: every button works, every form comes back filled."""

import pytest

from dcc.models import Absence, Notice, StoreSetting, User, Word
from dcc.notices import telling
from dcc.people.rules.people import end_access
from dcc.store.rules.stores import create_store
from dcc.store.rules.words import add_word
from tests.factories import LeadFactory, UserFactory
from tests.moments import MONDAY_9

GET_PAGES = ["/me/", "/password/", "/notices/", "/settings/people/", "/settings/people/new/", "/settings/rules/", "/settings/words/level/", "/settings/trail/"]


@pytest.mark.parametrize("path", GET_PAGES)
def test_every_page_takes_few_questions(client_of, leader, path, django_assert_max_num_queries):
    UserFactory.create_batch(20, store=leader.store, roles=["agent", "reception"])
    browser = client_of(leader)

    with django_assert_max_num_queries(15):
        assert browser.get(path).status_code == 200


@pytest.mark.parametrize("role", ["data_manager", "agent", "leader", "reception", "front_desk", "marketing", "director", "manager", "hq"])
def test_everybody_keeps_their_own_page(request, client_of, role):
    person = request.getfixturevalue(role)

    answer = client_of(person).get("/me/")

    assert answer.status_code == 200
    assert person.name in answer.content.decode()


def test_a_new_person_is_shown_their_password_once(client_of, leader):
    answer = client_of(leader).post("/settings/people/new/", {"name": "王伟", "username": "WangWei", "roles": ["agent"]})

    person = User.objects.get(username="wangwei")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert person.check_password(answer.context["password"]) is True
    assert answer.context["password"] in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "", "username": "wang", "roles": ["agent"]},
        {"name": "王伟", "username": "王 伟", "roles": ["agent"]},
        {"name": "王伟", "username": "leader", "roles": ["agent"]},
        {"name": "王伟", "username": "wang", "roles": ["director"]},
        {"name": "王伟", "username": "wang"},
    ],
    ids=["no name", "odd account", "taken account", "role above", "no role"],
)
def test_a_person_that_cannot_be_added_leaves_the_form_filled(client_of, leader, typed):
    answer = client_of(leader).post("/settings/people/new/", typed)

    assert answer.status_code == 422
    assert answer.context["form"].errors != {}
    assert (answer.context["form"]["username"].value(), User.objects.count()) == (typed["username"], 1)


def test_the_director_changes_name_roles_and_access(client_of, director, agent):
    browser, page = client_of(director), f"/settings/people/{agent.pk}/"

    answers = [
        browser.post(f"{page}name/", {"name": "王维"}),
        browser.post(f"{page}roles/", {"roles": ["reception"]}),
        browser.post(f"{page}away/", {"last": "2099-01-01"}),
        browser.post(f"{page}leave/"),
    ]

    stored = User.objects.get(pk=agent.pk)
    assert [answer.status_code for answer in answers] == [303, 303, 422, 303]
    assert (stored.name, stored.roles, stored.is_active) == ("王维", {"reception"}, False)
    assert browser.post(f"{page}return/").context["password"] != ""
    assert User.objects.get(pk=agent.pk).is_active is True


@pytest.mark.parametrize("deed", ["name/", "roles/", "reset/", "leave/", "return/"])
def test_somebody_of_the_same_rank_is_refused_with_a_sentence(client_of, leader, director, deed):
    answer = client_of(leader).post(f"/settings/people/{director.pk}/{deed}", {"name": "别名", "roles": ["agent"]})

    assert answer.status_code == 422
    assert User.objects.get(pk=director.pk).roles == {"director"}


def test_another_stores_people_do_not_exist(client_of, leader, foreign_agent):
    browser = client_of(leader)

    assert browser.get(f"/settings/people/{foreign_agent.pk}/").status_code == 404
    assert [
        browser.post(f"/settings/people/{foreign_agent.pk}/{deed}/").status_code for deed in ("name", "roles", "reset", "leave", "return", "away", "present")
    ] == [404] * 7


def test_the_page_of_somebody_who_left_names_what_they_still_hold(client_of, leader, agent):
    LeadFactory.create_batch(2, store=agent.store, agent=agent)
    end_access(agent, by=leader, now=MONDAY_9)

    holdings = client_of(leader).get(f"/settings/people/{agent.pk}/").context["holdings"]

    assert [sentence for sentence, _url in holdings if "2" in sentence and agent.name in sentence] == [holdings[0][0]]


def test_rules_come_back_filled_where_one_is_impossible(client_of, leader):
    typed = {"opens_at": "09:00", "closes_at": "08:00", "closed_days": "", "first_response_minutes": "30", "daily_cap": "40"}
    answer = client_of(leader).post("/settings/rules/", typed)

    assert answer.status_code == 422
    assert answer.context["form"]["opens_at"].value() == "09:00"
    assert StoreSetting.objects.count() == 0


def test_saved_rules_are_those_that_differ(client_of, leader):
    page = client_of(leader).get("/settings/rules/").context["form"]
    typed = {field.name: field.value() for field in page} | {"daily_cap": "25", "closed_days": "2027-02-17，2027-02-18", "closed_on_holidays": "on"}

    answer = client_of(leader).post("/settings/rules/", typed)

    assert answer.status_code == 303
    assert dict(StoreSetting.objects.values_list("name", "value")) == {"daily_cap": 25, "closed_days": ["2027-02-17", "2027-02-18"]}


@pytest.mark.parametrize("typed", ["morgen", "2027-02-30"])
def test_a_day_that_is_none_is_named(client_of, leader, typed):
    page = client_of(leader).get("/settings/rules/").context["form"]

    answer = client_of(leader).post("/settings/rules/", {field.name: field.value() for field in page} | {"closed_days": typed})

    assert answer.status_code == 422
    assert typed in answer.context["form"].errors["closed_days"][0]


@pytest.fixture
def chief(db):
    """The leader of a store with all its words."""
    return UserFactory(store=create_store(code="S5", name="五店", brand="丰田", by=None, now=MONDAY_9), roles=["leader"], name="组长")


def test_words_are_added_changed_moved_and_retired(client_of, chief):
    browser = client_of(chief)

    added = browser.post("/settings/words/level/", {"name": "D", "days": "180", "interval": "30"})
    word = Word.objects.get(store=chief.store, kind="level", name="D")
    answers = [
        browser.post(f"/settings/word/{word.pk}/", {"name": "D+", "days": "200", "interval": "30"}),
        browser.post(f"/settings/word/{word.pk}/up/"),
        browser.post(f"/settings/word/{word.pk}/retire/"),
        browser.post(f"/settings/word/{word.pk}/return/"),
        browser.post(f"/settings/word/{word.pk}/down/"),
    ]

    assert [answer.status_code for answer in (added, *answers)] == [303] * 6
    assert list(Word.objects.of(chief.store, "level").values_list("name", flat=True)) == ["O", "H", "A", "B", "C", "D+"]
    assert Word.objects.get(pk=word.pk).detail == {"days": 200, "interval": 30}


def test_a_word_the_program_needs_is_not_retired_and_the_page_says_so(client_of, chief):
    word = Word.objects.get(store=chief.store, kind="call_outcome", name="已接通")

    answer = client_of(chief).post(f"/settings/word/{word.pk}/retire/")

    assert answer.status_code == 422
    assert "已接通" in answer.context["refusal"]


def test_another_stores_words_do_not_exist(client_of, chief, foreign_leader):
    word = add_word(foreign_leader.store, kind="car_model", name="威驰", by=None, now=MONDAY_9)
    browser = client_of(chief)

    assert browser.get(f"/settings/word/{word.pk}/").status_code == 404
    assert [browser.post(f"/settings/word/{word.pk}/{deed}").status_code for deed in ("", "up/", "down/", "retire/", "return/")] == [404] * 5
    assert browser.get("/settings/words/no-such-list/").status_code == 404


def test_everybody_marks_themselves_away_and_back(client_of, agent):
    browser = client_of(agent)
    today = browser.get("/me/").context["away_form"]["last"].value()

    away = browser.post("/me/away/", {"last": today})
    days = list(Absence.objects.values_list("user", "day"))
    back = browser.post("/me/present/")

    assert (away.status_code, back.status_code) == (303, 303)
    assert days == [(agent.pk, today)]
    assert Absence.objects.count() == 0


def test_language_theme_and_keys_are_kept(client_of, agent):
    answer = client_of(agent).post("/me/look/", {"language": "en", "theme": "dark"})

    stored = User.objects.get(pk=agent.pk)
    assert answer.status_code == 303
    assert (stored.language, stored.theme, stored.single_keys) == ("en", "dark", False)


def test_a_notice_is_read_by_opening_it(client_of, agent, other_agent):
    mine = telling.tell(agent, "person.roles", now=MONDAY_9, roles=["agent"])
    theirs = telling.tell(other_agent, "person.roles", now=MONDAY_9, roles=["agent"])
    browser = client_of(agent)

    page = browser.get("/notices/")
    opened = [browser.post(f"/notices/{notice.pk}/").status_code for notice in (mine, theirs)]

    assert [url for _notice, _sentence, url in page.context["rows"]] == ["/me/"]
    assert opened == [303, 404]
    assert list(Notice.objects.unread()) == [theirs]


def test_all_notices_are_read_at_once(client_of, agent, other_agent):
    for person in (agent, agent, other_agent):
        telling.tell(person, "person.roles", now=MONDAY_9, roles=["agent"])

    assert client_of(agent).post("/notices/read/").status_code == 303

    assert list(Notice.objects.unread().values_list("user", flat=True)) == [other_agent.pk]


def test_a_kind_nobody_can_say_is_an_error(agent):
    with pytest.raises(KeyError):
        telling.tell(agent, "no.such", now=MONDAY_9)

    assert Notice.objects.count() == 0


def test_a_notice_names_a_customer_only_while_one_may_see_them(client_of, agent, other_agent):
    lead = LeadFactory(store=agent.store, agent=agent, name="王建国")
    telling.tell(agent, "person.roles", lead=lead, now=MONDAY_9, roles=["agent"])

    before = client_of(agent).get("/notices/").context["rows"][0][0].lead
    lead.agent = other_agent
    lead.save()
    after = client_of(agent).get("/notices/").context["rows"][0][0].lead

    assert (before, after) == (lead, None)
    assert Notice.objects.get().lead is None


def test_many_notices_take_few_questions(client_of, agent, django_assert_max_num_queries):
    for lead in LeadFactory.create_batch(40, store=agent.store, agent=agent):
        telling.tell(agent, "person.roles", lead=lead, now=MONDAY_9, roles=["agent"])
    browser = client_of(agent)

    with django_assert_max_num_queries(15):
        assert browser.get("/notices/").status_code == 200
