"""What this room hangs on the sockets of the rooms below."""

from datetime import datetime

from django.dispatch import receiver
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from calls.appointments.listed_appointments import LISTED_APPOINTMENTS
from calls.appointments.rules.appointments import cancel_all, mark_no_shows
from calls.appointments.rules.standing_in import give_back, name_stand_ins
from calls.desk.call_settings import SETTINGS
from calls.desk.call_settings import said as said_step
from calls.desk.counts import running_appointments, waiting
from calls.desk.nobodys import just_dialled, visit_ahead, visits_of
from calls.desk.retry import STEP
from calls.desk.rules.checking_proposals import enough_calls
from calls.desk.rules.putting_back import run_on_all, write_ladder, write_missed
from calls.desk.rules.working import contacts_of, touches_of, worked_on
from calls.desk.since_grading import facts_of, since_grading
from calls.desk.unlogged_dials import unlogged
from calls.hotline.rules.logging_rows import calls_of_rows, keys_of_calls, take_rows_back, write_rows
from calls.incoming.missed_news import missed_news
from calls.models import Appointment, Call, Card
from calls.models.appointment import STATUSES
from calls.models.call import OUTCOMES
from calls.record.calls_told import calls_of
from calls.record.parts.on_customer_page import call_action, card_panel, next_panel
from calls.record.parts.record_entries import entries_of, parts_of
from calls.second_look import plugs as second_look_plugs  # noqa: F401 - hang up what the second look adds
from dcc import sockets
from dcc.store.store_settings import register
from dcc.trail import audit, trail_words
from leads import sockets as lead_sockets
from leads.customer.rules.carrying import carry_channels
from leads.customer.told_of import name_of, page_of


def _when(moment: str) -> str:
    return f"{localtime(datetime.fromisoformat(moment)):%m-%d %H:%M}"


audit.register(
    {
        "call.log": _("Call logged"),
        "call.complete": _("Call of the hotline's log completed"),
        "call.dial": _("Number shown to call"),
        "call.identify": _("Number of a caller typed"),
        "call.real_number": _("Real number learned"),
        "call.correct": _("Call corrected"),
        "call.annul": _("Call taken back"),
        "card.open": _("Card opened"),
        "card.facts": _("Card written"),
        "appointment.book": _("Invited"),
        "appointment.move": _("Appointment moved"),
        "appointment.confirm": _("Appointment confirmed"),
        "appointment.cancel": _("Appointment cancelled"),
        "appointment.no_show": _("Did not come"),
        "appointment.put_back": _("Appointment as before"),
        "appointment.annul": _("Booking taken back"),
        "appointment.unconfirm": _("Confirmation taken back"),
        "promise.keep": _("Promise kept"),
        "promise.break": _("Promise not kept"),
        "promise.untick": _("Tick of a promise taken back"),
    }
)
sockets.number_showings.add("call.dial", name="call.dial")
sockets.number_showings.add("call.identify", name="call.identify")
lead_sockets.number_writings.add("call.real_number", name="call.real_number")
sockets.trail_questions.add((_("Dialled, no call logged since"), unlogged), name="unlogged", position=20)
CORRECTED = {
    **{"outcome": _("Outcome"), "outcome_name": _("Outcome in the store's word"), "note": _("Note"), "level": _("Level")},
    **{"seconds": _("Talk time"), "checks": _("What was spoken of")},
}
trail_words.register(
    {
        **{"had_none": "", "direction": "", "at": "", "known": "", "corrected": "", "second_number": "", "promise": ""},
        **{"level_before": _("Level before"), "model_before": _("Car model before"), "named": _("Name learned")},
    },
    {
        "at": _when,
        "setting.change": lambda value: said_step(value) if STEP.fullmatch(str(value)) else str(value),
        "appointment.move": _when,
        "appointment.put_back": lambda value: str(dict(STATUSES).get(value, value)),
        "call.correct": lambda value: str(dict(OUTCOMES).get(value, value)),
        "corrected": lambda value: str(CORRECTED.get(value, value)),
        "named": lambda _value: "",
        **dict.fromkeys(("call.log", "call.complete"), lambda value: str(dict(OUTCOMES).get(value, value))),
        "had_none": lambda _value: str(_("had no number")),
        "second_number": lambda _value: str(_("second number")),
        "known": lambda value: str(_("a customer of the store") if value else _("nobody we know")),
        "direction": lambda value: str(_("Incoming") if value == "in" else _("Outgoing")),
    },
)
trail_words.hide("call", "appointment")
register(*SETTINGS)

