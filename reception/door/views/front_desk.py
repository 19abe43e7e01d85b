"""The front desk: find a walk-in, tag the visit in three touches, see who is expected and who is in the house."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.errors import Refused
from dcc.frame.answers import WRONG, refusal_kept, to, undo
from dcc.people.permissions import requires
from dcc.reckoning.clock import day_of
from leads.intake.phones import digits_of
from reception.door.forms.group import NEW, UNKNOWN, GroupForm, typed_of
from reception.door.forms.kept import KeptForm
from reception.door.rules import matching
from reception.door.rules.coming_again import come_back, correct_group
from reception.door.rules.kept import answer, kept_waiting
from reception.door.rules.registration import Registration, SameGroup, SeenToday
from reception.door.rules.taking_back import at_once
from reception.door.rules.today import expected_count, expected_on, in_house
from reception.door.rules.visits import leave as leave_house
from reception.door.rules.visits import register_visit
from reception.door.stamps import stamp
from reception.door.views.expected_now import question_of
from reception.door.views.kept import ASKED
from reception.door.views.proposal import propose
from reception.models import KeptGroup, Visit


@require_safe
@requires("visit.tag")
def front_desk(request):
    """The page: nothing found yet, the day at the right; of a group that is answered now its digits and its name stand in the search."""
    held = _answering(request)
    digits = digits_of(held.phone) if held else ""
    return _page(request, {"tail": digits[-matching.DIGITS :], "q": held.called} if held and len(digits) >= matching.DIGITS else {})


@require_safe
@requires("visit.tag")
def today(request):
    """The right side alone, for the page's own polling."""
    return render(request, "reception/door/_desk_day.html", _day(request))


@require_POST
@requires("desk.match")
def match(request):
    """Look for a walk-in: by four digits, by name or inviter, by an appointment of the list; or begin a group nobody knows."""
    now = timezone.now()
    tail, q = digits_of(request.POST.get("tail", ""))[: matching.DIGITS], request.POST.get("q", "").strip()
    context = {"tail": tail, "q": q if len(digits_of(q)) <= matching.DIGITS else "", "searched": True}  # no whole number comes back on a page
    with refusal_kept() as refusal:
        return _left(request, context | _found(request, now))
    return _left(request, context | {"refusal": refusal.sentence}, status=WRONG)


@require_POST
@requires("visit.tag")
def proposal(request):
    """Whose the chosen group is, with the rule that decides, as far as it is answered."""
    now = timezone.now()
    form = GroupForm(request.POST.dict(), user=request.user, now=now, typed=_typed(request))
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        with refusal_kept() as refusal:
            context |= _proposed(request, form, now)
        context |= {"refusal": refusal.sentence} if refusal.sentence else {}
    template = "reception/door/_desk_answer.html" if request.htmx else "reception/door/front_desk.html"
    return render(
        request, template, context if request.htmx else context | _day(request) | _offline(request) | {"kept": True}, status=200 if form.is_valid() else WRONG
    )


@require_POST
@requires("visit.tag")
def register(request):
    """Register the group as the desk chose; what is asked or refused comes back with everything that was typed."""
    now = timezone.now()
    form = GroupForm(request.POST, user=request.user, now=now, final=True)
    context = {"form": form, "kept": True}
    if form.is_valid():
        try:
            group = replace(form.registration(), unsearched=not _searched(request, form, now))
            if form.cleaned_data["again"]:
                return _again(request, form, group, now)
            visit = _registered(request, form, group, now)
            messages.success(request, _said(visit), extra_tags=undo("visit_annul", visit.pk))
            return to("front_desk")
        except SameGroup as asked:
            context |= {"same_group": asked, **_proposed_again(request, form, now)}
        except SeenToday as asked:
            shown = _proposed_again(request, form, now)
            context |= {"refusal": str(asked), **shown} if "spent" in shown else shown  # the question stands on the proposal, the sentence without one
        except Refused as refusal:
            context |= {"refusal": str(refusal), **_proposed_again(request, form, now)}
    return _page(request, context, status=WRONG)


