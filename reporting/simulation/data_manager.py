"""The data manager, the neutral third party: files in, grades, and at the end of the day whose visits were whose."""

from datetime import date, timedelta
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile

from dcc.models import User, Word
from leads import sockets
from leads.customer.rules.changing import change_facts, correct_number
from leads.customer.rules.revealing import reveal_number
from leads.grading.grade_hint import Facts, suggest
from leads.grading.rules.asking_agents import ask_agent
from leads.grading.rules.grading import grade_lead
from leads.grading.rules.proposing import confirm_invalid, reject_proposal
from leads.grading.rules.unanswering import undo_answer
from leads.grading.rules.ungrading import undo_grading
from leads.intake.arrival import Arrival
from leads.intake.reading.own import read_own_file
from leads.intake.rules.by_hand import register_by_hand
from leads.intake.rules.importing import ask_commit, drop, examine, import_file, receive_upload
from leads.models import GRADES, Campaign, Grading, Lead, Proposal
from reception.door.rules.annulling_changes import annul_change
from reception.door.rules.evidence import Person
from reception.door.rules.registration import Registration
from reception.door.rules.tags import Correction, correct_tag, identify_visit
from reception.door.rules.visits import register_visit
from reception.models import DaySigning, Leakage, Visit
from reception.reconcile.fetched import fetched_in
from reception.reconcile.hints import hinted_on
from reception.reconcile.rules.ending_hints import end_hint
from reception.reconcile.rules.joining import Joined, join_order, why_not
from reception.reconcile.rules.leakages import tell_leakage
from reporting.simulation import invented, mistakes, requests
from reporting.simulation.market import Inbox
from reporting.simulation.play import Play
from reporting.simulation.play_clock import DAY, MINUTE
from reporting.simulation.portals import HOTLINE, PORTALS, make_file
from reporting.simulation.streams import happens

EXPORTS = ((8, 36), (10, 32), (13, 33), (16, 2))
GRADES_OTHERWISE = 0.1  # where the data manager sees it otherwise than the suggestion


def fetch_files(play: Play, inbox: Inbox, *, all_of_them: bool) -> None:
    """Export what the portals hold and import it, a file a portal; between morning and evening only where something gathered."""
    who = play.cast.one("data_manager")
    if not play.works(who, "data_manager"):
        return
    for customer, phone, at, rang in play.rung:
        inbox.add(HOTLINE, ("", customer.name, phone, customer.model, customer.city, at, "", rang))
    play.rung.clear()
    for portal in PORTALS:
        channel = play.channels.get(portal.channel)
        rows = inbox.fetch(portal, play.now, at_least=1 if all_of_them else 2)
        if channel is None or not rows:
            continue
        path = make_file(play.folder, portal, rows, play.now)
        if not play.uploaded:
            _upload(play, who, path, channel)
        else:
            play.do(import_file, path, play.store, channel=channel, by=who, read=read_own_file)
        path.unlink()


def _upload(play: Play, who: User, path, channel) -> None:
    """The very first file goes in by the page, a stranger's file as for all that is known; it is chosen wrongly once and dropped."""
    play.uploaded = True
    for wrong in (True, False):
        upload = SimpleUploadedFile(path.name, path.read_bytes())
        batch = play.do(receive_upload, play.store, upload, channel=channel, by=who)
        play.do(examine, batch)
        batch.refresh_from_db()
        play.do(drop if wrong else ask_commit, batch, by=who)


def type_in_by_hand(play: Play) -> None:
    """A list of an event, typed by hand; and small things put right."""
    who, stream = play.anyone("data_manager"), play.streams["by hand"]
    channel = play.channels.get("外展")
    if who is None or channel is None:
        return
    typed, rest = divmod(play.per_day * 0.03, 1)
    for _number in range(int(typed) + play.by_turns("typed by hand", rest)):
        customer = play.new_stranger(stream)
        arrival = Arrival(phone=customer.phone, name=customer.name, model=customer.model, city=customer.city, remark="外展留资")
        campaign = Campaign.objects.filter(store=play.store).about(play.today).first()
        play.do(register_by_hand, play.store, arrival, channel=channel, campaign=campaign, by=who)
    if play.by_turns("put right", 0.3):
        _put_right(play, who)


