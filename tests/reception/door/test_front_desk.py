"""The front desk's page: found in three touches, four digits only, limited, asked before it is doubled."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from calls.models import Appointment
from dcc.models import StoreSetting, TrailEntry
from leads.models import Campaign, Lead
from reception.door.rules.cycles import write_visited
from reception.models import Leakage, Visit
from tests.factories import AppointmentFactory, FollowUpFactory, LeadFactory, ShowroomCardFactory, UserFactory, VisitFactory
from tests.moments import NOW, TODAY
from tests.trail import trail
from tests.whole.canary import numbers_in, text_of

PHONE = "15400001234"


@pytest.fixture
def desk(client_of, front_desk):
    """The front desk's browser."""
    return client_of(front_desk)


@pytest.fixture
def expected(store, agent, reception) -> Appointment:
    """Somebody with an appointment about now."""
    now = NOW
    lead = LeadFactory(store=store, phone=PHONE, name="张伟", model="凯美瑞", agent=agent, received_at=now - timedelta(days=4))
    return AppointmentFactory(lead=lead, agent=agent, at=now - timedelta(days=1), scheduled_for=now, reception=reception)


def chosen(response) -> dict:
    """What the form of a page sends when its button is pressed."""
    page = response.content.decode()
    match = re.search(r'name="match" value="([^"]+)" checked', page)
    tag = re.search(r'name="tag" value="(\w+)" data-key="Enter"', page)
    return {"match": match[1], "tag": tag[1], "purpose": "look", "heads": "2", "token": re.search(r'name="token" value="([^"]+)"', page)[1]}


def test_four_digits_pick_and_confirm_register_an_invited_customer(desk, expected, front_desk):
    found = desk.post("/reception/match/", {"tail": "1234"})

    answer = desk.post("/reception/register/", chosen(found))

    visit = Visit.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, "/reception/")
    assert (visit.tag, visit.basis, visit.lead, visit.heads, visit.by) == ("dcc", "appointment", expected.lead, 2, front_desk)


@pytest.mark.parametrize(
    "typed",
    [
        *({"tail": "１２３４"}, {"tail": "尾号 1234"}, {"tail": PHONE}),
        *({"q": said} for said in ("1234", "１２３４", "尾号1234", "*1234", PHONE, "+86 154 0000 1234", "张 伟", "z w", "ＺＷ")),
    ],
)
def test_whichever_field_digits_are_typed_into_and_however_a_name_is(desk, expected, typed):
    Lead.objects.update(initials="zw", given_name="伟")

    page = desk.post("/reception/match/", typed)

    assert (page.status_code, [match.name for match in page.context["matches"]]) == (200, ["张伟"])
    assert numbers_in(text_of(page.content)) == set()


@pytest.mark.parametrize("typed", ["林晓芸", "晓芸", "lxy", "林 晓芸"])
def test_whoever_invited_them_is_named_in_part_too(desk, expected, agent, typed):
    type(agent).objects.filter(pk=agent.pk).update(name="林晓芸")

    page = desk.post("/reception/match/", {"q": typed})

    assert [match.name for match in page.context["matches"]] == ["张伟"]


@pytest.mark.parametrize("typed", ["123", "12345", "%%", "1 2"])
def test_figures_that_are_no_end_of_a_number_are_asked_for_once_more(desk, expected, typed):
    page = desk.post("/reception/match/", {"q": typed})

    assert (page.status_code, str(page.context["refusal"])) == (422, "要四位数字，或姓名。")


def test_whoever_is_expected_today_is_chosen_and_nobody_else_is(desk, store, agent):
    LeadFactory(store=store, phone=PHONE, agent=agent)

    page = desk.post("/reception/match/", {"tail": "1234"}).content.decode()

    assert ("checked" in page, 'id="desk-proposal"' in page, 'data-key="Enter"' in page) == (False, True, False)


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "此前 DCC 来店、点名 DCC"), ("en", "Earlier DCC visit, Named DCC")])
def test_the_rules_that_are_not_asked_are_listed_as_one_writes_a_list(desk, expected, front_desk, language, said):
    front_desk.language = language
    front_desk.save()

    page = desk.post("/reception/match/", {"tail": "1234"}).content.decode()

    assert f"<span>{said}</span>" in page


def test_the_desk_sees_the_last_four_digits_and_no_number(desk, expected, store):
    ShowroomCardFactory(store=store, phone="13700001234", name="吕建华")

    page = text_of(desk.post("/reception/match/", {"tail": "1234"}).content + desk.get("/reception/").content)

    assert ("张伟" in page, "吕建华" in page, "****1234" in page, numbers_in(page)) == (True, True, True, set())


def test_a_search_is_on_the_trail_without_the_digits(desk, expected):
    desk.post("/reception/match/", {"tail": "1234"})

    assert trail("desk.match") == [{"way": "tail", "found": 1, "leads": [expected.lead_id]}]


