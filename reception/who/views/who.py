"""找谁: the walk-in says a name; the desk finds the person, and the person's appointments."""

from typing import Any

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from calls.models import Appointment
from dcc.people.permissions import may, requires
from leads.models import Lead
from reception.door.rules.matching import refer
from reception.who.questions import questions_of
from reception.who.rules.people_here import Somebody, appointments_of, called, groups_of


@require_safe
@requires("who.see")
def who(request):
    """Who is there (`?q=` by name or initials); `?person=` or a single hit shows whom they invited for the days around."""
    user, now = request.user, timezone.now()
    text = request.GET.get("q", "").strip()[:40]
    everybody = groups_of(user.store, now=now)
    groups = called(everybody, text)
    hits = [one for group in groups for one in group.people]
    everyone = [one for group in everybody for one in group.people]
    chosen = next((one for one in everyone if str(one.person.pk) == request.GET.get("person", "")), None)
    if chosen is None and text and len(hits) == 1:
        chosen = hits[0]
    rows = list(appointments_of(user.store, chosen.person, now=now)) if chosen else []
    if not may(user, "desk.match"):
        rows = _own_names(user, everyone, rows, now)
    row: Any
    for row in rows:
        row.reference = refer(row.lead, user)
    context = {
        "now": now,
        "q": text,
        "groups": groups,
        "there": sum(one.is_there for one in everyone),
        "away": sum(not one.is_there for one in everyone),
        "chosen": chosen,
        "appointments": rows,
        "questions": questions_of(user.store, now=now),
        "may_pick": may(user, "desk.match"),
        "may_write": may(user, "setting.change"),
    }
    return render(request, "reception/who/_people.html" if request.htmx else "reception/who/who.html", context)


def _own_names(user, everyone: list[Somebody], rows: list[Appointment], now) -> list[Appointment]:
    """Return the appointments whose customers this person may see, and let the others be nameless: the desk alone is shown everybody who is expected."""
    named = [one.next_one for one in everyone if one.next_one] + rows
    leads = [row.lead_id for row in named] + [one.with_group.lead_id for one in everyone if one.with_group and one.with_group.lead_id]
    seen = set(Lead.objects.visible_to(user, now=now).filter(pk__in=leads).values_list("pk", flat=True))
    for one in everyone:
        if one.next_one and one.next_one.lead_id not in seen:
            one.next_one = None
        if one.with_group and one.with_group.lead_id not in seen:
            one.with_group.name = ""
    return [row for row in rows if row.lead_id in seen]