INCOMING_PAGES = ("calls_incoming_caller", "calls_incoming_number", "calls_incoming_take")
CALLING_PAGES = ("calls_on", "calls_log", "calls_number", "calls_today", "calls_look", "calls_look_log", "calls_look_number", "calls_looks", "calls_card")
sockets.navigation.add(
    sockets.Section("calls", _("Call desk"), "phone-call", "call.log", key="C", pages=CALLING_PAGES, count=waiting), name="calls", position=10
)
sockets.navigation.add(
    sockets.Section("calls_incoming", _("Incoming call"), "phone-incoming", "call.incoming", shortcut="F2", pages=INCOMING_PAGES),
    name="calls_incoming",
    position=12,
)
sockets.navigation.add(
    sockets.Section("appointments", _("Appointments"), "calendar-event", "appointment.book", key="A", count=running_appointments),
    name="appointments",
    position=30,
)
sockets.landing_pages.add(lambda user: "calls" if "agent" in user.roles else None, name="calls", position=40)
lead_sockets.next_steps.add(visit_ahead, name="appointments")
lead_sockets.dated_steps.add(visits_of, name="appointments")
lead_sockets.met.add(just_dialled, name="dials")
sockets.due_verbs.add(mark_no_shows, name="no_shows")
sockets.robot_kinds.add(sockets.RobotKind(_("Missed call not rung back in 10 minutes"), missed_news), name="call.missed", position=10)
lead_sockets.person_lists.add(LISTED_APPOINTMENTS, name="appointments")
lead_sockets.proposal_checks.add(enough_calls, name="calls")
lead_sockets.grading_facts.add(facts_of, name="calls")
lead_sockets.contacts.add(contacts_of, name="calls")
lead_sockets.worked.add(worked_on, name="calls")
lead_sockets.touches.add(touches_of, name="calls")
lead_sockets.calls_of.add(calls_of, name="calls")
lead_sockets.row_keys.add(keys_of_calls, name="hotline")
lead_sockets.logged_calls.add(calls_of_rows, name="hotline")


def calls_to_judge_by(lead, _user):
    """The calls that the data manager, and after them the leader, judge by."""
    return "calls/desk/_since_grading.html", {"calls": since_grading(lead), "graded": lead.graded_at is not None and lead.review_since is None}


lead_sockets.grading_panes.add(calls_to_judge_by, name="calls")
lead_sockets.history.add(parts_of, name="calls")
lead_sockets.timeline.add(entries_of, name="calls")
lead_sockets.lead_panels.add(next_panel, name="next", position=20)
lead_sockets.lead_panels.add(card_panel, name="card", position=25)
lead_sockets.lead_actions.add(call_action, name="call", position=10)


def missed(notice):
    """A customer rang and nobody answered."""
    return _now("%(name)s rang and nobody answered: call back first") % {"name": name_of(notice)}, page_of(notice, "calls_on")


def taken(notice):
    """A colleague answered one's customer, or was calling them when they became one's own; and what they agreed."""
    by, detail = notice.person("by"), notice.detail
    words = _now("%(by)s, whose customer %(name)s was, has spoken with them still") if detail.get("kept") else _now("%(name)s rang; %(by)s took the call")
    said = [words % {"name": name_of(notice), "by": by or ""}]
    if detail.get("card"):
        said.append(_now("opened the card"))
    if "visit_before" in detail:
        said.append(_now("moved the visit from %(before)s to %(after)s") % {"before": _when(detail["visit_before"]), "after": _when(detail["visit"])})
    elif "visit" in detail:
        said.append(_now("invited for %(when)s") % {"when": _when(detail["visit"])})
    return _now("; ").join(said), page_of(notice)


