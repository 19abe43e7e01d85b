"""The evening report: words fixed once sent, sent once at its hour, held back, three tries, again by hand; who gets what of it."""

import pytest
from django.core import mail

from dcc.errors import Refused
from dcc.models import Notice
from dcc.robots.rules.robots import add_robot
from reporting.evening_report.rules.leader_words import add_sentence, save_remark
from reporting.evening_report.rules.letter_tries import deliver_one
from reporting.evening_report.rules.report_receivers import add_receiver, end_receiver
from reporting.evening_report.rules.sending import hold_back, let_go, send_again, send_evening_reports, send_now
from reporting.models import EveningReport, Remark, ReportLetter
from tests.dcc.robots.chat import a_chat
from tests.factories import AppointmentFactory, CallFactory, LeadFactory
from tests.moments import NOW, TODAY, moment
from tests.trail import deeds

HOUR = moment(26, 18, 30)
CUSTOMER = "15400000077"


@pytest.fixture
def chat(settings):
    """A chat on this machine, which the program may write to."""
    with a_chat() as chat:
        settings.ROBOT_TEST_HOST = chat.host
        yield chat


@pytest.fixture
def called(store, agent):
    """A day with one call, and one who did not come."""
    lead = LeadFactory(store=store, agent=agent, name="丁一", gender="male", phone=CUSTOMER, received_at=moment(26, 9))
    CallFactory(lead=lead, agent=agent, at=moment(26, 10), outcome="connected", seconds=60)
    AppointmentFactory(lead=lead, agent=agent, at=moment(25, 9), scheduled_for=moment(26, 10, 30), status="no_show")
    return lead


@pytest.fixture
def notified(store, manager, leader):
    """The manager receives it within DCC."""
    return add_receiver(store, way="notice", user=manager, by=leader, now=NOW)


def letters(**which):
    return ReportLetter.objects.filter(**which).order_by("pk")


def test_it_goes_out_at_its_hour_and_once(store, called, notified):
    sent = [send_evening_reports(now=at) for at in (moment(26, 18, 29), HOUR, HOUR, moment(26, 23, 59))]

    assert sent == [0, 1, 0, 0]
    assert [(one.day, one.at, one.state) for one in EveningReport.objects.all()] == [(TODAY, HOUR, "sent")]
    assert (Notice.objects.filter(kind="evening_report.sent").count(), letters().get().sent_at) == (1, HOUR)


def test_a_day_without_anything_sends_nothing_and_says_so(store, notified, leader):
    send_evening_reports(now=HOUR)

    assert ([one.state for one in EveningReport.objects.all()], letters().count()) == (["nothing"], 0)
    with pytest.raises(Refused):
        send_now(store, by=leader, now=moment(26, 19))


def test_without_a_receiver_nothing_is_settled(store, called, leader, notified):
    end_receiver(notified, by=leader, now=NOW)

    assert (send_evening_reports(now=HOUR), EveningReport.objects.count()) == (0, 0)
    with pytest.raises(Refused):
        send_now(store, by=leader, now=HOUR)


def test_words_change_until_they_are_sent_and_one_sentence_goes_out_alone(store, called, notified, leader):
    with pytest.raises(Refused):
        add_sentence(store, text="早了", by=leader, now=NOW)
    save_remark(store, text="甲", by=leader, now=NOW)
    remark = save_remark(store, text="乙", by=leader, now=moment(26, 17))
    send_now(store, by=leader, now=moment(26, 18))

    added = add_sentence(store, text="丙", by=leader, now=moment(26, 19))

    with pytest.raises(Refused):
        save_remark(store, text="丁", by=leader, now=moment(26, 19))
    remark.refresh_from_db()
    assert (remark.text, remark.sent_at, added.sent_at) == ("乙", moment(26, 18), moment(26, 19))
    assert [(letter.receiver, letter.sent_at) for letter in letters(addition=added)] == [(notified, moment(26, 19))]
    assert deeds(remark) == ["remark.write", "remark.write"]
    assert send_evening_reports(now=HOUR) == 0


def test_an_empty_text_takes_the_words_away(store, leader):
    save_remark(store, text="甲", by=leader, now=NOW)

    assert (save_remark(store, text=" ", by=leader, now=NOW), Remark.objects.count()) == (None, 0)


@pytest.mark.parametrize("text", ["打 138 1234 5678 给他", "字" * 501])
def test_a_telephone_number_and_more_than_five_hundred_characters_are_refused(store, leader, text):
    with pytest.raises(Refused):
        save_remark(store, text=text, by=leader, now=NOW)

    assert not Remark.objects.exists()


def test_other_numbers_and_five_hundred_characters_are_kept(store, leader):
    text = "建卡 19 张，超了 1 张，400 来电多。".ljust(500, "字")

    assert (len(text), save_remark(store, text=text, by=leader, now=NOW).text) == (500, text)


def test_held_back_it_goes_out_after_all_until_its_hour(store, called, notified, leader):
    with pytest.raises(Refused):
        hold_back(store, reason=" ", by=leader, now=NOW)
    hold_back(store, reason="盘点", by=leader, now=NOW)

    assert send_evening_reports(now=HOUR) == 0
    with pytest.raises(Refused):
        let_go(store, by=leader, now=HOUR)
    assert [let_go(store, by=leader, now=moment(26, 18, 29)) for _time in range(2)] == [True, False]
    assert send_evening_reports(now=HOUR) == 1


