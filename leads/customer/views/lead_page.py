"""The customer's page: everything one may see of a lead, with the form that is open."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dcc.frame.answers import WRONG, form_status
from dcc.people.permissions import decides, may
from dcc.roster.duty import there_today
from dcc.store.store_settings import values_at, working_hours
from leads import sockets
from leads.customer.forms.facts import DoNotCallForm, GiveForm
from leads.customer.history import rows_of
from leads.customer.merged_numbers import in_their_place
from leads.customer.rules.revealing import numbers_shown
from leads.customer.timeline import GROUPS, Entry, entries_of, read_inquiries
from leads.grading.rules.reopening import ENDS_ANEW
from leads.intake.phones import main_number, mask, mask_digits
from leads.models import DoNotCall, Inquiry, Lead
from leads.models.querysets.lead import LeadQuerySet, reads_number, rung_no_more, works_on
from leads.numbers.erased_numbers import is_word
from leads.pool.allocation_words import YOU, why_theirs
from leads.pool.first_response_words import in_words
from leads.pool.parts.lead_rows import limit_of

STAGES = (
    ("received_at", _("Arrival")),
    ("reached_at", _("Talked")),
    ("card_at", _("Card")),
    ("invited_at", _("Invited")),
    ("visited_at", _("Visit")),
    ("ordered_at", _("Order")),
    ("delivered_at", _("Delivery")),
)
SHOWN = 30
WITH = ("store", "channel", "agent", "reception", "card_by")


def find(request, pk: int, permission: str | None = None) -> Lead:
    """Return the lead; one that this person may not see does not exist (404), nor one they may see but not work on where `permission` is asked."""
    now = timezone.now()
    rows = Lead.objects.workable_by(request.user, permission, now=now) if permission else Lead.objects.visible_to(request.user, now=now)
    return get_object_or_404(shown_with(rows, now), pk=pk)


def shown_with(rows: LeadQuerySet, now: datetime) -> LeadQuerySet:
    """Return leads with what the page shows of one: whose they are, and whether there is a limit to be called within at all (`is_limitless`)."""
    return rows.select_related(*WITH).annotate(is_limitless=ExpressionWrapper(rung_no_more(now), BooleanField()))


def page(request, lead: Lead, **shown):
    """Answer with the whole page. `shown`: the form that is open and came back, the numbers that were revealed."""
    now = timezone.now()
    status = shown.pop("status", form_status(*(shown.get(name) for name in ("form", "give_form", "do_not_call_form"))))
    again = {"numbers": shown_again(lead, request.user, now=now)} if status == WRONG else {}
    return render(request, "leads/customer/lead.html", context(request, lead, now=now) | again | shown, status=status)


def shown_again(lead: Lead, user, *, now: datetime) -> list[str]:
    """Return the numbers that stay shown beside a form that comes back, as they are read aloud."""
    return [read_aloud(number) for number in numbers_shown(lead, by=user, now=now)] if reads_number(lead, user, now) else []


def read_aloud(number: str) -> str:
    """Return a number as it is read aloud: 154 0000 1234."""
    main, comma, extension = number, "", ""
    if "," in number:
        main, (comma, extension) = main_number(number), (" ", _("ext. %(number)s") % {"number": number.partition(",")[2]})
    if len(main) == 11 and main.startswith("1"):
        main = f"{main[:3]} {main[3:7]} {main[7:]}"
    return f"{main}{comma}{extension}"


def context(request, lead: Any, *, now: datetime) -> dict:
    """Return what the page shows."""
    user = request.user
    values = values_at(lead.store, now)
    hours = working_hours(lead.store, values)
    limit = None if lead.is_limitless else limit_of(lead, hours=hours, now=now)
    allocates = may(user, "lead.allocate") and lead.is_open
    return {
        "lead": lead,
        "phone": mask(lead.phone or ""),
        "second": mask(lead.second_phone),
        "may_reveal": reads_number(lead, user, now) and not is_word(lead.phone),
        "may_change": lead.is_open and works_on(lead, user, "lead.change"),
        "may_number": lead.is_open and works_on(lead, user, "lead.number"),
        "corrects_number": decides(user, "lead.number"),
        "why": _why(lead, user),
        "limit": in_words(limit) if limit else "",
        "is_late": bool(limit and limit.is_late),
        "stages": stages(lead),
        "cycles": _cycles(lead, user, now),
        "inquiries": _inquiries(lead),
        "give_form": GiveForm(lead=lead, agents=there_today(lead.store, "agent", now)) if allocates else None,
        "panels": [panel for add in sockets.lead_panels if (panel := add(lead, user, now))],
        "actions": [action for add in sockets.lead_actions if (action := add(lead, user))],
        "closed": _closed(lead, user),
        **_do_not_call(lead, user, now),
        **_timeline(request, lead, now),
    }


def _cycles(lead: Lead, user, now: datetime) -> list[Lead]:
    """Return the other cycles of its number this person may see; in the place of one that was merged stands the lead that was kept."""
    rows = Lead.objects.visible_to(user, now=now).cycles_of(lead).select_related("channel")[:10]
    kept = [row for row in in_their_place(rows) if row != lead]
    known = {row.pk for row in rows}
    further = [row.pk for row in kept if row.pk not in known]
    seen = known | set(Lead.objects.visible_to(user, now=now).filter(pk__in=further).values_list("pk", flat=True)) if further else known
    return [row for row in kept if row.pk in seen]


def _closed(lead: Lead, user) -> dict | None:
    """Return who closed a lead, where a decision did, and whether this person may open it again."""
    if lead.closed_at is None:
        return None
    by = next((row.name("by") for row in rows_of(lead, "review") if row.at == lead.closed_at), "")
    return {"by": by, "may_reopen": lead.closed_as in ENDS_ANEW and may(user, "lead.review")}


def _why(lead: Lead, user) -> str:
    """Say why a lead is whose it is, to whoever has it as to them; "" where it is nobody's."""
    given = rows_of(lead, "allocation")[-1:] if lead.agent else []
    name = str(YOU) if lead.agent_id == user.pk else lead.agent.name if lead.agent else ""
    return next((why_theirs(row["reason"], row["line"], name=name, source=lead.channel.source) for row in given), "")


