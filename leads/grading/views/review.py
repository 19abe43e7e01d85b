"""The leader's list: low and lost leads, and applications, to be decided."""

from datetime import time
from typing import Any

from django.contrib import messages
from django.db.models import Count, Window
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import WRONG, page_of_form, refusal_on, refusal_said, to, undo
from dcc.people.permissions import requires
from dcc.store.store_settings import value
from leads import sockets
from leads.grading.forms.grading import AnswerForm, ReviewForm
from leads.grading.rules.closing_again import undo_reopening
from leads.grading.rules.proposing import DECIDES, reject_proposal
from leads.grading.rules.reopening import reopen_closed
from leads.grading.rules.reviewing import obstacle_to, review_lead
from leads.grading.rules.unreviewing import undo_review
from leads.grading.views.walking import following, onwards, standing, standing_again, take_answer_back
from leads.grading.waiting_lists import MOST, WITH, applications, barred, last_decision, open_applications, to_review
from leads.intake.phones import mask, mask_digits
from leads.models import DoNotCall, Lead, Review


@require_safe
@requires("lead.review")
def review(request):
    """The review list, standing on the first lead or the one asked for."""
    return standing(request, _leads(request), _page)


@require_POST
@requires("lead.review")
def decide(request, pk):
    """One decision, and the next lead opens."""
    lead = get_object_or_404(_leads(request), pk=pk)
    after = _after(request, lead)
    form = _form(lead, request.POST)
    if form.is_valid():
        with refusal_on(form):
            made = review_lead(lead, decision=form.decision_for, by=request.user, now=timezone.now())
            said = _("%(name)s: %(decision)s") % {"name": lead.name, "decision": made.get_decision_display()}
            messages.success(request, said, extra_tags=undo("review_undo", made.pk))
            return _onwards(request, after)
    return _page(request, lead, form=form, status=WRONG)


@require_POST
@requires("lead.review")
def take_back(request, pk):
    """A decision was none: the customer waits for it where they waited, and opens."""
    made = get_object_or_404(
        Review.every.filter(lead__in=Lead.objects.visible_to(request.user, now=timezone.now())).select_related("lead__store", "agent"), pk=pk
    )
    with refusal_said(request):
        lead = undo_review(made, by=request.user, now=timezone.now())
        said = {"decision": made.get_decision_display(), "name": lead.name}
        messages.info(request, _("“%(decision)s” of %(name)s is taken back.\nWhat it had ended or opened is as before.") % said)
        return standing_again("review", lead.pk)
    return HttpResponseRedirect(page_of_form(request), status=303)


@require_POST
@requires("lead.review")
def reopen(request, pk):
    """A closed customer is opened again, long after."""
    lead = get_object_or_404(Lead.objects.visible_to(request.user, now=timezone.now()).select_related(*WITH), pk=pk)
    with refusal_said(request):
        lead = reopen_closed(lead, by=request.user, now=timezone.now())
        whose = lead.agent or _("the pool")
        said = _("%(name)s is open again: with %(who)s, to be called today.") % {"name": lead.name, "who": whose}
        messages.success(request, said, extra_tags=undo("lead_reopen_undo", pk))
    return to("lead", pk)


@require_POST
@requires("lead.review")
def unreopen(request, pk):
    """The customer was opened by a slip: closed as before."""
    now = timezone.now()
    lead = get_object_or_404(Lead.objects.visible_to(request.user, now=now).select_related(*WITH), pk=pk)
    with refusal_said(request):
        undo_reopening(lead, by=request.user, now=now)
        messages.info(request, _("%(name)s is closed as before.") % {"name": lead.name})
    return to("lead", pk)


@require_POST
@requires("lead.review")
def send_back(request, pk):
    """Reject an application: whoever proposed it calls again."""
    proposal = _application(request, pk)
    after = _after(request, proposal.lead)
    form = AnswerForm(request.POST)
    with refusal_said(request):
        done = reject_proposal(proposal, answer=form.cleaned_data["answer"] if form.is_valid() else "", by=request.user, now=timezone.now())
        words = _("%(name)s goes back, to be called again") if done else _("%(name)s was answered already")
        messages.success(request, words % {"name": proposal.lead.name}, extra_tags=undo("proposal_unsend", proposal.pk) if done else "")
    return _onwards(request, after)


@require_POST
@requires("lead.review")
def unsend(request, pk):
    """The application was not to go back: it waits again, and its customer opens."""
    return take_answer_back(request, _application(request, pk), "review")


def _application(request, pk):
    kinds = [kind for kind, role in DECIDES.items() if role == "leader"]
    return get_object_or_404(applications(request.user, timezone.now()), pk=pk, kind__in=kinds)


def _leads(request):
    return Lead.objects.visible_to(request.user, now=timezone.now()).open().select_related(*WITH)


def _after(request, lead):
    ids = list(to_review(request.user, timezone.now()).values_list("pk", flat=True)[:MOST])
    return following(lead, ids, _leads(request))


def _onwards(request, lead):
    return onwards(request, lead, "review", _page)


def _form(lead, data=None) -> ReviewForm:
    return ReviewForm(data, lead=lead, opens=time.fromisoformat(value(lead.store, "opens_at", timezone.now())))


def _page(request, lead, *, form=None, status=200):
    now = timezone.now()
    rows: list[Any] = list(to_review(request.user, now).annotate(waiting=Window(Count("pk")), barred=barred(now))[:MOST])
    current = next((row for row in rows if lead is not None and row.pk == lead.pk), lead or (rows[0] if rows else None))
    applied = open_applications([*rows, *([current] if current else [])])
    for row in rows:
        row.application = applied.get(row.pk)
    shown = {"rows": rows, "count": rows[0].waiting if rows else 0, "lead": current, "oob": bool(request.htmx)}
    shown["oldest"] = (now - rows[0].review_since).total_seconds() / 60 if rows else None
    shown["undo"] = last_decision(request.user, now)
    if current is not None:
        shown |= _work(request, current, applied.get(current.pk), form, now)
    return render(request, "leads/grading/_review.html" if request.htmx else "leads/grading/review.html", shown, status=status)


def _work(request, lead, proposal, form, now):
    initial = {"decision": "nurture", "outcome": "lost", "reason": ""}
    if proposal:
        initial = {"decision": "close", "outcome": proposal.kind, "reason": mask_digits(proposal.reason)}
    form = form or _form(lead)
    if not form.is_bound:
        form.initial = initial
    return {
        "form": form,
        "phone": mask(lead.phone or ""),
        "barred": lead.barred if hasattr(lead, "barred") else DoNotCall.objects.visible_to(request.user).of_lead(lead).holding(now).exists(),
        "proposal": proposal,
        "gradings": list(lead.gradings.select_related("by").order_by("-at", "-pk")[:6]),
        "reviews": list(lead.reviews.select_related("by", "agent").order_by("-at", "-pk")[:6]),
        "panes": [pane for show in sockets.grading_panes if (pane := show(lead, request.user))],
        "obstacle": obstacle_to(lead, "showroom", now),
    }