def test_a_chat_is_tried_three_times_and_again_by_hand(store, called, leader, chat):
    robot = add_robot(store, maker="wecom", name="DCC 早晚群", address=f"http://{chat.host}/robot", kinds=[], by=leader, now=NOW)
    add_receiver(store, way="robot", robot=robot, by=leader, now=NOW)
    send_evening_reports(now=HOUR)
    chat.says(502)

    tried = [deliver_one(now=moment(26, 18, minute)) for minute in (30, 31, 32, 35, 36, 59)]

    letter = letters().get()
    assert tried == [True, False, True, False, True, False]
    assert ([words for _at, words, _taken in letter.answers], letter.given_up_at) == (["502"] * 3, moment(26, 18, 36))
    assert Notice.objects.filter(user=leader, kind="evening_report.failed").count() == 1
    chat.says(200, '{"errcode": 0}')
    assert send_again(letter.report, by=leader, now=moment(26, 19)) == 1
    assert (deliver_one(now=moment(26, 19)), letters().get().sent_at) == (True, moment(26, 19))
    said = chat.got[-1][1]["text"]["content"]
    assert ("王伟 1" in said, "丁" in said, CUSTOMER in said) == (True, False, False)


def test_a_person_of_the_store_gets_it_in_full_and_anybody_else_figures_alone(store, called, director, leader, settings):
    settings.MAIL_WORKS = True
    add_receiver(store, way="mail", user=director, address="a@example.com", by=leader, now=NOW)
    add_receiver(store, way="mail", name="督导", address="b@example.com", by=leader, now=NOW)
    save_remark(store, text="差在邀约", by=leader, now=NOW)
    send_evening_reports(now=HOUR)

    while deliver_one(now=HOUR):
        pass

    full, figures = (one.body for one in mail.outbox)
    assert [one.to for one in mail.outbox] == [["a@example.com"], ["b@example.com"]]
    assert ("丁先生 10:30 王伟" in full, "差在邀约" in full, CUSTOMER in full, "丁一" in full) == (True, True, False, False)
    assert ("未到店 1" in figures, "丁" in figures, "王伟" in figures) == (True, False, False)
    assert mail.outbox[0].subject == "长春一店 晚报 11-26 周四（数到 18:30）"


@pytest.mark.parametrize("domain", ["example.com", "EXAMPLE.com"])
def test_mail_goes_where_the_operator_allows_it(store, director, leader, settings, domain):
    with pytest.raises(Refused):
        add_receiver(store, way="mail", user=director, address=f"a@{domain}", by=leader, now=NOW)
    settings.MAIL_WORKS, settings.MAIL_DOMAINS = True, ["example.com"]

    assert add_receiver(store, way="mail", user=director, address=f"a@{domain}", by=leader, now=NOW).name == "郑强"
    for wrong in (f"a@{domain}", "a@example.org", ""):
        with pytest.raises(Refused):
            add_receiver(store, way="mail", user=director, address=wrong, by=leader, now=NOW)


def test_nobody_who_may_not_read_it_receives_it(store, agent, leader):
    with pytest.raises(Refused):
        add_receiver(store, way="notice", user=agent, by=leader, now=NOW)


def test_who_left_receives_nothing_more(store, called, notified, manager):
    manager.left_at = NOW
    manager.save()

    assert send_evening_reports(now=HOUR) == 0


def test_one_sentence_goes_once_and_only_to_whom_the_report_went(store, called, notified, leader, director):
    send_now(store, by=leader, now=moment(26, 18))
    add_receiver(store, way="notice", user=director, by=leader, now=moment(26, 18, 1))

    said = [add_sentence(store, text="明早先打", by=leader, now=moment(26, 19, minute)) for minute in (0, 1)]

    assert (said[0] == said[1], [letter.receiver for letter in letters(addition=said[0])]) == (True, [notified])


def test_a_letter_whose_third_try_was_cut_off_is_given_up_and_told(store, called, leader, chat):
    robot = add_robot(store, maker="wecom", name="DCC 早晚群", address=f"http://{chat.host}/robot", kinds=[], by=leader, now=NOW)
    add_receiver(store, way="robot", robot=robot, by=leader, now=NOW)
    send_evening_reports(now=HOUR)
    letters().update(tries=3, tried_at=HOUR)

    tried = [deliver_one(now=at) for at in (moment(26, 18, 33), moment(26, 18, 34), moment(26, 18, 59))]

    assert (tried, len(chat.got)) == ([False, True, False], 0)
    assert (letters().get().given_up_at, letters().get().tries) == (moment(26, 18, 34), 3)
    assert Notice.objects.filter(user=leader, kind="evening_report.failed").count() == 1


def test_the_words_of_a_letter_are_kept_until_it_arrived(store, called, leader, chat):
    robot = add_robot(store, maker="wecom", name="DCC 早晚群", address=f"http://{chat.host}/robot", kinds=[], by=leader, now=NOW)
    add_receiver(store, way="robot", robot=robot, by=leader, now=NOW)
    send_evening_reports(now=HOUR)
    before = letters().get().words
    chat.says(200, '{"errcode": 0}')
    deliver_one(now=HOUR)

    assert (chat.got[-1][1]["text"]["content"], letters().get().words) == (before, "")


def test_held_back_it_is_sent_by_hand_even_after_its_hour(store, called, notified, leader):
    hold_back(store, reason="盘点", by=leader, now=NOW)

    assert (send_now(store, by=leader, now=moment(26, 19)).state, send_evening_reports(now=moment(26, 20))) == ("sent", 0)
