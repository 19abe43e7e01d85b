"""Two leads side by side, and what the one lead will say: the lines of the page, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from calls.models import Appointment
from dcc.models import User
from leads.intake.phones import mask
from leads.models import NO_NAME, FollowUp, Lead
from reception.merging.counts import Counts
from reception.models import Order


@dataclass(frozen=True)
class Line:
    """One fact of both leads and of the one they become; `why`: what decides it, `is_bad`: something ends by it."""

    label: str
    kept: str
    younger: str
    merged: str
    why: str = ""
    is_bad: bool = False

    @property
    def is_same(self) -> bool:
        """Whether both say the same."""
        return self.kept == self.younger


@dataclass(frozen=True)
class Facts:
    """What the lines read of two leads besides their own rows: appointments that run, orders that run, what is owed. Three queries."""

    appointments: dict[int, Appointment]
    orders: dict[int, Order]
    owed: dict[int, FollowUp]

    @classmethod
    def read(cls, kept: Lead, younger: Lead) -> "Facts":
        """Read them; of what is owed the one due first."""
        both = (kept.pk, younger.pk)
        due = FollowUp.objects.filter(lead__in=both, done_at=None).order_by("-due_at", "-pk")
        return cls(
            {row.lead_id: row for row in Appointment.objects.running().filter(lead__in=both).select_related("agent")},
            {row.lead_id: row for row in Order.objects.running().filter(lead__in=both)},
            {row.lead_id: row for row in due},
        )


def lines_of(kept: Lead, younger: Lead, counts: Counts) -> list[Line]:
    """Return the lines that say something."""
    facts = Facts.read(kept, younger)
    every = [*_who(kept, younger), *_worked(kept, younger, facts), *_amounts(counts)]
    return [line for line in every if line.kept or line.younger or line.merged]


def _who(kept: Lead, younger: Lead) -> Iterator[Line]:
    yield Line(_("First arrival"), _at(kept.received_at), _at(younger.received_at), _at(kept.received_at), _("the earlier one counts"))
    yield Line(_("Channel"), kept.channel.name, younger.channel.name, kept.channel.name, _("goes with the first arrival"))
    phone, other = mask(kept.phone or ""), mask(younger.phone or "")
    yield Line(_("Phone"), phone, other, phone, _("the other number finds this lead as well") if other and other != phone else "")
    taken = next((number for number in (younger.phone, younger.second_phone) if number and number != kept.phone), "")
    yield Line(_("Second phone"), mask(kept.second_phone), mask(younger.second_phone), mask(kept.second_phone or taken))
    yield _kept_or_taken(_("Car model"), kept.model, younger.model, _("the other one stays on the inquiry"))
    told = _("%(name)s will be told") % {"name": younger.agent.name} if younger.agent and younger.agent_id != kept.agent_id else ""
    yield _kept_or_taken(_("Agent"), _name(kept.agent), _name(younger.agent), told)
    yield _kept_or_taken(_("Reception specialist"), _name(kept.reception), _name(younger.reception))


def _worked(kept: Lead, younger: Lead, facts: Facts) -> Iterator[Line]:
    grades = [" · ".join(filter(None, (lead.get_grade_display() if lead.grade else "", lead.level))) for lead in (kept, younger)]
    merged = " · ".join(filter(None, (kept.get_grade_display() if kept.grade else "", kept.level or younger.level)))
    yield Line(_("Grade, level"), *grades, merged, _("stands for grading again") if younger.ungraded_since and not kept.ungraded_since else "")
    yield _kept_or_taken(_("A-card"), _card(kept), _card(younger), _("the later card stays as history"))
    yield _visit_ahead(kept, younger, facts)
    orders = [_at(facts.orders[lead.pk].at) if lead.pk in facts.orders else "" for lead in (kept, younger)]
    yield _kept_or_taken(_("Order"), *orders)
    steps = [facts.owed.get(lead.pk) for lead in (kept, younger)]
    first = min((step for step in steps if step), key=lambda step: step.due_at, default=None)
    both = _("of one kind the earlier stays") if all(steps) else ""
    yield Line(_("Next step"), *(_step(step) for step in steps), _step(first), both)


def _visit_ahead(kept: Lead, younger: Lead, facts: Facts) -> Line:
    own, theirs = (facts.appointments.get(lead.pk) for lead in (kept, younger))
    why = ""
    if own and theirs:
        why = _("the younger one's is called off")
    elif theirs:
        why = _("moves along, still invited by %(name)s") % {"name": _name(theirs.agent)}
    return Line(_("Appointment"), _appointment(own), _appointment(theirs), _appointment(own or theirs), why, is_bad=bool(own and theirs))


def _amounts(counts: Counts) -> Iterator[Line]:
    inquiries, calls, connected, visits = (counts[name] for name in ("inquiries", "calls", "connected", "visits"))
    yield Line(_("Inquiries"), *map(_number, inquiries), _number(sum(inquiries)))
    said = [_("%(calls)d, reached %(connected)d") % {"calls": a, "connected": b} if a else "" for a, b in zip(calls, connected, strict=True)]
    whole = _("%(calls)d, reached %(connected)d") % {"calls": sum(calls), "connected": sum(connected)} if sum(calls) else ""
    yield Line(_("Calls"), *said, whole, _("each stays with whoever called"))
    yield Line(_("Visits"), *map(_number, visits), _number(sum(visits)))


def _kept_or_taken(label: str, kept: str, younger: str, why: str = "") -> Line:
    """The kept lead's, or the younger's where it has none; `why` is said where both have one."""
    taken = _("taken from the younger one") if younger and not kept else ""
    return Line(label, kept, younger, kept or younger, taken or (why if kept and younger and kept != younger else ""))


def figures_changing(kept: Lead, younger: Lead) -> list[str]:
    """Return which figures change by one, in words: what of the younger counts no more. Everything else counts as before, for whoever did it."""
    month = localtime(younger.received_at).month
    said = [_("Leads of month %(month)d, %(channel)s: one less") % {"month": month, "channel": younger.channel.name}]
    if kept.card_at and younger.card_at:
        facts = {"month": localtime(younger.card_at).month, "name": _name(younger.card_by)}
        said.append(_("Cards of month %(month)d, %(name)s: one less") % facts)
    if kept.first_call_at and younger.first_call_at:
        said.append(_("First responses of month %(month)d: one judged less") % {"month": month})
    if kept.channel_id != younger.channel_id and younger.first_call_at:
        said.append(_("Calls and what followed them count in %(channel)s") % {"channel": kept.channel.name})
    return said


def alike_in_words(kept: Lead, younger: Lead) -> str:
    """Return what speaks for one person besides the reason of the proposal."""
    days = abs((younger.received_at - kept.received_at).days)
    same = []
    if kept.name == younger.name != NO_NAME:
        same.append(_("both called %(name)s") % {"name": kept.name})
    if kept.model and kept.model == younger.model:
        same.append(_("both want %(model)s") % {"model": kept.model})
    return _(", ").join([*same, _("%(days)d days apart") % {"days": days} if days else _("within one day")])


def _at(moment: datetime) -> str:
    return f"{localtime(moment):%m-%d %H:%M}"


def _name(person: User | None) -> str:
    return person.name if person else ""


def _number(count: int) -> str:
    return str(count) if count else ""


def _card(lead: Lead) -> str:
    return " ".join(filter(None, (f"{localtime(lead.card_at):%m-%d}", _name(lead.card_by)))) if lead.card_at else ""


def _appointment(row: Appointment | None) -> str:
    return f"{_at(row.scheduled_for)} · {row.get_status_display()}" if row else ""


def _step(step: FollowUp | None) -> str:
    return f"{_at(step.due_at)} {step.get_kind_display()}" if step else ""