def _do_not_call(lead: Lead, user, now: datetime) -> dict:
    entry = DoNotCall.objects.visible_to(user).of_lead(lead).holding(now).first()
    return {
        "do_not_call": entry,
        "may_set": bool(lead.phone) and not is_word(lead.phone) and entry is None and works_on(lead, user, "do_not_call.set"),
        "may_lift": entry is not None and may(user, "do_not_call.lift"),
        "do_not_call_form": DoNotCallForm(),
    }


def _inquiries(lead: Lead) -> list[tuple[Inquiry, str]]:
    return [(inquiry, mask_digits(inquiry.remark)) for inquiry in read_inquiries(lead)]


def stages(lead: Lead) -> list[dict]:
    """Return the seven stages: passed, next, ahead. The next is the first after the last one passed.

    Who was invited and is expected no more is to be invited once more.
    """
    called_off = lead.is_open and lead.invited_at and not lead.visited_at and not rows_of(lead, "expected")
    moments = [(label, None if called_off and name == "invited_at" else getattr(lead, name)) for name, label in STAGES]
    furthest = max((place for place, (_label, moment) in enumerate(moments) if moment), default=0)
    return [
        {"label": label, "at": moment, "is_done": bool(moment), "is_next": lead.is_open and place == furthest + 1}
        for place, (label, moment) in enumerate(moments)
    ]


def _timeline(request, lead: Lead, now: datetime) -> dict:
    every = entries_of(lead, request.user, now)
    counts = Counter(entry.group for entry in every)
    show = request.GET.get("show", "")
    chosen = [entry for entry in every if entry.group == show] if show in counts else every
    shown = chosen if request.GET.get("all") else chosen[:SHOWN]
    return {
        "groups": [(group, word, counts[group]) for group, word in GROUPS if counts[group]],
        "entries_count": len(every),
        "show": show if show in counts else "",
        "days": _by_day(shown),
        "further": len(chosen) - len(shown),
        "further_from": chosen[len(shown)].at if len(chosen) > len(shown) else None,
    }


def _by_day(entries: list[Entry]) -> list[tuple[datetime, list[Entry]]]:
    days: dict = {}
    for entry in entries:
        days.setdefault(timezone.localtime(entry.at).date(), []).append(entry)
    return [(found[0].at, found) for found in days.values()]


def refuse_closed(lead: Lead) -> None:
    """A closed lead has no form to open: its address does not exist."""
    if not lead.is_open:
        raise Http404