def _registered(request, form: GroupForm, group: Registration, now) -> Visit:
    """Register the group, or state that it is one of today; one that a tablet kept is answered with it."""
    store, said = request.user.store, form.cleaned_data
    if said["kept"]:
        if form.held is None:
            raise Refused(_("A colleague has answered this one."))
        visit = answer(store, form.held, group, again=said["again"], left_at=said["left"], by=request.user, now=now)
        request.session.pop(ASKED, None)
        return visit
    if said["again"] == "same":
        return correct_group(store, group, by=request.user, now=now)
    if said["again"] == "back":
        return come_back(store, group, left_at=said["left"], by=request.user, now=now)
    return register_visit(store, group, by=request.user, now=now)


def _searched(request, form: GroupForm, now) -> bool:
    """Count a number that was typed and never looked for: registering it tells as much of its owner. False past the searches of an hour."""
    with refusal_kept():
        _count_typed(request, form, now)
        return True
    return False


def _again(request, form: GroupForm, group: Registration, now):
    """Somebody who was registered today: the same visit, back again, or somebody else, for whom the desk begins anew."""
    kind = form.cleaned_data["again"]
    if kind == "same":
        visit = _registered(request, form, group, now)
        said = _("%(name)s stays one group, now of %(heads)s.") % {"name": visit.name or _("The group"), "heads": visit.heads}
        messages.success(request, said)
    elif kind == "back":
        visit = _registered(request, form, group, now)
        messages.success(request, _("%(name)s is back, still one group.") % {"name": visit.name or _("The group")})
    return to("front_desk")