def no_show(notice):
    """An invited customer did not come."""
    return _now("%(name)s did not come") % {"name": name_of(notice)}, page_of(notice)


def moved(notice):
    """Somebody else agreed another time for an appointment that one booked."""
    by, times = notice.person("by"), [localtime(datetime.fromisoformat(notice.detail[name])) for name in ("before", "after")]
    facts = {"name": name_of(notice), "by": by or "", "before": f"{times[0]:%m-%d %H:%M}", "after": f"{times[1]:%m-%d %H:%M}"}
    return _now("%(name)s comes on %(after)s instead of %(before)s; moved by %(by)s, invited by you still") % facts, page_of(notice)


def booked(notice):
    """A reception specialist has a customer to expect."""
    return _now("%(name)s comes to you on %(when)s") % {"name": name_of(notice), "when": _when(notice.detail["at"])}, page_of(notice)


def annulled(notice):
    """Somebody was to come, and the call in which it was agreed was none."""
    said = {"name": name_of(notice), "when": _when(notice.detail["at"])}
    return _now("%(name)s does not come to you on %(when)s: the call was taken back") % said, page_of(notice)


def promise_broken(notice):
    """What a customer was promised for their visit was not kept."""
    said = {"name": name_of(notice), "promise": notice.detail["promise"], "why": notice.detail["why"]}
    return _now("%(name)s was promised %(promise)s, and it was not kept: %(why)s") % said, page_of(notice)


KINDS = {"call.missed": missed, "call.taken": taken, "appointment.no_show": no_show, "appointment.moved": moved, "appointment.booked": booked}
KINDS |= {"appointment.annulled": annulled, "promise.broken": promise_broken}
sockets.notice_kinds.add_each(KINDS)


@receiver(sockets.roster_saved)
def whoever_stands_in_is_expected(*, shifts, ended, by, at, **_sent) -> list[str]:
    """The appointments of a day of leave name who stands in, those of a leave withdrawn the specialist again."""
    kept = give_back(ended, now=at)
    name_stand_ins(shifts, by=by, now=at)
    return kept


@receiver(lead_sockets.channels_moved)
def events_follow_their_lead(*, lead_ids, **_sent) -> None:
    """What was done for a lead counts in the channel its lead counts in."""
    carry_channels(Call, Card, Appointment, lead_ids=lead_ids)


@receiver(lead_sockets.rows_rang)
def rows_of_a_hotline_are_calls(*, store, rows, calls, batch, at, **_sent) -> None:
    """Each row of a hotline's log is one call."""
    write_rows(store, rows, calls, batch=batch, now=at)


@receiver(lead_sockets.import_undone)
def calls_of_its_rows_go_along(*, batch, kept, by, at, **_sent) -> None:
    """An undone import takes the calls that its rows made with it."""
    take_rows_back(batch, kept, by=by, now=at)


@receiver(lead_sockets.lead_closed)
def appointments_of_the_showrooms_customer_end(*, lead, by, at, **_sent) -> None:
    """Giving a lead to the showroom cancels its appointments; any other closing leaves them (docs/rules/domain.md#delivering)."""
    if lead.closed_as == "showroom":
        cancel_all(lead, by=by, now=at)


@receiver(lead_sockets.lead_reopened)
def what_its_end_had_ended_runs_on(*, lead, closed_at, closed_as, by, at, **_sent) -> None:
    """A missed call waits again; of a lead that was given to the showroom what was cancelled with it runs on."""
    write_missed(lead)
    if closed_as == "showroom":
        run_on_all(lead, closed_at, by=by, now=at)


@receiver(lead_sockets.grading_undone)
def the_ladder_ends_where_it_ended(*, lead, **_sent) -> None:
    """A judgement had let the retries begin anew."""
    write_ladder(lead)