def test_the_sixty_first_search_of_an_hour_is_refused(desk, expected, front_desk, store):
    now = NOW
    moments = [now - timedelta(minutes=minute) for minute in range(59)] + [now - timedelta(minutes=61)]
    TrailEntry.objects.bulk_create(TrailEntry(store=store, by=front_desk, action="desk.match", at=moment) for moment in moments)

    sixtieth, refused = (desk.post("/reception/match/", {"tail": "1234"}) for _ in range(2))

    found = ["张伟" in answer.content.decode().split("desk-day")[0] for answer in (sixtieth, refused)]
    assert ([sixtieth.status_code, refused.status_code], found) == ([200, 422], [True, False])


@pytest.fixture
def searched_out(front_desk, store):
    """The desk has used up the searches of this hour."""
    now = NOW
    TrailEntry.objects.bulk_create(TrailEntry(store=store, by=front_desk, action="desk.match", at=now) for _search in range(60))


NEWCOMER = {"match": "new", "phone": PHONE, "name": "王建国", "purpose": "look", "heads": "2"}
SPENT = "一小时最多查 60 次"


def test_past_the_searches_somebody_new_is_registered_all_the_same(desk, searched_out):
    answer = desk.post("/reception/register/", NEWCOMER | {"tag": "showroom"})

    assert (answer.status_code, Visit.objects.get().name) == (303, "王建国")


def test_past_the_searches_a_refused_registration_comes_back_with_both_sentences(desk, searched_out):
    answer = desk.post("/reception/register/", NEWCOMER | {"tag": "dcc"})

    form, page = answer.context["form"], answer.content.decode()
    assert (answer.status_code, Visit.objects.count(), SPENT in page, str(answer.context["refusal"]) in page) == (422, 0, True, True)
    assert [form[name].value() for name in ("match", "phone", "name", "heads")] == ["new", PHONE, "王建国", "2"]


def test_past_the_searches_a_group_registered_twice_is_asked_about(desk, searched_out):
    desk.post("/reception/register/", NEWCOMER | {"tag": "showroom"})

    answer = desk.post("/reception/register/", NEWCOMER | {"tag": "showroom"})

    page = answer.content.decode()
    assert (answer.status_code, Visit.objects.count(), SPENT in page, str(answer.context["refusal"]) in page) == (422, 1, True, True)


def test_a_typed_number_counts_as_one_search_however_often_it_is_proposed(desk, expected):
    form = {"match": "new", "phone": PHONE, "token": ""}

    answers = [desk.post("/reception/propose/", form, headers={"HX-Request": "true"}) for _ in range(3)]

    assert ([answer.status_code for answer in answers], len(trail("desk.match"))) == ([200] * 3, 1)


@pytest.mark.parametrize(("proposed", "counted"), [(False, 1), (True, 1)])
def test_a_number_registered_at_once_counts_as_the_search_it_is(desk, expected, proposed, counted):
    form = {"match": "new", "phone": PHONE, "tag": "dcc", "heads": "1"}
    if proposed:
        desk.post("/reception/propose/", form, headers={"HX-Request": "true"})

    answer = desk.post("/reception/register/", form)

    assert (answer.status_code, Visit.objects.get().name, len(trail("desk.match"))) == (303, "张伟", counted)


def test_past_the_searches_a_number_that_is_registered_tells_nobodys_name(desk, expected, searched_out):
    answer = desk.post("/reception/register/", {"match": "new", "phone": PHONE, "tag": "dcc", "heads": "1"})

    visit = Visit.objects.get()
    assert (answer.status_code, visit.name, visit.lead, visit.basis, len(trail("desk.match"))) == (303, "", expected.lead, "appointment", 60)


def test_by_name_by_pinyin_and_by_inviter(desk, expected):
    pages = [desk.post("/reception/match/", {"q": text}).content.decode().split("desk-day")[0] for text in ("张", "zw", "王伟", "李")]

    assert ["****1234" in page for page in pages] == [True, False, True, False]


@pytest.mark.parametrize(("days", "found"), [(-6, False), (-5, True), (10, True), (11, False)])
def test_by_inviter_whoever_comes_within_the_stores_own_window_is_found(desk, store, expected, days, found):
    since = NOW - timedelta(days=30)
    for name, value in (("attribution_days_before", 5), ("attribution_days_after", 10)):
        StoreSetting.objects.create(store=store, name=name, value=value, valid_from=since)
    Appointment.objects.update(at=since, scheduled_for=NOW - timedelta(days=days))

    page = desk.post("/reception/match/", {"q": "王伟"}).content.decode().split("desk-day")[0]

    assert ("****1234" in page) is found