@require_POST
@requires("visit.tag")
def leave(request, pk):
    """The group leaves the house."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    if leave_house(visit, by=request.user, now=timezone.now()):
        messages.success(request, _("%(name)s has left the house.") % {"name": visit.name or _("The group")}, extra_tags=undo("visit_stay", visit.pk))
    return to("front_desk")


def _found(request, now) -> dict:
    """Return the matches, and the proposal for the first where it is expected today."""
    user, posted = request.user, request.POST
    if posted.get("match") == UNKNOWN:
        return _chosen(request, UNKNOWN, now) | {"unknown": True}
    if posted.get("match"):
        one = matching.show(user.store, matching.resolve(posted["match"], user), by=user, now=now)
        return {"matches": [one], **_chosen(request, one.reference, now, one)}
    typed = posted.get("q", "").strip() or digits_of(posted.get("tail", ""))
    found = matching.find(user.store, typed, by=user, now=now)
    shown = matching.shown(found)
    return {"matches": shown, "more": len(found) - len(shown), **_first(request, found, now)}


def _first(request, found: list, now) -> dict:
    """Preselect the first match only where it has an appointment today; a search that found nobody begins somebody new."""
    if not found:
        return _chosen(request, NEW, now)
    first, zone = found[0], request.user.store.zone
    if first.appointment and day_of(first.appointment.scheduled_for, zone) == day_of(now, zone):
        return _chosen(request, first.reference, now, first)
    return {"form": GroupForm(initial={"token": uuid4(), "kept": request.session.get(ASKED, "")}, user=request.user, now=now, typed=_typed(request))}


def _fresh(request, match: str, now) -> GroupForm:
    """A form in which somebody is chosen and nothing was answered yet."""
    said = {"match": match, "token": uuid4(), "kept": request.session.get(ASKED, "")}
    return GroupForm(said, user=request.user, now=now, typed=_typed(request))


def _answering(request) -> KeptGroup | None:
    """Return the group, kept without a connection, about which this desk answers now."""
    key = request.session.get(ASKED)
    return KeptGroup.objects.visible_to(request.user).waiting().select_related("by").filter(pk=key).first() if key else None


def _typed(request) -> dict[str, str]:
    """Return what was typed of that group: nobody types it twice."""
    held = _answering(request)
    return typed_of(held) if held else {}


def _chosen(request, match: str, now, found: matching.Match | None = None) -> dict:
    """Return the form for one choice, with its proposal where there is somebody to judge."""
    if match == NEW:
        form = _fresh(request, NEW, now)
        form.is_valid()
        return {"form": form, "question": question_of(request.user, form, now=now)}
    form = _fresh(request, match, now)
    form.is_valid()
    return {"form": form, **_proposed(request, form, now, found)}


def _proposed(request, form: GroupForm, now, found: matching.Match | None = None) -> dict:
    _count_typed(request, form, now)
    question = question_of(request.user, form, now=now)
    if question and not question.answered:
        return {"question": question}
    return {"question": question, "proposal": propose(request.user.store, form.registration(), answered=form.answered, by=request.user, now=now, match=found)}


def _proposed_again(request, form: GroupForm, now) -> dict:
    """The proposal of a group that was not registered; past the searches of an hour the sentence that says so, and no proposal."""
    with refusal_kept() as refusal:
        return _proposed(request, form, now)
    return {"spent": refusal.sentence}


def _count_typed(request, form: GroupForm, now) -> None:
    """Count a typed number as one search, however often it is proposed and registered while the group is at the desk. Refused past those of an hour."""
    said = form.cleaned_data
    phone = said["person"].phone if said["match"] == NEW else ""
    if not phone:
        return
    mark = salted_hmac("reception.number", phone, algorithm="sha256").hexdigest()
    if request.session.get("reception.number") != mark:
        matching.find_by_number(request.user.store, phone, by=request.user, now=now)
        request.session["reception.number"] = mark


def _said(visit: Visit) -> str:
    """Return the toast: what was registered, and who comes."""
    name = visit.name or _("The group")
    if visit.tag == "showroom":
        return _("%(name)s is registered: showroom.") % {"name": name}
    called = visit.called
    if called:
        return _("%(name)s is registered: DCC.\n%(who)s is called.") % {"name": name, "who": called.name}
    return _("%(name)s is registered: DCC.\nEverybody on duty is called.") % {"name": name}


def _left(request, context: dict, *, status: int = 200):
    """Answer a search: the left side alone to htmx, else the page."""
    if request.htmx:
        return render(request, "reception/door/_desk_left.html", context | {"answering": _answering(request)}, status=status)
    return _page(request, context, status=status)


def _page(request, context: dict, *, status: int = 200):
    return render(request, "reception/door/front_desk.html", context | _day(request) | _offline(request), status=status)


def _offline(request) -> dict:
    """What waits to be asked, which of them is answered now, and the form that works without a connection."""
    waiting = kept_waiting(request.user)
    answering = next((held.group for held in waiting if held.group.pk == request.session.get(ASKED)), None)
    return {"asks": waiting, "answering": answering, "kept_form": KeptForm(user=request.user, now=timezone.now(), auto_id="kept-%s"), "fresh": uuid4()}


def _day(request) -> dict:
    """Who is expected on the day looked at, and who is in the house now."""
    now, store = timezone.now(), request.user.store
    day = day_of(now, store.zone)
    tomorrow = request.GET.get("day") == "tomorrow"
    expected = expected_on(store, day + timedelta(days=1) if tomorrow else day, now=now)
    house = in_house(store, day)
    came = [one for one in expected if one.state == "arrived"]
    row: Any  # on which the page writes what it shows beside
    for one in expected:
        row = one.appointment
        row.reference = matching.refer(row.lead, request.user)
    for row in house:
        row.minutes = (now - row.at).total_seconds() / 60
        row.may_undo = row.taken_at is None and at_once(row.by_id, row.registered_at, by=request.user, now=now)
    return {
        "now": now,
        "stamp": stamp(request.user, now),
        "tomorrow": tomorrow,
        "expected": expected,
        "came": came,
        "last": max(came, key=lambda one: one.came_at or now, default=None),
        "ahead": [one for one in expected if one.state != "arrived"],
        "unfolded": request.GET.get("came") == "all",
        "late": sum(one.state == "late" for one in expected),
        "house": house,
        "heads": sum(visit.heads for visit in house),
        "other_day": expected_count(store, day if tomorrow else day + timedelta(days=1)),
    }
