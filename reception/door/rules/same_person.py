"""Before somebody new is opened: of those expected about now, who it may be. A privacy number hides its owner from the last four digits.

See docs/rules/interface.md#same-person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from calls.desk.rules.real_numbers import learn_real_number
from calls.models import Appointment
from calls.models.querysets.appointment import RUNNING
from dcc.errors import Refused
from dcc.models import Store, User
from leads.grading.rules.requesting import request_number
from leads.models import NO_NAME, Lead, Request
from leads.pool.name_search import bare, surname
from reception.door.rules.evidence import person_of
from reception.door.rules.registration import Registration

ABOUT_NOW = timedelta(hours=2)
A_WHILE = timedelta(minutes=15)  # that a group stands at the desk after it was asked
KEEPABLE = [*RUNNING, "no_show"]
MOST = 5
TITLES = ("先生", "女士", "小姐")


@dataclass(frozen=True)
class Candidate:
    """An appointment somebody new may have come for, and why: the same `name`, invited by the one named (`inviter`), a number nobody knows (`hidden`)."""

    appointment: Appointment
    reasons: tuple[str, ...]

    @property
    def lead(self) -> Lead:
        """Whose appointment it is."""
        return self.appointment.lead


class MayBeExpected(Refused):
    """Somebody new may be one of those expected about now: the desk asks."""

    def __init__(self) -> None:
        super().__init__(_("First ask whether it is one of those expected about now."))


def candidates(store: Store, *, name: str = "", inviter: User | None = None, at: datetime) -> list[Candidate]:
    """Return whom somebody new may be: most reasons first, then nearest in time; five at most, never cut below those of name or inviter."""
    found = _fitting(store, name=name, inviter=inviter, at=at, within=ABOUT_NOW)
    return found[:MOST] + [one for one in found[MOST:] if one.reasons != ("hidden",)]


def _fitting(store: Store, *, name: str, inviter: User | None, at: datetime, within: timedelta) -> list[Candidate]:
    """Return everybody somebody new may be, most reasons first, then nearest in time."""
    rows = Appointment.objects.filter(store=store, scheduled_for__gte=at - within, scheduled_for__lte=at + within, at__lt=at)
    rows = rows.filter(status__in=KEEPABLE, lead__closed_at=None).select_related("lead__channel", "agent", "reception").order_by("scheduled_for", "id")
    nearest: dict[int, Appointment] = {}
    for row in sorted(rows, key=lambda row: abs(row.scheduled_for - at)):
        nearest.setdefault(row.lead_id, row)
    found = [Candidate(row, _reasons(row, name, inviter)) for row in nearest.values()]
    return sorted((one for one in found if one.reasons), key=lambda one: -len(one.reasons))


def refuse_others(store: Store, group: Registration, *, at: datetime) -> None:
    """Somebody new is only whom the desk was asked about: of those expected about now, and by what was typed of them. Refused for anybody else."""
    if not group.as_expected:
        return
    fitting = _fitting(store, name=group.name, inviter=group.named_user, at=at, within=ABOUT_NOW + A_WHILE)
    if group.person not in [person_of(one.lead) for one in fitting]:
        raise Refused(_("This is nobody of those expected about now. Look for the customer once more."))


def ask_if_expected(store: Store, group: Registration, *, at: datetime) -> None:
    """Whoever is new to us is first compared with those expected about now; `not_them` are those the desk asked about in vain."""
    if group.not_them is None:
        return
    found = candidates(store, name=group.name, inviter=group.named_user, at=at)
    if {one.appointment.pk for one in found} - group.not_them:
        raise MayBeExpected


@transaction.atomic
def take_number(store: Store, group: Registration, *, by: User, now: datetime) -> Registration:
    """Return the group with the number they told at the desk: a privacy number, or none, gives way to it; beside a real one it is proposed.

    See docs/rules/trust.md#duties.
    """
    if not group.told_number:
        return group
    person = group.person
    lead = Lead.objects.open().filter(store=store, **({"phone": person.phone} if person.phone else {"pk": person.lead_id})).first()
    if lead is None:
        raise Refused(_("This customer was closed meanwhile. Look for them once more."))
    if lead.phone is None or lead.is_virtual:
        learn_real_number(lead, number=group.told_number, basis="door", by=by, now=now)
        return replace(group, person=replace(person, phone=group.told_number, lead_id=None), told_number="")
    _propose_number(lead, group.told_number, by=by, now=now)
    return group


def _propose_number(lead: Lead, number: str, *, by: User, now: datetime) -> None:
    """Let the data manager decide about a further number: the second one, or in the place of that. What is proposed already waits."""
    if number in (lead.phone, lead.second_phone) or Request.objects.waiting("number").filter(lead=lead).exists():
        return
    request_number(lead, second=number, reason=_("Told at the front desk"), by=by, now=now)


def _reasons(row: Appointment, name: str, inviter: User | None) -> tuple[str, ...]:
    hidden = row.lead.phone is None or row.lead.is_virtual
    holds = {"name": _called_so(name, row.lead.name), "inviter": inviter is not None and row.agent_id == inviter.pk, "hidden": hidden}
    return tuple(reason for reason, held in holds.items() if held)


def _called_so(typed: str, kept: str) -> bool:
    """Whether two names may be one person's: equal, or one is the other's surname with a title."""
    names: Sequence[str] = (bare(typed), bare(kept))
    if not names[0] or NO_NAME in names:
        return False
    titled = [name for name in names if name.endswith(TITLES)]
    whole = [name for name in names if not name.endswith(TITLES)]
    return names[0] == names[1] or (len(titled) == 1 and titled[0][:-2] == surname(whole[0]))