def test_by_name_the_lead_is_found_where_it_was_written_with_its_parts(desk, store, agent):
    LeadFactory(store=store, phone=PHONE, name="张建国", given_name="建国", initials="zjg", agent=agent)

    pages = [desk.post("/reception/match/", {"q": text}).content.decode() for text in ("张建", "建国", "zjg")]

    assert ["****1234" in page for page in pages] == [True, True, True]


def test_nobody_named_is_a_question_the_button_waits_for(desk, store, agent, leader, front_desk):
    LeadFactory(store=store, phone=PHONE, name="蓝先生", agent=agent)
    reference = re.search(r'name="match" value="([^"]+)"', desk.post("/reception/match/", {"tail": "1234"}).content.decode().split("r-matches")[1])[1]
    asks = lambda **said: desk.post("/reception/propose/", {"match": reference, **said}, headers={"HX-Request": "true"}).content.decode()  # noqa: E731

    pages = [asks(), asks(named="person"), asks(named="nobody"), asks(named="called")]

    assert ["disabled" in page for page in pages] == [True, True, False, False]
    assert ["r-leak" in page for page in pages] == [False, False, True, False]
    assert ['value="dcc" data-key="Enter"' in page for page in pages] == [False, False, False, True]


def test_registered_as_showroom_it_leaks(desk, store, agent):
    LeadFactory(store=store, phone=PHONE, agent=agent)
    page = desk.post("/reception/match/", {"tail": "1234"}).content.decode()
    reference = re.search(r'name="match" value="([^"]+)"', page.split("r-matches")[1])[1]

    desk.post("/reception/register/", {"match": reference, "named": "nobody", "tag": "showroom"})

    assert (Visit.objects.get().tag, Leakage.objects.count()) == ("showroom", 1)


def test_a_group_another_desk_registered_is_asked_for_with_everything_kept(desk, client_of, store, expected):
    other = client_of(UserFactory(store=store, roles=["front_desk"]))
    form = chosen(desk.post("/reception/match/", {"tail": "1234"}))
    desk.post("/reception/register/", form)
    second = {"match": "new", "phone": PHONE, "tag": "dcc", "named": "called"}

    asked = other.post("/reception/register/", second)
    again = other.post("/reception/register/", second | {"another": "on"})

    assert (asked.status_code, 'name="another"' in asked.content.decode(), again.status_code) == (422, True, 422)
    assert ('name="again"' in again.content.decode(), Visit.objects.count()) == (True, 1)


def test_a_reference_is_nobody_elses_and_nobodys_invention(desk, client_of, store, expected):
    other = client_of(UserFactory(store=store, roles=["front_desk"]))
    form = chosen(desk.post("/reception/match/", {"tail": "1234"}))

    answers = [other.post("/reception/register/", form), other.post("/reception/register/", form | {"match": "1:lead:1"})]

    assert ([answer.status_code for answer in answers], Visit.objects.count()) == ([422, 422], 0)


def test_what_is_no_number_is_refused_and_kept(desk):
    answer = desk.post("/reception/register/", {"match": "new", "phone": "12345", "named": "nobody", "tag": "showroom"})

    assert (answer.status_code, "12345" in answer.content.decode(), Visit.objects.count()) == (422, True, 0)


def test_a_group_without_a_number_is_registered_and_completed_later(desk, store, data_manager):
    desk.post("/reception/register/", {"match": "none", "stranger": "吴先生", "named": "nobody", "tag": "showroom", "heads": "3"})
    visit = Visit.objects.get()

    desk.post(f"/reception/visits/{visit.pk}/identify/", {"phone": "154 0000 5678", "name": "吴刚"})

    visit.refresh_from_db()
    assert (visit.name, visit.phone, visit.heads, visit.identified_at is not None) == ("吴刚", "15400005678", 3, True)


def test_a_group_leaves_by_its_button(desk, store):
    visit = VisitFactory(store=store, at=NOW)

    desk.post(f"/reception/visits/{visit.pk}/leave/")

    assert Visit.objects.get().left_at is not None


def test_the_other_stores_people_are_not_found(desk, other_store):
    LeadFactory(store=other_store, phone=PHONE, name="诸葛")

    page = desk.post("/reception/match/", {"tail": "1234"}).content.decode()

    assert "诸葛" not in page


@pytest.mark.parametrize("count", [3, 8])
def test_a_search_asks_the_same_number_of_questions_however_many_it_finds(desk, store, agent, count, django_assert_max_num_queries):
    for number in range(count):
        lead = LeadFactory(store=store, phone=f"154{number:04d}1234", agent=agent)
        VisitFactory(store=store, lead=lead, at=NOW - timedelta(days=number + 1))

    with django_assert_max_num_queries(19):  # seventeen, and the two ends of their transaction
        page = desk.post("/reception/match/", {"tail": "1234"}, headers={"HX-Request": "true"}).content.decode()

    assert page.count("****1234") == count