def _put_right(play: Play, who: User) -> None:
    stream = play.streams["by hand"]
    lead = Lead.objects.open().filter(store=play.store, phone__isnull=False, reached_at__isnull=False).order_by("-reached_at", "-id").first()
    if lead is None:
        return
    play.do(reveal_number, lead, by=who)
    if play.by_turns("city put right", 0.5):
        play.do(change_facts, lead, changes={"city": (lead.city, invented.city(stream))}, by=who)
    else:
        play.do(correct_number, lead, second=invented.phone(stream), by=who)


def grade(play: Play) -> None:
    """Empty the grading list: what agents recorded since, the suggestion, a key."""
    who = play.anyone("data_manager grading")
    if who is None:
        return
    proposals = {row.lead_id: row for row in Proposal.objects.open().filter(store=play.store)}
    own = Lead.objects.open().filter(store=play.store)
    waiting = {lead.pk: lead for lead in own.ungraded()} | own.in_bulk(list(proposals))
    unjudged = [lead for pk, lead in waiting.items() if lead.ungraded_since or not lead.graded_at or lead.graded_at < proposals[pk].at]
    leads = sorted(map(play.at_hand, unjudged), key=lambda lead: (lead.ungraded_since or play.now, lead.pk))
    hints = suggestions(play, leads, proposals)
    for lead in leads:
        _judge(play, who, lead, proposals.get(lead.pk), hints[lead.pk])


def suggestions(play: Play, leads: list[Lead], proposals: dict[int, Proposal]) -> dict[int, str]:
    """Return the grade the page would suggest for each of some leads."""
    days = {word.name: word.detail.get("days") for word in Word.objects.filter(store=play.store, kind="level")}
    told: dict[int, dict] = {lead.pk: {} for lead in leads}
    for facts_of in sockets.grading_facts:
        for pk, facts in facts_of(leads).items():
            told[pk] |= facts
    return {
        lead.pk: suggest(
            Facts(
                level=lead.level,
                level_days=days.get(lead.level),
                proposal=proposals[lead.pk].kind if lead.pk in proposals else "",
                tries=lead.tries,
                unreached=lead.unreached_at is not None,
                visited=lead.visited_at is not None,
                **told[lead.pk],
            )
        ).grade
        for lead in leads
    }


def _judge(play: Play, who: User, lead: Lead, proposal: Proposal | None, hint: str) -> None:
    stream = play.streams["grading"]
    if proposal is not None and proposal.kind == "invalid":
        if not play.by_turns("valid after all", 0.08):
            _confirm(play, who, proposal)
            return
        play.do(reject_proposal, proposal, answer="录音里是本人，再打一次", by=who)
        if lead.ungraded_since is None:
            return
        hint = "A"
    elif proposal is not None and play.by_turns("rejected", 0.08):
        play.do(reject_proposal, proposal, answer="理由不充分", by=who)
        if lead.ungraded_since is None:
            return
        hint = "A"
    elif play.by_turns("asked", 0.01):
        play.do(ask_agent, lead, by=who)
    grade = stream.choice([code for code, _label in GRADES if code in "HAL"]) if proposal is None and happens(stream, GRADES_OTHERWISE) else hint or "A"
    if play.do(grade_lead, lead, grade=grade, only_waiting=True, by=who):
        _slip(play, who, lead, grade)


def _confirm(play: Play, who: User, proposal: Proposal) -> None:
    """Agree that it never was a customer; now and then of the wrong line, taken back and agreed anew."""
    if play.do(confirm_invalid, proposal, by=who) and play.by_turns("confirmed by mistake", 0.05):
        mistakes.seen_soon(play, undo_answer, proposal, who, partial(play.do, confirm_invalid, proposal, by=who))


def _slip(play: Play, who: User, lead: Lead, grade: str) -> None:
    """Now and then it was the wrong key: taken back as soon as it is seen and graded rightly, or graded over."""
    if play.by_turns("graded by mistake", 0.015):
        wrong = Grading.objects.filter(lead=lead).latest("at", "pk")
        right = partial(play.do, grade_lead, lead, grade=grade, only_waiting=True, by=who)
        mistakes.seen_soon(play, undo_grading, wrong, who, right)
    elif play.by_turns("graded again", 0.015):
        play.clock.at(play.now + 2 * MINUTE, _grade_again, play, who, lead.pk, "A" if grade != "A" else "H")


