"""When a call began, out of what the server saw and what was said; refused where it cannot be (docs/rules/domain.md#seen-and-stated)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from calls import sockets
from calls.desk.beginnings import A_TALK, DIAL_LASTS, OLDEST, Beginning, Claim, Span, begun, measured, overlap, refusal
from calls.desk.queue import in_call_window
from calls.models import Call, Dial
from calls.second_look.tried import tries_between
from dcc.database.prepared import prepared
from dcc.errors import Refused
from dcc.models import TrailEntry, User
from dcc.people.permissions import scopes
from leads.models import Lead
from leads.pool.rules.giving import agent_at

SENTENCES = {
    "ahead": _("This call lies in the future. Check the clock of this computer."),
    "long_ago": _("A call is written down within 24 hours. This one began on %(at)s."),
    "outside_window": _("Customers are called from %(first)s to %(last)s."),
    "before_it_came": _("On %(at)s this customer had not come in yet."),
    "not_theirs": _("On %(at)s this customer was not yours. Check when the call began."),
    "lasts_on": _("This call would last beyond now. Check when it began and how long it was."),
    "overlaps": _("You were on the telephone then: a call of yours began at %(other)s. Check when this one began and how long it was."),
}


@dataclass(frozen=True)
class Began:
    """When a call began and how long it lasted; `logged_at` where the server did not see it begin, `dial` what it saw.

    `second`: it went to the lead's second number.
    """

    at: datetime
    seconds: int = 0
    logged_at: datetime | None = None
    dial: int | None = None
    second: bool = False


def begin(lead: Lead, said, *, by: User | None, now: datetime, values: dict[str, Any], drawn_at: datetime | None = None) -> Began:
    """Return when a call of a held lead began. Refused where that cannot be: what nobody of ours claims, only ahead of now.

    `drawn_at`: the lead is closed, and theirs to be looked at again since then.

    Holds the person until the transaction ends, after the lead: of two calls of theirs at once the second is asked with the first in sight.
    """
    if by is None:
        return _of_nobody(said, now)
    _hold(by)
    dialled = unlogged_dial(lead, by, now=now) if said.direction == "out" else None
    beginning = begun(seen_at=dialled.at if dialled else said.seen_at, stated_at=said.at, now=now)
    span = Span(beginning.at, measured(beginning, said.seconds, now=now), said.connected)
    reason, other = refusal(_claim(lead, said, beginning, span, by=by, values=values, drawn_at=drawn_at), _spans(by, span), now=now)
    if reason:
        raise Refused(_sentence(reason, lead, span, other, values))
    return Began(span.at, span.seconds, None if beginning.how == "seen" else now, dialled.pk if dialled else None, _on_second(lead, said, dialled))


def _of_nobody(said, now: datetime) -> Began:
    beginning = begun(seen_at=said.seen_at, stated_at=said.at, now=now)
    if beginning.at > now:
        raise Refused(str(SENTENCES["ahead"]))
    return Began(beginning.at, said.seconds, None if beginning.how == "seen" else now, second=said.second)


def _on_second(lead: Lead, said, dialled: Dial | None) -> bool:
    """Whether a call went to the second number: what was dialled says so; the form's word counts where nothing was, or the dialled number is gone."""
    if dialled is None or not (lead.phone and lead.second_phone):
        return said.second
    return dialled_second(dialled)


def _claim(lead: Lead, said, beginning: Beginning, span: Span, *, by: User, values: dict[str, Any], drawn_at: datetime | None) -> Claim:
    if said.direction != "out":
        return Claim(span, beginning.how)
    in_window = in_call_window(span.at, lead.store, values)
    if beginning.how != "stated":
        return Claim(span, beginning.how, in_window)
    if drawn_at is not None:
        return Claim(span, beginning.how, in_window, theirs=span.at >= drawn_at)
    return Claim(span, beginning.how, in_window, had_come=span.at >= lead.opened_at, theirs=_had(by, lead, span.at))


def _had(by: User, lead: Lead, moment: datetime) -> bool:
    """Whether a lead was a person's to call at a moment, whoever has it now; a leader may cover for anybody."""
    if "all" in scopes(by, "call.log"):
        return True
    return by.pk == agent_at(lead, moment) or any(by.pk == received_by(lead, moment) for received_by in sockets.receivers)


def _hold(by: User) -> None:
    """Let one call of a person be written at a time: a row lock on PostgreSQL that keeps nobody from referring to them; SQLite writes one at a time."""
    if connection.features.has_select_for_update:
        _alone(by.pk)


@prepared
def _alone(person):
    return User.objects.select_for_update(no_key=True, of=("self",)).filter(pk=person).values_list("pk", flat=True)


def unlogged_dial(lead: Lead, by: User, *, now: datetime) -> Dial | None:
    """Return the dial that the next call of this person with this lead began with, None where they have not dialled."""
    return next(iter(_dialled(lead.pk, by.pk, now - DIAL_LASTS, now)), None)


def showing_of(dial: Dial) -> TrailEntry | None:
    """Return what the trail says of a dial: which numbers it showed, and which it was."""
    same = {"object_type": "lead", "object_id": dial.lead_id, "by": dial.agent_id, "at": dial.at}
    return TrailEntry.objects.filter(action="call.dial", **same).first()


def dialled_second(dial: Dial) -> bool:
    """Whether it was the second number that somebody dialled: the trail knows."""
    shown = showing_of(dial)
    return shown is not None and "second_number" in shown.detail


@prepared
def _dialled(lead, agent, since, until):
    return Dial.objects.filter(lead=lead, agent=agent, call=None, at__gte=since, at__lte=until).order_by("-at", "-id")[:1]


def _spans(by: User, span: Span) -> list[Span]:
    """Return the calls of a person that might overlap one, and the tries of their second looks: those begun up to its end, of the day before it."""
    since, until = span.at - OLDEST, span.free_at(at_least=A_TALK)
    rows = _begun_between(by.store_id, by.pk, since, until)
    return [*(Span(at, seconds, outcome == "connected") for at, seconds, outcome in rows), *tries_between(by.pk, since, until)]


@prepared
def _begun_between(store, agent, since, until):
    rows = Call.objects.filter(store=store, agent=agent, at__gte=since, at__lt=until)
    return rows.order_by("at", "id").values_list("at", "seconds", "outcome")


def check_free(call: Call, *, by: User) -> None:
    """Refuse to say of a call afterwards that somebody was spoken with, where its caller spoke with somebody else at that moment."""
    _hold(by)
    span = Span(call.at, call.seconds, connected=True)
    since, until = span.at - OLDEST, span.free_at(at_least=A_TALK)
    rows = Call.objects.filter(store=call.store_id, agent=by, at__gte=since, at__lt=until).exclude(pk=call.pk)
    others = (Span(at, seconds, outcome == "connected") for at, seconds, outcome in rows.order_by("at", "pk").values_list("at", "seconds", "outcome"))
    if (other := next((one for one in (*others, *tries_between(by.pk, since, until)) if overlap(span, one)), None)) is not None:
        raise Refused(_sentence("overlaps", call.lead, span, other, {"call_from": "", "call_until": ""}))


def _sentence(reason: str, lead: Lead, span: Span, other: Span | None, values: dict[str, Any]) -> str:
    zone = lead.store.zone
    return str(SENTENCES[reason]) % {
        "at": f"{span.at.astimezone(zone):%m-%d %H:%M}",
        "first": values["call_from"],
        "last": values["call_until"],
        "other": f"{other.at.astimezone(zone):%m-%d %H:%M}" if other else "",
    }