def test_the_desk_sees_to_which_campaign_of_today_somebody_was_invited_and_the_visit_takes_it(desk, store, agent):
    today, over = [
        Campaign.objects.create(store=store, name=name, first_day=day, last_day=day, budget=0)
        for name, day in (("团购会", TODAY), ("车展", TODAY - timedelta(days=1)))
    ]
    lead = LeadFactory(store=store, phone="15400001234", agent=agent)
    for campaign in (today, over):
        FollowUpFactory(lead=lead, agent=agent, kind="campaign", campaign=campaign)
    AppointmentFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, scheduled_for=NOW, campaign=today)

    found = desk.post("/reception/match/", {"tail": "1234"}).content.decode()
    expected = desk.get("/reception/").content.decode()
    visit = VisitFactory(store=store, lead=lead, at=NOW)
    write_visited(lead.pk)

    assert ("邀请来团购会" in found, "车展" in found, "团购会" in expected) == (True, False, True)
    assert Visit.objects.get(pk=visit.pk).campaign == today


def test_the_page_asks_few_questions(desk, store, agent, django_assert_max_num_queries):
    for number in range(10):
        lead = LeadFactory(store=store, agent=agent)
        AppointmentFactory(lead=lead, agent=agent, at=NOW - timedelta(days=1), scheduled_for=NOW)
        VisitFactory(store=store, lead=lead, at=NOW, name=f"客户{number}")

    with django_assert_max_num_queries(15):
        answer = desk.get("/reception/")

    assert (answer.status_code, Lead.objects.count()) == (200, 10)


def test_of_forty_people_with_one_tail_the_one_who_is_expected_stands_first_however_old(desk, store, agent, expected):
    now = NOW
    Lead.objects.update(received_at=now - timedelta(days=400))
    LeadFactory.create_batch(39, store=store, agent=agent, phone_tail="1234", received_at=now)

    matches = desk.post("/reception/match/", {"tail": "1234"}).context["matches"]

    assert (len(matches), matches[0].lead) == (8, expected.lead)


def test_everybody_who_is_expected_is_shown_and_of_the_others_the_first_few(desk, store, agent):
    now = NOW
    for lead in LeadFactory.create_batch(10, store=store, agent=agent, phone_tail="1234"):
        AppointmentFactory(lead=lead, agent=agent, at=now - timedelta(days=1), scheduled_for=now)
    LeadFactory.create_batch(3, store=store, agent=agent, phone_tail="1234")

    context = desk.post("/reception/match/", {"tail": "1234"}).context

    assert ([bool(match.appointment) for match in context["matches"]], context["more"]) == ([True] * 10, 3)


def test_whoever_is_expected_is_found_by_the_end_of_their_second_number(desk, expected):
    Lead.objects.update(second_phone="15400005678")

    assert "张伟" in desk.post("/reception/match/", {"tail": "5678"}).content.decode().split('id="desk-day"')[0]


def test_the_day_shows_exact_times_also_of_the_late_and_folds_who_came(desk, store, agent, expected):
    at = timezone.localtime(NOW - timedelta(minutes=1))
    Appointment.objects.update(scheduled_for=at)
    lead = LeadFactory(store=store, name="何女士", agent=agent)
    came = AppointmentFactory(lead=lead, agent=agent, scheduled_for=at, status="arrived", ended_at=NOW)

    folded, unfolded = (desk.get(f"/reception/day/{asked}").content.decode() for asked in ("", "?came=all"))

    assert (f"<time>{at:%H:%M}</time>" in folded.split("张伟")[0], "过 1 分钟" in folded, "已到 1 组" in folded) == (True, True, True)
    assert [f'id="expected-{came.pk}"' in page for page in (folded, unfolded)] == [False, True]


def test_who_is_not_expected_stands_by_their_last_contact(desk, store, agent):
    facts, day = {"store": store, "phone_tail": "1234", "agent": agent}, timedelta(days=1)
    LeadFactory(**facts, name="早来的", phone="15400001234", received_at=NOW - 9 * day, last_call_at=NOW - 2 * day)
    LeadFactory(**facts, name="新来的", phone="15500001234", received_at=NOW - 4 * day)
    LeadFactory(**facts, name="关了的", phone="15600001234", received_at=NOW - 40 * day, visited_at=NOW - day, closed_at=NOW - day, closed_as="lost")
    ShowroomCardFactory(store=store, name="展厅的", phone="15700001234", card_date=(NOW - 3 * day).date())

    page = desk.post("/reception/match/", {"tail": "1234"}).content.decode()

    assert sorted(["早来的", "新来的", "关了的", "展厅的"], key=page.index) == ["关了的", "早来的", "展厅的", "新来的"]
