"""The director's list of ripe showroom cards, and the release of a transferred customer."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dcc.frame.answers import form_status, refusal_on, refusal_said, to, undo
from dcc.frame.paging import address_of
from dcc.people.permissions import decides, may, requires
from dcc.reckoning.clock import day_of
from leads.customer.views.numbers import say_answered
from leads.exports.offered import offered
from leads.grading.rules.requesting import reject_request
from leads.models import Lead, Request
from reception.door.parts.reasons import ReasonForm
from reception.models import Transfer
from reception.showroom.forms.showroom import HoldForm
from reception.showroom.narrowing import LISTS, asked_of, counts_of_lists, delays_of, question_of, rows_of_list, sealed
from reception.showroom.rules.persons import confirm_release, propose_release, release_person
from reception.showroom.rules.transfers import hold_transfer, refuse_transfer

SHOWN = 200


@require_safe
@requires("transfer.see")
def transfers(request):
    """The list: what waits, what is held, what was decided, and the showroom's open cards (`?list=`), of all or one consultant (`?consultant=`)."""
    return list_page(request)


def list_page(request, refusal=None):
    """Return the page, with what was refused on it."""
    wanted = request.GET.get("list", "waiting")
    wanted = wanted if wanted in LISTS else "waiting"
    user, now, consultant = request.user, timezone.now(), request.GET.get("consultant", "")
    every = Transfer.objects.visible_to(user).undecided()
    today = day_of(now, user.store.zone)
    narrowed = {"consultant": consultant}
    shown = rows_of_list(user, wanted, narrowed, now)
    people = list(every.order_by().values_list("card__consultant").annotate(Count("pk")).order_by("-pk__count", "card__consultant"))
    open_count = dict(people).get(consultant, 0) if consultant else sum(count for _name, count in people)
    rows_shown = list(shown[:SHOWN])
    context = {
        "list": wanted,
        "rows": rows_shown,
        "counts": counts_of_lists(user, now),
        "today": today,
        "tomorrow": today + timedelta(days=1),
        "people": people,
        "consultant": consultant,
        "open_count": open_count,
        "sealed": sealed(user, narrowed, open_count),
        "question": question_of(narrowed),
        "refusal": refusal,
        "typed": request.POST,
        "chosen": set(request.POST.getlist("transfer")),
        "releases": Request.objects.visible_to(user, now=now).waiting("release").select_related("lead", "by")[:SHOWN] if may(user, "person.release") else [],
        "delays": delays_of(user) if wanted == "waiting" else [],
        "asked": asked_of(user, [row.card_id for row in rows_shown]) if wanted == "waiting" else {},
        "may_release": decides(user, "person.release"),
        "may_decide": may(user, "transfer.decide"),
        "take": offered(user, "transfers", address_of(request.GET)),
        "may_keep": may(user, "showroom_card.keep"),
        "may_open": may(user, "lead.see"),
        "tail_only": not may(user, "lead.phone"),
    }
    return render(request, "reception/showroom/transfers.html", context, status=refusal.status if refusal else 200)


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
        with refusal_on(form):
            (release_person if direct else propose_release)(lead, **form.cleaned_data, by=request.user, now=timezone.now())
            said = _("%(name)s is released.") if direct else _("Proposed. The director decides on %(name)s.")
            messages.success(request, said % {"name": lead.name})
            return to("lead", pk)
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
    with refusal_said(request):
        done = verb(found, answer=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        say_answered(request, said % {"name": found.lead.name}, done=done)
    return to("transfers")


def _rows(request):
    return Transfer.objects.visible_to(request.user).select_related("card", "store").order_by("card__card_date", "id")


def _answer(request, pk: int, form, verb, said: str):
    transfer = get_object_or_404(_rows(request), pk=pk)
    if not form.is_valid():
        messages.error(request, _("Say until when, and why.") if isinstance(form, HoldForm) else _("Say why."))
        return to("transfers")
    with refusal_said(request):
        verb(transfer, form.cleaned_data)
        messages.success(request, f"{transfer.card.name}: {said}", extra_tags=undo("transfers_undo", transfer.pk))
    return to("transfers")
