"""Two leads of one person become one (合并), and the exact way back (docs/rules/domain.md#merging)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import TrailEntry, User, taken_back
from dcc.notices.telling import tell
from dcc.trail import audit
from leads import sockets
from leads.customer.merged_numbers import family_of, open_by_number
from leads.customer.rules.following_up import move_follow_ups
from leads.customer.rules.locking import hold
from leads.intake.arrival import place_of
from leads.intake.rules.collecting import hold_door
from leads.models import NO_NAME, Allocation, Handover, Inquiry, Lead
from reception.customers.rules.receivers import reception_at
from reception.merging.counts import Counts, counts_of, refuse_changed
from reception.merging.pairs import PROPOSED
from reception.merging.rules.duties import carry_duties, end_second_appointment, let_run_again, take_back_duties
from reception.merging.rules.moving import move, move_back, stand
from reception.models import Order

OPEN: dict[str, Any] = {"closed_at": None, "closed_as": "", "closed_agent": None, "merged_into": None}
FACTS = ("gender", "city", "model", "level")
SEARCHED = {"given_name", "initials"}  # what is searched of a name goes with it and is said by nobody


def in_order(one: Lead, other: Lead) -> tuple[Lead, Lead]:
    """Return (the lead that is kept, the younger): the one that arrived earlier is kept, of two at the same moment the one entered first."""
    first = Inquiry.objects.filter(lead__in=(one, other), received_at=F("lead__received_at"), channel=F("lead__channel"), day_only=True)
    dayless = set(first.values_list("lead", flat=True))

    def place(lead: Lead) -> tuple:
        return place_of(lead.received_at, day_only=lead.pk in dayless), lead.opened_at, lead.pk

    kept, younger = sorted((one, other), key=place)
    return kept, younger


def obstacle(kept: Lead, younger: Lead) -> str:
    """Return why these two cannot be merged, in a sentence; empty where they can."""
    if kept.pk == younger.pk:
        return _("This is one and the same lead.")
    if kept.store_id != younger.store_id:
        return _("The two are of different stores.")
    for lead in (kept, younger):
        if not lead.is_open:
            return _("%(name)s is closed already: %(how)s.") % {"name": lead.name, "how": lead.get_closed_as_display()}
    if Order.objects.running().filter(lead__in=(kept, younger)).count() > 1:
        return _("Both have an order whose car is not handed over yet. Settle one of them first.")
    return ""


@transaction.atomic
def merge_leads(one: Lead, other: Lead, *, why: str = "", seen: Counts | None = None, by: User, now: datetime) -> Lead:
    """Merge the younger of two open leads of one person into the older and return that one.

    What was done for the younger moves and says `merged_from`; whose number it is stays. Agent, specialist and card are the older's; what it lacks of
    these it takes from the younger. What the younger is owed and applied for ends as merged and is opened again. The younger is closed as merged and
    counts in no figure; its number finds the older from now on. Both agents are told. Refused where one is closed, and with two running orders; `seen`:
    what the page counted, refused with both numbers where that is no more so.
    """
    kept, younger = _hold_both(one, other)
    if sentence := obstacle(kept, younger):
        raise Refused(sentence)
    if seen is not None:
        refuse_changed(seen, counts_of(kept, younger))
    end_second_appointment(younger, kept, now=now)
    filled = _fill(kept, younger)
    move(younger, kept)
    _take_hand(kept, younger, now=now)
    _close(younger, kept, now=now)
    carry_duties(younger, hold(kept), now=now)
    waited = younger.ungraded_since
    audit.record("lead.merge", younger, by=by, now=now, lead=kept.pk, alike=why if why in PROPOSED else "")
    audit.record("lead.take_in", kept, by=by, now=now, lead=younger.pk, **filled)
    stand(younger)
    Lead.objects.filter(pk=younger.pk).update(review_since=None, missed_at=None)
    kept = _wait(stand(kept), waited)
    _tell(kept, younger, "lead.merged", by=by, now=now)
    sockets.lead_closed.send(sender=Lead, lead=hold(younger), by=by, at=now)
    return kept


@transaction.atomic
def separate_leads(younger: Lead, *, by: User, now: datetime) -> Lead:
    """Take a merge back and return the younger lead, open as it was: what moved is its own again, what ended as merged runs on.

    What the merge wrote is annulled; what came since stays with the lead that was kept. Refused while either number is another open lead's, and while the
    lead that was kept is closed.
    """
    hold_door(younger.store)
    into = Lead.objects.values_list("merged_into", flat=True).get(pk=younger.pk)
    held = {pk: hold(Lead(pk=pk)) for pk in sorted({younger.pk, into or younger.pk})}
    younger, kept = held[younger.pk], held[into or younger.pk]
    merged_at = younger.closed_at
    if into is None or merged_at is None:
        raise Refused(_("%(name)s is merged into no other lead.") % {"name": younger.name})
    if sentence := way_back_obstacle(younger):
        raise Refused(sentence)
    Lead.objects.filter(pk=younger.pk).update(version=F("version") + 1, **OPEN)
    _empty(kept, younger)
    move_back(younger, kept, through=family_of(younger.pk) - {younger.pk})
    take_back_duties(younger, kept, merged_at=merged_at, by=by, now=now)
    _give_hand_back(kept, merged_at, by=by, now=now)
    audit.record("lead.separate", younger, by=by, now=now, lead=kept.pk)
    audit.record("lead.let_out", kept, by=by, now=now, lead=younger.pk)
    stand(hold(kept))
    younger = stand(hold(younger))
    let_run_again(younger, merged_at=merged_at, by=by, now=now)
    _tell(kept, younger, "lead.separated", by=by, now=now)
    return hold(younger)


def way_back_obstacle(younger: Lead) -> str:
    """Return why a merge cannot be taken back, in a sentence; empty where it can."""
    kept = younger.merged_into
    if kept is None:
        return _("%(name)s is merged into no other lead.") % {"name": younger.name}
    if not kept.is_open:
        said = {"name": kept.name, "how": kept.get_closed_as_display()}
        return _("%(name)s, into which it was merged, is closed: %(how)s. Open that one first.") % said
    mine = {phone for phone in (younger.phone, kept.phone) if phone}
    for lead in Lead.objects.open().filter(store=younger.store_id, phone__in=mine):
        if lead.pk != kept.pk or lead.phone == younger.phone:
            return _("%(name)s has this number and is open: merge those two, or close one, first.") % {"name": lead.name}
    elsewhere = open_by_number(younger.store_id, list(mine))
    for lead in Lead.objects.filter(pk__in={pk for pk in elsewhere.values() if pk != kept.pk}):
        return _("%(name)s has this number and is open: merge those two, or close one, first.") % {"name": lead.name}
    return ""


def _hold_both(one: Lead, other: Lead) -> tuple[Lead, Lead]:
    """The door first, so that nobody lets either number in meanwhile; then the leads in the order of their keys, as everywhere."""
    hold_door(one.store)
    held = {pk: hold(Lead(pk=pk)) for pk in sorted({one.pk, other.pk})}
    return in_order(held[one.pk], held[other.pk])


def _fill(kept: Lead, younger: Lead) -> dict[str, Any]:
    """Give the kept lead the facts it lacks, the younger's number as its second; return what the trail keeps for the way back."""
    wanted: dict[str, Any] = {name: getattr(younger, name) for name in FACTS if not getattr(kept, name)}
    if kept.name in ("", NO_NAME) and younger.name not in ("", NO_NAME):
        wanted |= {name: getattr(younger, name) for name in ("name", "given_name", "initials")}
    if not kept.second_phone:
        wanted["second_phone"] = next((phone for phone in (younger.phone, younger.second_phone) if phone and phone != kept.phone), "")
    released = [at for at in (kept.released_at, younger.released_at) if at]
    if released and max(released) != kept.released_at:
        wanted["released_at"] = max(released)
    wanted = {name: value for name, value in wanted.items() if value}
    Lead.objects.filter(pk=kept.pk).update(version=F("version") + 1, **wanted)
    before = {"released_before": kept.released_at.isoformat()} if "released_at" in wanted and kept.released_at else {}
    said = sorted(set(wanted) - SEARCHED)
    return ({"fields": said} if said else {}) | before


