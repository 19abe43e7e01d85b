"""What happened with a lead (经过), newest first. Rooms above add their own entries through `sockets.timeline`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads import sockets
from leads.customer.history import Row, rows_of
from leads.intake.phones import mask, mask_digits
from leads.models import Inquiry, Lead
from leads.models.review import ANSWERS, DECISIONS, PROPOSALS, REQUESTS
from leads.pool.allocation_words import in_words

GROUPS = (("call", gettext_lazy("Calls")), ("visit", gettext_lazy("Visits")), ("grade", gettext_lazy("Grades")), ("change", gettext_lazy("Changes")))
FIELD_WORDS = {
    "name": gettext_lazy("Name"),
    "gender": gettext_lazy("Gender"),
    "model": gettext_lazy("Car model"),
    "city": gettext_lazy("City"),
    "level": gettext_lazy("Level"),
    "phone": gettext_lazy("Phone"),
    "second_phone": gettext_lazy("Second phone"),
    "released_at": gettext_lazy("Released by the director"),
}
CHANGES = {
    "lead.change": gettext_lazy("Facts changed"),
    "lead.number": gettext_lazy("Number corrected"),
    "lead.number_ended": gettext_lazy("Virtual number ended"),
    "call.real_number": gettext_lazy("Real number learned"),
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `group`: one of GROUPS. `title` is what, `fact` beside it, `by` who; `line` one line of content; `grade` draws its mark."""

    at: datetime
    group: str
    icon: str
    title: str
    fact: str = ""
    by: object = None  # a person, or their name
    line: str = ""
    grade: str = ""
    is_minor: bool = False  # happened by itself, or counts little: not bold
    taken_back: str = ""  # who took it back and why: struck through
    ways: tuple[tuple[str, str, bool], ...] = ()  # what whoever reads may do with it: label, address, whether it is posted to


def taken_back_words(at: datetime | None, by: object, reason: str) -> str:
    """Say who took something back, when and why; "" for what stands."""
    if at is None:
        return ""
    said = {"who": by or "—", "when": f"{timezone.localtime(at):%m-%d %H:%M}", "why": mask_digits(reason)}
    return (_("taken back by %(who)s %(when)s: %(why)s") if reason else _("taken back by %(who)s %(when)s")) % said


def merged_words(name: str | None) -> str:
    """Say of what lead something was before a merge moved it; "" for what was this lead's always."""
    return _("merged from %(name)s") % {"name": name} if name else ""


def taken_back_in(row: Row) -> str:
    """Say it of a row of the record that may have been taken back."""
    return taken_back_words(row.moment("annulled_at"), row.name("annulled_by"), row.name("annulled_reason"))


def read_inquiries(lead: Lead) -> list[Inquiry]:
    """Return the inquiries of a lead, the first one first; they are read once, for the page and its timeline."""
    every = Inquiry.objects.select_related("channel", "by", "merged_from").order_by("received_at", "id")
    prefetch_related_objects([lead], Prefetch("inquiries", queryset=every))
    return list(lead.inquiries.all())


def entries_of(lead: Lead, user, now: datetime) -> list[Entry]:
    """Return everything that happened with a lead, newest first."""
    every = [*_inquiries(lead), *_allocations(lead), *_judgements(lead), *_requests(lead), *_do_not_call(lead), *_changes(lead), *_closing(lead)]
    for add in sockets.timeline:
        every.extend(add(lead, user, now))
    return sorted(every, key=lambda entry: entry.at, reverse=True)


def _inquiries(lead: Lead) -> Iterator[Entry]:
    for place, inquiry in enumerate(read_inquiries(lead)):
        title = _("Asked again") if place else _("First inquiry")
        joined = _("Joined to this lead, the channel stays.") if place else ""
        line = mask_digits(inquiry.remark) if inquiry.remark else joined
        fact = " · ".join(filter(None, (inquiry.channel.name, merged_words(inquiry.merged_from and inquiry.merged_from.name))))
        yield Entry(inquiry.received_at, "change", "message-2", title, fact=fact, by=inquiry.by, line=line)