def _grade_again(play: Play, who: User, pk: int, grade: str) -> None:
    """A wrong key, seen two minutes later: graded otherwise, unless something has happened since."""
    lead = Lead.objects.open().filter(pk=pk, ungraded_since=None).first()
    if lead is not None:
        play.do(grade_lead, lead, grade=grade, note="看错一行，更正", by=who)


def reconcile(play: Play) -> None:
    """At the end of the day: tell leakages, complete walk-ins who became known, correct tags whose facts were wrong."""
    who = play.anyone("data_manager")
    if who is None:
        return
    yesterday = play.today - timedelta(days=1)
    if DaySigning.objects.filter(store=play.store, day=yesterday).exists() and play.by_turns("forgotten at the desk", 0.02):
        _type_late(play, who, yesterday)
    for leakage in Leakage.objects.open().filter(store=play.store, told_at=None).select_related("store", "lead__agent", "lead__reception", "visit"):
        if leakage.lead.agent is not None and play.by_turns("corrected", 0.25):
            _correct(play, who, leakage)
        else:
            play.do(tell_leakage, leakage, by=who)
    for hint in hinted_on(play.store, play.today):
        if play.by_turns("not the same family", 0.7):
            play.do(end_hint, hint.visit, hint.lead, by=who)
    _join(play, who)
    requests.answer_numbers(play, who)
    since = play.now - timedelta(days=1)
    for visit in Visit.objects.filter(store=play.store, at__gt=since).unknown().select_related("store", "lead").order_by("at", "id"):
        _complete(play, who, visit)


def _join(play: Play, who: User) -> None:
    """Cars that went today without an order: signed by somebody of the family, who is a lead of ours."""
    for one in fetched_in(play.store, play.moment(play.today, 0), play.now):
        leads = [fit.lead for fit in one.fits if fit.lead.visited_at and not fit.lead.ordered_at]
        if not leads and play.by_turns("bought in another's name", 0.8):
            came = Lead.objects.open().filter(store=play.store, reached_at__isnull=False, ordered_at=None, opened_at__lt=one.at - DAY)
            leads = list(came.order_by("reached_at", "id")[:1])
        for lead in leads[:1]:
            signed = max(one.at - 3 * DAY, lead.opened_at)
            if not why_not(lead, signed) and signed <= one.at:
                said = Joined(signed, one.at, "合同签在家里人名下，按展厅合同补", visit=one.visit, card=one.card)
                play.do(join_order, lead, said, by=who)


def _type_late(play: Play, who: User, day: date) -> None:
    """Nobody typed a group of a day that the desk has signed since."""
    stream = play.streams["forgotten at the desk"]
    customer = play.new_stranger(stream, came=True)
    came = play.moment(day, stream.randint(10, 15))
    facts = {"name": customer.name, "model": customer.model, "arrived_at": came, "left_at": came + 40 * MINUTE}
    play.do(register_visit, play.store, Registration(Person(phone=customer.phone), late_reason="前台忙，当天漏登记", **facts), by=who)


def _correct(play: Play, who: User, leakage: Leakage) -> None:
    """Whoever was rung up says whom they had named; seldom it is typed into the wrong field first."""
    correct = partial(play.do, correct_tag, leakage.visit, Correction(named="person", named_user=leakage.lead.agent), by=who)
    change = correct(reason="回访确认客户当时报了专员姓名")
    if change is not None and play.by_turns("corrected wrongly", 0.15):
        mistakes.seen_soon(play, annul_change, change, who, partial(correct, reason="回访确认客户当时报了专员姓名，听录音核对"))


def _complete(play: Play, who: User, visit: Visit) -> None:
    """Somebody unknown turns out to be a customer of ours, or leaves a number after all."""
    customer = play.unknown.pop(visit.pk, None)
    if customer is None or not play.by_turns("completed", 0.15):
        return
    answer = play.do(identify_visit, visit, phone=customer.real_phone or customer.phone, name=customer.name, by=who)
    if answer is not None and answer.tag == "dcc" and visit.tag == "showroom" and play.by_turns("taken up", 0.7):
        play.do(correct_tag, visit, Correction(), reason="补录电话后与预约相符", by=who)