def _empty(kept: Lead, younger: Lead) -> None:
    """Take the facts back that the merge had filled in, where nobody wrote them anew since."""
    entry = TrailEntry.objects.filter(object_type="lead", object_id=kept.pk, action="lead.take_in", detail__lead=younger.pk).order_by("-pk").first()
    filled = entry.detail.get("fields", ()) if entry else ()
    facts: dict[str, Any] = {name: "" for name in FACTS if name in filled and getattr(kept, name) == getattr(younger, name)}
    if "name" in filled and kept.name == younger.name:
        facts |= {"name": NO_NAME, "given_name": "", "initials": ""}
    if "second_phone" in filled and kept.second_phone in (younger.phone, younger.second_phone):
        facts["second_phone"] = ""
    if entry and "released_at" in filled and kept.released_at == younger.released_at:
        before = entry.detail.get("released_before")
        facts["released_at"] = datetime.fromisoformat(before) if before else None
    Lead.objects.filter(pk=kept.pk).update(version=F("version") + 1, **facts)


def _take_hand(kept: Lead, younger: Lead, *, now: datetime) -> None:
    """Give the kept lead the agent and the specialist it lacks, by facts of their own: outside any cap, by nobody."""
    if kept.agent_id is None and younger.agent is not None and younger.agent.left_at is None:
        Allocation.objects.create(store=kept.store, lead=kept, agent=younger.agent, by=None, at=now, reason="merged")
        Lead.objects.filter(pk=kept.pk).update(agent=younger.agent, allocated_at=now)
        move_follow_ups([kept.pk], agent=younger.agent)
    receives = kept.reception_id or younger.reception_id
    if (kept.reception_id is None and receives) or reception_at(kept, now) != receives:
        Handover.objects.create(store=kept.store, lead=kept, reception_id=receives, by=None, at=now)
        Lead.objects.filter(pk=kept.pk).update(reception=receives)