def _allocations(lead: Lead) -> Iterator[Entry]:
    for row in rows_of(lead, "allocation"):
        title = _("Given to %(agent)s") % {"agent": row["agent"]} if row["agent"] else _("Back to the pool")
        before = _("before: %(agent)s") % {"agent": row["previous"]} if row["previous"] else ""
        line = " · ".join(filter(None, (in_words(row["reason"]), before)))
        yield Entry(row.at, "change", "user-check" if row["agent"] else "archive", title, by=row.name("by"), line=line, is_minor=row["by"] is None)


def _judgements(lead: Lead) -> Iterator[Entry]:
    undone_by = {row.at: row.name("by") for row in rows_of(lead, "ungrading")}
    for row in rows_of(lead, "grading"):
        undone_at = row.moment("undone_at")
        taken = taken_back_words(undone_at, undone_by.get(undone_at, ""), "")
        yield Entry(row.at, "grade", "checks", _("Graded"), by=row.name("by"), line=mask_digits(row["note"]), grade=row["grade"], taken_back=taken)
    for row in rows_of(lead, "review"):
        decision = str(dict(DECISIONS)[row["decision"]])
        said = {"fact": row.name("agent"), "by": row.name("by"), "line": mask_digits(row["reason"]), "taken_back": taken_back_in(row)}
        yield Entry(row.at, "grade", "gavel", decision, **said)
    for row in rows_of(lead, "proposal"):
        title = _("Applied for: %(kind)s") % {"kind": dict(PROPOSALS)[row["kind"]]}
        line = " · ".join(row[name] for name in ("reason", "detail", "competitor", "why") if row[name])
        yield Entry(row.at, "grade", "gavel", title, by=row.name("by"), line=mask_digits(line), taken_back=taken_back_in(row))
    for row in rows_of(lead, "answer"):
        title = f"{dict(PROPOSALS)[row['kind']]} · {dict(ANSWERS)[row['decision']]}"
        yield Entry(row.at, "grade", "gavel", title, by=row.name("by"), line=mask_digits(row["answer"]))


def _requests(lead: Lead) -> Iterator[Entry]:
    """What was requested and answered; a release by the director's own decision was requested by nobody."""
    for row in rows_of(lead, "request"):
        if row.moment("decided_at") != row.at:
            title = _("Proposed: %(what)s") % {"what": dict(REQUESTS)[row["kind"]]}
            yield Entry(row.at, "change", "gavel", title, fact=numbers_in_words(row), by=row.name("by"), line=mask_digits(row["reason"]))
    for row in rows_of(lead, "request_answer"):
        line = row["answer"] or (row["reason"] if row.moment("made_at") == row.at else "")
        title = f"{dict(REQUESTS)[row['kind']]} · {dict(ANSWERS)[row['decision']]}"
        yield Entry(row.at, "change", "gavel", title, by=row.name("by"), line=mask_digits(line))


def numbers_in_words(row: Row) -> str:
    """Return the numbers a request proposes, masked."""
    return " · ".join(mask(row[name]) for name in ("number", "second") if row[name])


def _do_not_call(lead: Lead) -> Iterator[Entry]:
    for row in rows_of(lead, "barred"):
        yield Entry(row.at, "change", "ban", _("On the do-not-call list"), by=row.name("by"), line=mask_digits(row["source"]))
    for row in rows_of(lead, "unbarred"):
        yield Entry(row.at, "change", "phone", _("Off the do-not-call list"), by=row.name("by"))


def _changes(lead: Lead) -> Iterator[Entry]:
    for row in rows_of(lead, "change"):
        detail = row.parsed("detail")
        names = detail.get("fields") or detail.get("which") or []
        line = _(", ").join(str(FIELD_WORDS.get(name, name)) for name in names)
        yield Entry(row.at, "change", "pencil", str(CHANGES[row["action"]]), by=row.name("by"), line=line, is_minor=True)


def _closing(lead: Lead) -> Iterator[Entry]:
    if lead.closed_at:
        yield Entry(lead.closed_at, "change", "lock", lead.get_closed_as_display(), fact=_("closed"), line=mask_digits(lead.reason))
