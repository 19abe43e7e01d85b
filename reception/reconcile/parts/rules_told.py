"""The four rules of a visit, each with the fact it looked at when the group was registered: for the sheet that proves it and beside the day's list.

See docs/rules/domain.md#proof.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dcc.frame.moment_words import span
from dcc.models import User
from dcc.store.store_settings import set_since
from reception.door.attribution import RULES, Answer, Facts, Invitation, fits
from reception.models import Visit

WINDOW = ("attribution_days_before", "attribution_days_after", "transferred_for_days")


@dataclass(frozen=True)
class RuleLine:
    """One rule in its order: the fact, how it ended (`decides`, `no`, `after` the one that decided)."""

    number: int
    rule: str
    fact: str
    state: str


def rule_lines(visit: Visit, facts: Facts, answer: Answer) -> list[RuleLine]:
    """Return the four rules in their order, each with the fact it looked at; the one that decided is the visit's own."""
    decides = RULES.index(visit.first_basis) if visit.first_basis in RULES else len(RULES)
    telling = {"transfer": _of_transfer, "appointment": _of_appointment, "earlier": _of_earlier, "named": _of_named}
    proofs = {line.rule: line.at for line in answer.lines}
    return [
        RuleLine(place + 1, rule, telling[rule](visit, facts, proofs[rule]), "decides" if place == decides else "no" if place < decides else "after")
        for place, rule in enumerate(RULES)
    ]


def _of_transfer(visit: Visit, facts: Facts, proof: datetime | None) -> str:
    if proof:
        days = facts.window.transferred_for_days
        good = ngettext("counts for %(count)d day", "counts for %(count)d days", days) % {"count": days} if days else _("counts for good")
        return _("Transferred %(when)s, %(how)s") % {"when": _day(proof, visit), "how": good}
    released = [moment for moment in facts.released_at if moment <= facts.arrived_at]
    if facts.transferred_at and released:
        return _("Released by the director %(when)s") % {"when": moment_said(max(released), visit)}
    if facts.transferred_at:
        return _("Transferred %(when)s, which is too long ago") % {"when": _day(max(facts.transferred_at), visit)}
    return _("This number was never transferred") if visit.phone or visit.lead_id else _("Nobody knew who it was")


def _of_appointment(visit: Visit, facts: Facts, proof: datetime | None) -> str:
    found = sorted(facts.invitations, key=lambda one: (not fits(one, facts), abs(one.scheduled_for - facts.arrived_at), one.id))
    if not found:
        return _("No appointment was booked")
    nearest = next((one for one in found if one.id == visit.first_appointment_id), found[0])
    said = {"booked": moment_said(nearest.booked_at, visit), "time": moment_said(nearest.scheduled_for, visit), "who": _name(nearest.booker)}
    booked = _("%(who)s booked %(time)s on %(booked)s") % said
    return f"{booked}; {_why_fits(nearest, facts, visit) if fits(nearest, facts) else _why_not(nearest, facts, visit)}"


def _why_fits(one: Invitation, facts: Facts, visit: Visit) -> str:
    window = {"before": facts.window.hours_before, "after": facts.window.hours_after}
    return _("neither called off nor kept before; %(came)s, within %(before)d hours before and %(after)d after") % (window | {"came": _distance(one, facts)})


def _why_not(one: Invitation, facts: Facts, visit: Visit) -> str:
    if one.booked_at >= facts.arrived_at:
        return _("only after they had come")
    if one.ended_as == "arrived" and one.ended_at:
        return _("kept already on %(when)s") % {"when": moment_said(one.ended_at, visit)}
    if one.ended_as and one.ended_at and one.ended_at <= facts.arrived_at:
        return _("called off on %(when)s") % {"when": moment_said(one.ended_at, visit)}
    window = {"before": facts.window.hours_before, "after": facts.window.hours_after}
    return _("%(came)s, outside %(before)d hours before and %(after)d after") % (window | {"came": _distance(one, facts)})


def _distance(one: Invitation, facts: Facts) -> str:
    late = facts.arrived_at >= one.scheduled_for
    minutes = abs(facts.arrived_at - one.scheduled_for).total_seconds() / 60
    if minutes < 1:
        return _("came on time")
    apart = span(minutes)
    return (_("came %(span)s late") if late else _("came %(span)s early")) % {"span": apart}


def _of_earlier(visit: Visit, facts: Facts, proof: datetime | None) -> str:
    return _("DCC's on %(when)s, and the lead was open") % {"when": moment_said(proof, visit)} if proof else _("No visit of this cycle was DCC's before")


def _of_named(visit: Visit, facts: Facts, proof: datetime | None) -> str:
    if visit.first_basis == "named":
        return _("Named %(who)s at the desk") % {"who": visit.named_user.name if visit.named_user else "—"}
    return _("Named nobody, or was not asked")


def window_since(visit: Visit) -> datetime | None:
    """Return since when the settings that judged it held; None: since the store began."""
    return set_since(visit.store, WINDOW, visit.at)


def moment_said(moment: datetime, visit: Visit) -> str:
    """Return a moment as the sheet says it, by the store's clock."""
    return f"{moment.astimezone(visit.store.zone):%m-%d %H:%M}"


def _day(moment: datetime, visit: Visit) -> str:
    return f"{moment.astimezone(visit.store.zone):%Y-%m-%d}"


def _name(pk: int | None) -> str:
    return User.objects.filter(pk=pk).values_list("name", flat=True).first() or "—"
