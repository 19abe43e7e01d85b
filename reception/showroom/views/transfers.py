"""The director's list of ripe showroom cards, and the release of a transferred customer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dcc.errors import Refused
from dcc.frame.answers import form_status, to
from dcc.frame.paging import whole
from dcc.people.permissions import decides, may, requires
from dcc.reckoning.clock import day_of
from leads.customer.views.numbers import say_answered
from leads.grading.rules.requesting import reject_request
from leads.models import Lead, Request
from reception.door.parts.reasons import ReasonForm
from reception.models import ShowroomCard, Transfer
from reception.showroom.forms.showroom import HoldForm
from reception.showroom.rules.persons import confirm_release, propose_release, release_person
from reception.showroom.rules.transfers import confirm_transfer, hold_transfer, refuse_transfer

SHOWN = 200
LISTS = ("waiting", "held", "decided", "cards")


@require_safe
@requires("transfer.see")
def transfers(request):
    """The list: what waits, what is held, what was decided, and the showroom's open cards (`?list=`)."""
    wanted = request.GET.get("list", "waiting")
    wanted = wanted if wanted in LISTS else "waiting"
    user, now = request.user, timezone.now()
    rows = Transfer.objects.visible_to(user).select_related("card", "by", "lead")
    waiting = rows.undecided()
    today = day_of(now, user.store.zone)
    held = rows.filter(decision="held", until__gt=now, card__state="open").order_by("until", "id")
    decided = rows.exclude(decided_at=None).order_by("-decided_at", "-id")
    cards = ShowroomCard.objects.visible_to(user).open().order_by("card_date", "id")
    shown = {"waiting": waiting, "held": held, "decided": decided, "cards": cards}[wanted]
    context = {
        "list": wanted,
        "rows": shown[:SHOWN],
        "counts": {"waiting": waiting.count(), "held": held.count(), "cards": cards.count()},
        "today": today,
        "releases": Request.objects.visible_to(user, now=now).waiting("release").select_related("lead", "by")[:SHOWN] if may(user, "person.release") else [],
        "may_release": decides(user, "person.release"),
        "may_decide": may(user, "transfer.decide"),
        "may_keep": may(user, "showroom_card.keep"),
        "may_open": may(user, "lead.see"),
        "tail_only": not may(user, "lead.phone"),
    }
    return render(request, "reception/showroom/transfers.html", context)


@require_POST
@requires("transfer.decide")
def confirm(request):
    """Give the chosen cards to DCC: each is in the pool at once; what cannot be is said."""
    chosen = _rows(request).filter(pk__in=_numbers(request.POST.getlist("transfer")))
    done = 0
    for transfer in chosen:
        try:
            confirm_transfer(transfer, by=request.user, now=timezone.now())
            done += 1
        except Refused as refusal:
            messages.error(request, str(refusal))
    if done:
        messages.success(request, ngettext("%(count)d card is in DCC's pool", "%(count)d cards are in DCC's pool", done) % {"count": done})
    elif not chosen:
        messages.warning(request, _("Choose the cards to confirm."))
    return to("transfers")


@require_POST
@requires("transfer.decide")
def hold(request, pk):
    """Leave a card with the showroom until a day."""
    form = HoldForm(request.POST)
    return _answer(request, pk, form, lambda transfer, said: hold_transfer(transfer, **said, by=request.user, now=timezone.now()), _("Held."))


@require_POST
@requires("transfer.decide")
def refuse(request, pk):
    """Leave a card with the showroom for good."""
    form = ReasonForm(request.POST)
    return _answer(
        request, pk, form, lambda transfer, said: refuse_transfer(transfer, **said, by=request.user, now=timezone.now()), _("It stays with the showroom.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires("person.release")
def release(request, pk):
    """Release a transferred customer, or propose it to the director; with a reason."""
    lead = get_object_or_404(Lead.objects.visible_to(request.user, now=timezone.now()).select_related("store"), pk=pk)
    form, direct = ReasonForm(request.POST or None), decides(request.user, "person.release")
    if request.method == "POST" and form.is_valid():
        try:
            (release_person if direct else propose_release)(lead, **form.cleaned_data, by=request.user, now=timezone.now())
            said = _("%(name)s is released.") if direct else _("Proposed. The director decides on %(name)s.")
            messages.success(request, said % {"name": lead.name})
            return to("lead", pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "reception/showroom/release.html", {"lead": lead, "form": form, "direct": direct}, status=form_status(form))


@require_POST
@requires("person.release")
def release_answer(request, pk):
    """The director grants or rejects a proposed release, with a reason."""
    if not decides(request.user, "person.release"):
        raise PermissionDenied
    rows = Request.objects.visible_to(request.user, now=timezone.now()).filter(kind="release").select_related("lead__store", "by", "store")
    found, form = get_object_or_404(rows, pk=pk), ReasonForm(request.POST)
    confirmed = request.POST.get("decision") == "confirmed"
    if not form.is_valid():
        messages.error(request, _("Say why."))
        return to("transfers")
    verb = confirm_release if confirmed else reject_request
    said = _("%(name)s is released.") if confirmed else _("Rejected. %(name)s stays DCC's.")
    try:
        done = verb(found, answer=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        say_answered(request, said % {"name": found.lead.name}, done=done)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return to("transfers")


def _rows(request):
    return Transfer.objects.visible_to(request.user).select_related("card", "store").order_by("card__card_date", "id")


def _numbers(values: list[str]) -> list[int]:
    return [number for number in map(whole, values) if number]


def _answer(request, pk: int, form, verb, said: str):
    transfer = get_object_or_404(_rows(request), pk=pk)
    if not form.is_valid():
        messages.error(request, _("Say until when, and why.") if isinstance(form, HoldForm) else _("Say why."))
        return to("transfers")
    try:
        verb(transfer, form.cleaned_data)
        messages.success(request, f"{transfer.card.name}: {said}")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return to("transfers")
