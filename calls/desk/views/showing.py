"""What the agent's desk shows: the queue, the lead one stands on, the form, the figures of today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from calls.cards.parts.card_contents import known_of
from calls.cards.rules.cards import with_wanted
from calls.desk.day_figures import Today, today_of
from calls.desk.lead_facts import calls_of, open_proposal, owed_later, running_appointment
from calls.desk.parts.call_form import CallForm
from calls.desk.queue import Agenda, agenda_of
from calls.desk.queue_order import Place
from calls.desk.queue_words import GROUP_WORDS, headline, why
from calls.desk.retry import next_try, read_step
from calls.desk.rules.beginning import dialled_second, unlogged_dial
from calls.desk.rules.calling import LAST
from calls.desk.rules.dialling import shown_to_call
from calls.models import Call
from dcc.frame.moment_words import short_moment
from dcc.frame.paging import whole
from dcc.models import User
from dcc.people.permissions import may
from dcc.reckoning.pace import behind
from dcc.reckoning.rounding import percent, rounded
from dcc.store.store_settings import values_at, working_hours
from leads.intake.phones import main_number, mask, tail
from leads.models import DoNotCall, Lead
from leads.numbers.until_words import ends_soon

SHOWN = {"today": 4, "overdue": 6, "new": 8}  # rows of a long group before “more”


def workable(user, now: datetime) -> QuerySet[Lead]:
    """The leads this person may call, with all that the desk shows of one; `is_barred`: nobody may call its number now (不再联系)."""
    barred = DoNotCall.objects.visible_to(user).holding(now).filter(store=OuterRef("store"), phone=OuterRef("phone"))
    leads = Lead.objects.workable_by(user, "call.log", now=now).select_related("store", "agent", "reception", "channel", "card_by")
    return with_wanted(leads.annotate(is_barred=Exists(barred)))


@dataclass(frozen=True)
class Row:
    """One line of the queue."""

    lead: Lead
    why: str
    late: bool
    here: bool
    phone: str
    url: str
    watched: bool = True  # asked about while the desk stands open: a second look's lead is closed from the first


@dataclass(frozen=True)
class Group:
    """One group of the queue: its head, the rows that stand open, how many are fetched by “more”."""

    name: str
    label: str
    rows: list[Row]
    more: int
    limit: int

    @property
    def count(self) -> int:
        """How many leads stand in it."""
        return len(self.rows) + self.more


def queue_groups(agenda: Agenda, *, here: int | None, now: datetime, limit: int) -> list[Group]:
    """Return the queue as the page draws it: of a long group the head, and whom one stands on."""
    groups = []
    for name, places in agenda.groups:
        shown = places if agenda.only else _shown(name, places, here)
        rows = [_row(agenda, place, here, now) for place in shown]
        groups.append(Group(name, str(GROUP_WORDS[name]), rows, len(places) - len(shown), limit if name == "new" else 0))
    return groups


def rest_of(agenda: Agenda, name: str, *, here: int | None, now: datetime) -> list[Row]:
    """Return the rows of a group that its “more” fetches."""
    places = dict(agenda.groups).get(name, [])
    shown = _shown(name, places, here)
    return [_row(agenda, place, here, now) for place in places if place not in shown]


def _shown(name: str, places: list[Place], here: int | None) -> list[Place]:
    most = SHOWN.get(name, len(places))
    if len(places) <= most + 1:
        return places
    return places[:most] + [place for place in places[most:] if place.lead_id == here]


def _row(agenda: Agenda, place, here: int | None, now: datetime) -> Row:
    lead = agenda.leads[place.lead_id]
    return Row(
        lead,
        why(place, lead, now),
        place.late or ends_soon(lead, now),
        place.lead_id == here,
        mask(lead.phone or ""),
        address_of(place, only=agenda.only),
        watched=place.look is None,
    )


def address_of(place: Place, skipped: list[int] | None = None, only: str = "") -> str:
    """Return where one stands on a place of the queue: a customer, or a second look, whose lead has no page; with those passed over on the way.

    `only`: the group one walks through.
    """
    page = reverse("calls_look", args=[place.look.pk]) if place.look else reverse("calls_on", args=[place.lead_id])
    return page + on_the_way(place.lead_id, skipped or [], only)


def skipped_of(request) -> list[int]:
    """Return whom somebody passed over on the way here, as address or form say it: they wait until nobody else does."""
    sent = request.POST.get("skipped") or request.GET.get("skipped") or ""
    return [number for number in map(whole, sent.split(",")) if number is not None]


def only_of(request) -> str:
    """Return the one group of the queue that somebody walks through, as address or form say it; "" for all of it."""
    group = request.POST.get("only") or request.GET.get("only") or ""
    return group if group in GROUP_WORDS else ""


def on_the_way(lead_id: int, skipped: list[int], only: str = "") -> str:
    """Return the query of an address that stands on a lead, with those passed over; once it is one of them the round begins anew."""
    words = [f"only={only}"] if only else []
    if skipped and lead_id not in skipped:
        words.append(f"skipped={','.join(map(str, skipped))}")
    return f"?{'&'.join(words)}" if words else ""


def desk(
    user: User, *, lead: Lead | None, form: CallForm | None, now: datetime, agenda: Agenda | None = None, skipped: Collection[int] = (), here: int | None = None
) -> dict[str, Any]:
    """Return everything the desk draws. `lead`: whom one stands on, None where the queue is empty; `skipped`: who was passed over.

    `here`: the lead of the second look one stands on instead.
    """
    agenda = agenda or agenda_of(user, now=now)
    values = agenda.values
    figures = today_of(user, now)
    shown = {
        "agenda": agenda,
        "count": len(agenda.places),
        "only": agenda.only,
        "only_words": GROUP_WORDS[agenda.only] if agenda.only else "",
        "groups": queue_groups(agenda, here=lead.pk if lead else here, now=now, limit=values["first_response_minutes"]),
        "figures": figures,
        "strip": strip(figures),
        "next_promise": agenda_next(agenda),
        "may_answer": may(user, "call.incoming"),
        "call_from": values["call_from"],
        "call_until": values["call_until"],
    }
    return shown | work(user, lead=lead, form=form, now=now, agenda=agenda, skipped=[*skipped]) if lead else shown


def work(user: User, *, lead: Lead, form: CallForm | None, now: datetime, agenda: Agenda, skipped: list[int]) -> dict[str, Any]:
    """Return what the middle pane draws of one lead."""
    values = agenda.values
    place = agenda.place_of(lead.pk)
    after, head = agenda.after(lead.pk, skipped=skipped), agenda.head(but=lead.pk, skipped=skipped)
    numbers = [each.lead_id for each in agenda.places]
    calls = calls_of(lead)
    dialled = unlogged_dial(lead, user, now=now)
    several = lead.phone and lead.second_phone
    which = {"which": "second"} if dialled and several and dialled_second(dialled) else {}
    form = form or CallForm(lead=lead, store=lead.store, values=values, now=now, initial=known_of(lead) | which)
    return {
        "lead": lead,
        "numbers": numbers_of(lead, shown=shown_to_call(lead, dialled)),  # what was shown to call stays shown until the call is saved
        "place": place,
        "headline": headline(place, lead, now) if place else None,
        "queue_place": numbers.index(lead.pk) + 1 if lead.pk in numbers else 0,
        "skip_to": skip_to(after, lead.pk, skipped, agenda.only),
        "skipped": ",".join(map(str, skipped)),
        "next_lead": agenda.leads[head.lead_id] if head else None,
        "form": form,
        "connected_calls": sum(call.connected for call in calls),
        "appointment": running_appointment(lead),
        "later": "" if place else owed_later(lead, now),
        "came_in": None if place else agenda.in_house.get(lead.pk),
        "proposal": None if place else open_proposal(lead),
        "retry": Retry.of(lead, now=now, values=values, calls=calls),
        "seen": dialled.at if dialled else None,
        "is_mine": user.pk in (lead.agent_id, lead.reception_id),
    }


def skip_to(after: Place | None, lead_id: int, skipped: list[int], only: str = "") -> str:
    """Return the address of who is skipped to: with those passed over before, unless everybody was; "" where nobody else is left."""
    if after is None:
        return ""
    return address_of(after, [lead_id] if after.lead_id in skipped else [*skipped, lead_id], only)


@dataclass(frozen=True)
class Number:
    """One number of a customer: `which` of them as the form says it, masked, and in full once it was shown to call."""

    which: str
    label: str
    masked: str
    full: str = ""

    @property
    def main(self) -> str:
        """What is dialled first, masked until it was shown."""
        return main_number(self.full or self.masked)

    @property
    def extension(self) -> str:
        """What is dialled when the other side asks for it, "" where there is none."""
        return (self.full or self.masked).partition(",")[2]


def numbers_of(lead: Lead, *, shown: list[str]) -> list[Number]:
    """Return the numbers that may be called: the lead's own, and the second; in full those whose fields are `shown`."""
    own, second = lead.phone or "", lead.second_phone
    numbers = [Number("", _("Own"), mask(own), own if "phone" in shown else "")] if own else []
    if second and second != own:
        numbers.append(Number("second", _("Second %(tail)s") % {"tail": tail(second)}, mask(second), second if "second_phone" in shown else ""))
    return numbers