def _give_hand_back(kept: Lead, merged_at: datetime, *, by: User, now: datetime) -> None:
    """Annul the allocation and the handover of the merge; where nobody was given the lead since, it is whose it was, and what is owed moves along."""
    taken = taken_back(by=by, now=now)
    Handover.objects.filter(lead=kept, at=merged_at, by=None).update(**taken)
    given = Allocation.objects.filter(lead=kept, at=merged_at, by=None, reason="merged").first()
    if given is None:
        return
    Allocation.objects.filter(pk=given.pk).update(**taken)
    if kept.agent_id == given.agent_id and kept.allocated_at == given.at:
        before = Allocation.objects.filter(lead=kept).order_by("-at", "-pk").first()
        Lead.objects.filter(pk=kept.pk).update(agent=None, allocated_at=before.at if before else None)
        move_follow_ups([kept.pk], agent=None)


def _close(younger: Lead, kept: Lead, *, now: datetime) -> None:
    end = {"closed_at": now, "closed_as": "merged", "closed_agent": younger.agent_id, "merged_into": kept}
    Lead.objects.filter(pk=younger.pk).update(version=F("version") + 1, **end)


def _wait(kept: Lead, waited: datetime | None) -> Lead:
    """Let the kept lead stand for grading at least since the younger did."""
    if waited is not None and (kept.ungraded_since is None or waited < kept.ungraded_since):
        Lead.objects.filter(pk=kept.pk).update(ungraded_since=waited)
    return hold(kept)


def _tell(kept: Lead, younger: Lead, kind: str, *, by: User, now: datetime) -> None:
    """Tell the agents of both, once each."""
    for person in {each.pk: each for each in (kept.agent, younger.agent) if each is not None and each != by and each.left_at is None}.values():
        one, other = (kept, younger) if kind == "lead.merged" else (younger, kept)
        tell(person, kind, lead=one, now=now, other=other.pk, agent=one.agent_id)
