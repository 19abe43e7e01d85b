"""An import taken back as a whole (docs/rules/intake.md#undoing-an-import)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.database.bulk import chunked, update_rows
from dcc.errors import Refused
from dcc.models import Notice, Store, User, taken_back
from dcc.people.permissions import scopes
from dcc.trail import audit
from leads.intake.arrival import place_of
from leads.intake.rules.collecting import hold_door
from leads.intake.rules.importing import AT_ONCE_ROWS
from leads.intake.rules.touching import touches_of
from leads.intake.undo_plan import Touch, UndoPlan, plan_of
from leads.models import Allocation, FollowUp, ImportBatch, Inquiry, Lead, Refund
from leads.numbers.rules.expiring import until_of
from leads.sockets import channels_moved, import_undone

WITHIN = timedelta(hours=24)
CHANGED = gettext_lazy("Somebody has worked with these leads meanwhile. Nothing was undone; look at what stays now.")
LEFT = ("received_at", "channel_id", "inquiry_count", "last_inquiry_at")  # what a lead says of its inquiries
Row = tuple[int, datetime, bool, int]  # of an inquiry: its id, moment, whether it told the day alone, channel


def may_undo(batch: ImportBatch, *, by: User, now: datetime) -> bool:
    """Whether somebody may take this import back now: whoever uploaded it, or the leader, for 24 hours."""
    return batch.state == "done" and not batch.is_busy and _is_theirs(batch, by) and _is_young(batch, now)


def _is_young(batch: ImportBatch, at: datetime) -> bool:
    return batch.committed_at is not None and at - batch.committed_at <= WITHIN


def _is_theirs(batch: ImportBatch, by: User) -> bool:
    held = scopes(by, "import.undo")
    return "all" in held or ("own" in held and batch.by_id == by.pk)


def foresee_undo(batch: ImportBatch) -> UndoPlan:
    """Say what an undo would take back now and what it would leave, and write nothing."""
    inquiries = list(Inquiry.objects.filter(batch=batch, merged_from=None).order_by("pk").values_list("pk", "lead"))
    leads = sorted({lead for _inquiry, lead in inquiries})
    opened = _opened_by(batch, leads)
    joined = [lead for lead in leads if lead not in opened]
    left = _left_of(joined, besides=batch)
    moved = [pk for pk, *now in _as_they_stand(joined) if left[pk] and tuple(now) != _first(left[pk])]
    touches = touches_of(batch, sorted(opened))
    touches |= {lead: [Touch(batch.committed_at or batch.uploaded_at, "asked")] for lead in joined if not left[lead]}  # it would be left without an inquiry
    for lead, told in _claimed(batch, joined).items():
        touches.setdefault(lead, []).extend(told)
    return plan_of(inquiries, opened={*opened, *touches}, touches=touches, moved=moved)


def _claimed(batch: ImportBatch, joined: Sequence[int]) -> dict[int, list[Touch]]:
    """Return of leads it only joined what was claimed or waived for an inquiry of this import: what their platform pays back lessens the cost."""
    found: dict[int, list[Touch]] = {}
    for part in chunked(joined):
        for lead, at in Refund.objects.filter(inquiry__batch=batch, inquiry__lead__in=part).order_by().values_list("inquiry__lead", "at"):
            found.setdefault(lead, []).append(Touch(at, "refund"))
    return found


def _opened_by(batch: ImportBatch, leads: Sequence[int]) -> set[int]:
    """Return those of some leads whose very first inquiry was one of this import."""
    first: dict[int, tuple[int, int | None]] = {}
    for part in chunked(leads):
        for lead, pk, of in Inquiry.every.filter(lead__in=part).order_by().values_list("lead", "pk", "batch"):
            first[lead] = min(first.get(lead, (pk, of)), (pk, of), key=lambda known: known[0])
    return {lead for lead, (_pk, of) in first.items() if of == batch.pk}


def _as_they_stand(leads: Sequence[int]) -> Iterable[tuple[int, datetime, int]]:
    for part in chunked(leads):
        yield from Lead.objects.filter(pk__in=part).values_list("pk", "received_at", "channel")


def _left_of(leads: Sequence[int], *, besides: ImportBatch) -> dict[int, list[Row]]:
    """Return lead → its inquiries that are not of an import."""
    left: dict[int, list[Row]] = {lead: [] for lead in leads}
    for part in chunked(leads):
        rows = Inquiry.objects.filter(lead__in=part).exclude(batch=besides, merged_from=None)
        for lead, pk, at, day_only, channel in rows.order_by("pk").values_list("lead", "pk", "received_at", "day_only", "channel"):
            left[lead].append((pk, at, day_only, channel))
    return left


def _first(rows: Iterable[Row]) -> tuple[datetime, int]:
    """Return moment and channel of the first of some inquiries; of two at the same moment the one entered first."""
    _pk, received_at, _day_only, channel = min(rows, key=lambda row: (place_of(row[1], day_only=row[2]), row[0]))
    return received_at, channel


@transaction.atomic
def ask_undo(batch: ImportBatch, *, sign: str, by: User, now: datetime) -> UndoPlan | None:
    """Take an import back as it was shown: at once, or by the worker where it is large, and then nothing is returned. Raises Refused as `undo_import` does."""
    if batch.rows <= AT_ONCE_ROWS:
        return undo_import(batch, sign=sign, by=by, now=now)
    held = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if held.state != "done" or held.is_busy:
        raise Refused(_("This import was undone already."))
    _check_may_undo(held, by=by, now=now)
    if foresee_undo(held).sign != sign:
        raise Refused(str(CHANGED))
    ImportBatch.objects.filter(pk=held.pk).update(undo_asked_at=now, undone_by=by, undone={"sign": sign}, leased_until=None, progress=0)
    return None


def undo_as_asked(batch: ImportBatch, *, now: datetime) -> None:
    """Undo a large import as somebody asked for it; where somebody has worked with its leads since, it stays, and its page says so."""
    by = cast(User, batch.undone_by)  # who asked
    try:
        undo_import(batch, sign=batch.undone.get("sign", ""), by=by, now=now, asked_at=batch.undo_asked_at)
    except Refused:
        ImportBatch.objects.filter(pk=batch.pk).update(undo_asked_at=None, undone_by=None, undone={"stopped": True})


def _check_may_undo(batch: ImportBatch, *, by: User, now: datetime) -> None:
    if not (_is_theirs(batch, by) and _is_young(batch, now)):
        raise Refused(_("An import is undone by whoever uploaded it or the leader, for 24 hours."))


@transaction.atomic
def undo_import(batch: ImportBatch, *, sign: str, by: User, now: datetime, asked_at: datetime | None = None) -> UndoPlan:
    """Take an import back as it was shown: `sign` is that of the plan one saw, `asked_at` when it was asked for, where the worker does it.

    The door first, then the leads in the order of their ids, as an import and an allocation do: neither ever waits for the other. Raises Refused for
    another's, after 24 hours, where it was undone already, and where somebody has worked with a lead since.
    """
    hold_door(batch.store)
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("store").get(pk=batch.pk)
    if batch.state != "done":
        raise Refused(_("This import was undone already."))
    _check_may_undo(batch, by=by, now=asked_at or now)
    _hold_leads(batch)
    plan = foresee_undo(batch)
    if plan.sign != sign:
        raise Refused(str(CHANGED))
    _tell_agents(batch.store, plan.leads, by=by, now=now)
    import_undone.send(ImportBatch, batch=batch, kept=plan.kept, by=by, at=now)
    taken = taken_back(by=by, now=now, reason=batch.filename)
    for part in chunked(plan.inquiries):
        Inquiry.objects.filter(pk__in=part).update(**taken)
    for part in chunked(plan.leads):
        for rows in (Allocation.objects, FollowUp.objects):
            rows.filter(lead__in=part).update(**taken)
        Lead.objects.filter(pk__in=part).update(inquiry_count=0, agent=None, allocated_at=None, missed_at=None, ungraded_since=None, review_since=None, **taken)
    _reckon_joined(plan.joined, besides=batch)
    told: dict[str, Any] = {"leads": len(plan.leads), "inquiries": len(plan.inquiries), "kept": len(plan.kept)}
    ImportBatch.objects.filter(pk=batch.pk).update(state="undone", undone_at=now, undone_by=by, undone=told, undo_asked_at=None)
    audit.record("import.undo", batch, by=by, now=now, **told)
    return plan


def _hold_leads(batch: ImportBatch) -> None:
    ids = sorted(set(Inquiry.objects.filter(batch=batch).values_list("lead", flat=True)))
    for part in chunked(ids):
        list(Lead.objects.select_for_update(of=("self",)).filter(pk__in=part).order_by("pk").values_list("pk"))


def _reckon_joined(leads: Sequence[int], *, besides: ImportBatch) -> None:
    """Write arrival, channel and counts of the leads that lost inquiries from what is left; their events count where they count now.

    By when they wanted their first call was reckoned as they were opened, and no inquiry that joined them had changed it.
    """
    for part in chunked(leads):
        left = _left_of(part, besides=besides)
        before = {pk: channel for pk, _at, channel in _as_they_stand(part)}
        update_rows(Lead, LEFT, ((*_first(rows), len(rows), max(row[1] for row in rows), lead) for lead, rows in sorted(left.items())))
        for lead in Lead.objects.filter(pk__in=part, phone_until__isnull=False):
            if (until := until_of(lead, lead.phone or "")) is not None:
                Lead.objects.filter(pk=lead.pk).update(phone_until=until)
        if moved := [pk for pk, _at, channel in _as_they_stand(part) if channel != before[pk]]:
            channels_moved.send(Lead, lead_ids=moved)


def _tell_agents(store: Store, leads: Sequence[int], *, by: User, now: datetime) -> None:
    """Tell each agent how many of their leads are gone."""
    gone: Counter[int] = Counter()
    for part in chunked(leads):
        gone.update(Lead.objects.filter(store=store, pk__in=part, agent__isnull=False).values_list("agent_id", flat=True))
    told = sorted((agent, count) for agent, count in gone.items() if agent != by.pk)
    Notice.objects.bulk_create(Notice(user_id=agent, kind="lead.undone", detail={"count": count, "by": by.pk}, at=now) for agent, count in told)