def typed_again(call: Call, lead: Lead, now: datetime) -> CallForm:
    """Return the form of a lead with what was typed of a call that was taken back."""
    initial = known_of(lead) | {
        "level": call.level or lead.level,
        "told_of_recording": call.told_of_recording,
        "note": call.note,
        "checks": call.checks,
        "seconds": call.seconds or None,
    }
    form = CallForm(lead=lead, store=lead.store, values=values_at(lead.store, now), now=now, initial=initial)
    form.initial["outcome"] = next((word.pk for word in form.outcomes if word.name == call.outcome_name), None)
    return form


@dataclass(frozen=True)
class Retry:
    """The retry an unanswered call opens: which attempt this is, when the next one is, the whole ladder in words."""

    attempt: int
    due_at: datetime | None
    step: str
    ladder: list[tuple[str, bool]]

    @classmethod
    def of(cls, lead: Lead, *, now: datetime, values: dict[str, Any], calls: list[Call]) -> "Retry":
        """Look ahead from an unanswered call made now."""
        attempt = lead.tries + 1
        steps = list(values["retry_ladder"])
        tried = [call.at for call in calls if call.direction == "out" and not call.connected]
        hours = working_hours(lead.store, values)
        due_at = None if lead.unreached_at else next_try(attempt, at=now, ladder=steps, hours=hours, tried=tried[:LAST])
        here = _("Call %(number)d · now") % {"number": attempt}
        ahead = [step_words(step) for step in steps[attempt:]]
        first = [_first_words(due_at, steps[attempt - 1], now)] if due_at else []
        done = [(_("Call %(number)d") % {"number": number}, False) for number in range(1, attempt)]
        ladder = [*done, (here, True), *((words, False) for words in [*first, *ahead, _("To grading")])]
        return cls(attempt, due_at, step_words(steps[attempt - 1]) if due_at and _is_kept(steps[attempt - 1], due_at, now) else "", ladder)


def _is_kept(step: str, due_at: datetime, now: datetime) -> bool:
    """Whether the next try keeps the step: one of hours that would fall outside working hours waits for the opening."""
    number, unit = read_step(step)
    return unit != "h" or due_at == now + timedelta(hours=number)


def _first_words(due_at: datetime, step: str, now: datetime) -> str:
    """Return the moment of the next try, where it is today or its step is not kept; else its step."""
    is_today = localtime(due_at).date() == localtime(now).date()
    return short_moment(due_at, now) if is_today or not _is_kept(step, due_at, now) else step_words(step)


def step_words(step: str) -> str:
    """Return a step of the ladder in words: 2 小时后, 明天换个时段, 3 天后."""
    number, unit = read_step(step)
    if unit == "h":
        return _("%(number)d h later") % {"number": number}
    return _("Next day, another hour") if number == 1 else _("%(number)d days later") % {"number": number}


@dataclass(frozen=True)
class Figure:
    """One figure of the strip: `what` names its rows, `beside` stands behind the value; with its plan where there is one."""

    what: str
    label: str
    value: Any
    beside: str = ""
    plan: Fraction = Fraction()
    tick: Fraction | None = None
    look: str = ""

    @property
    def name(self) -> str:
        """The name under which its formula is known."""
        return self.what

    @property
    def goal(self) -> int:
        """The plan as it is shown; what comes to nothing is shown as none."""
        return rounded(self.plan)

    @property
    def is_bad(self) -> bool:
        """Whether it is said in red: behind its plan, or something that should not be at all."""
        return bool(self.behind or (self.what == "overdue" and self.value))

    @property
    def behind(self) -> int:
        """How many of the plan as shown are missing to where one should be by now; 0 within two points."""
        return behind(self.value, self.goal, self.tick) if self.goal and self.tick is not None else 0


def strip(figures: Today) -> list[Figure]:
    """Return the figures of the strip: those that may have a plan, then what came of the rest."""
    planned = (
        ("calls", _("Calls today"), figures.calls, ""),
        ("connected", _("Connected"), figures.connected, "d-hide-phone"),
        ("cards", _("Cards"), figures.cards, ""),
        ("invited", _("Invited"), figures.invited, ""),
    )
    came = _("%(count)d of them came") % {"count": figures.arrived}
    in_time = percent(figures.in_time, figures.limit_passed)
    share = f"{figures.in_time}/{figures.limit_passed}" if figures.limit_passed else ""
    return [
        *(_with_plan(figures, *one) for one in planned),
        Figure("due", _("Due"), figures.due, came, look="d-calls-came"),
        Figure("in_time", _("First called in time, rate"), in_time, share, look="d-hide-phone"),
        Figure("overdue", _("Overdue"), figures.overdue, look="d-hide-phone"),
    ]


def _with_plan(figures: Today, what: str, label: str, value: int, look: str) -> Figure:
    plan, tick = figures.plans.get(what, (Fraction(), None))
    return Figure(what, label, value, plan=plan, tick=tick, look=look)


def agenda_next(agenda: Agenda) -> Lead | None:
    """Return the lead whose turn is first, None where the queue is empty."""
    return agenda.leads[agenda.places[0].lead_id] if agenda.places else None
