"""The data manager's list: one key a lead, and the next one opens."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import refusal_said, undo
from dcc.people.permissions import requires
from dcc.reckoning.clock import day_of, day_range
from dcc.store.store_settings import values_at, working_hours
from leads import sockets
from leads.customer.rules.following_up import due_after_grading
from leads.exports.offered import offered
from leads.grading.forms.grading import AnswerForm, GradeForm
from leads.grading.grade_words import in_words, tally
from leads.grading.rules.asking_agents import ask_agent
from leads.grading.rules.grading import grade_lead, is_fresh
from leads.grading.rules.naming_specialist import whose_turn
from leads.grading.rules.proposing import confirm_invalid, open_proposal, reject_proposal
from leads.grading.rules.unasking import unask_agent
from leads.grading.rules.ungrading import undo_grading
from leads.grading.views.walking import following, onwards, standing, standing_again, take_answer_back
from leads.grading.waiting_lists import WITH, applications, count_to_grade, graded_today, grading_list, level_days, waiting_one
from leads.intake.phones import mask
from leads.models import GRADES, Grading, Lead


@require_safe
@requires("lead.grade")
def grading(request):
    """The grading list, standing on the first lead or the one asked for."""
    return standing(request, _leads(request), _page)


@require_POST
@requires("lead.grade")
def grade(request, pk):
    """One key: judge, and stand on the next lead."""
    lead = get_object_or_404(_leads(request), pk=pk)
    form = GradeForm(request.POST)
    after = _after(request, lead)
    if not form.is_valid():
        messages.error(request, _("Choose one of the four grades."))
        return _onwards(request, lead)
    data = form.cleaned_data
    with refusal_said(request):
        graded = grade_lead(lead, grade=data["grade"], note=data["note"], only_waiting=not data["again"], by=request.user, now=timezone.now())
        said = _("%(name)s: %(grade)s") % {"name": graded.name, "grade": graded.get_grade_display()}
        messages.success(request, f"{said}\n{_consequence(graded)}", extra_tags=undo("grading_undo", graded.gradings.latest("at", "pk").pk))
    return _onwards(request, after)


@require_POST
@requires("lead.grade")
def take_back(request, pk):
    """A grade was none: the customer stands where they stood, and opens."""
    grading = get_object_or_404(Grading.every.filter(undoes=None, lead__in=_leads(request)).select_related("lead__store", "lead__reception"), pk=pk)
    with refusal_said(request):
        lead = undo_grading(grading, by=request.user, now=timezone.now())
        said = _("The grade “%(grade)s” of %(name)s is taken back.") % {"grade": grading.get_grade_display(), "name": lead.name}
        messages.info(request, f"{said}\n{_waits(lead)}")
    return standing_again("grading", grading.lead_id)


def _waits(lead) -> str:
    waits = lead.ungraded_since is not None or is_fresh(open_proposal(lead), lead)
    return _("Its consequences are taken back too. It stands on the list again, and is open.") if waits else _("Its consequences are taken back too.")


@require_POST
@requires("lead.grade")
def ask(request, pk):
    """Ask the agent to write more; the lead stays, the next one opens."""
    lead = get_object_or_404(_leads(request), pk=pk)
    after = _after(request, lead)
    with refusal_said(request):
        asked = ask_agent(lead, by=request.user, now=timezone.now())
        words = _("%(agent)s is asked to write more about %(name)s") if asked else _("Nobody has %(name)s: there is nobody to ask")
        messages.success(request, words % {"agent": lead.agent or "", "name": lead.name}, extra_tags=undo("grading_ask_undo", pk) if asked else "")
    return _onwards(request, after)


@require_POST
@requires("lead.grade")
def unask(request, pk):
    """Nobody was to be asked: the customer opens again."""
    lead = get_object_or_404(_leads(request), pk=pk)
    with refusal_said(request):
        unask_agent(lead, by=request.user, now=timezone.now())
        messages.info(request, _("Nothing more is asked about %(name)s.") % {"name": lead.name})
    return standing_again("grading", lead.pk)


@require_POST
@requires("lead.grade")
def confirm(request, pk):
    """Agree that a lead never was a customer."""
    return _answer(request, pk, confirms=True)


@require_POST
@requires("lead.grade")
def reject(request, pk):
    """Send an application for invalid back to whoever proposed it."""
    return _answer(request, pk, confirms=False)


def _answer(request, pk, *, confirms):
    proposal = get_object_or_404(applications(request.user, timezone.now()), pk=pk, kind="invalid")
    form = AnswerForm(request.POST)
    answer = form.cleaned_data["answer"] if form.is_valid() else ""
    after = _after(request, proposal.lead)
    now = timezone.now()
    with refusal_said(request):
        done = confirm_invalid(proposal, by=request.user, now=now) if confirms else reject_proposal(proposal, answer=answer, by=request.user, now=now)
        kept = _("%(name)s is invalid and leaves the figures") if confirms else _("%(name)s goes back, to be called again")
        said = (kept if done else _("%(name)s was answered already")) % {"name": proposal.lead.name}
        messages.success(request, said, extra_tags=undo("proposal_undo", proposal.pk) if done else "")
    return _onwards(request, after)


@require_POST
@requires("lead.grade")
def unanswer(request, pk):
    """The answer was none: the application waits again, and its customer opens."""
    return take_answer_back(request, get_object_or_404(applications(request.user, timezone.now()), pk=pk, kind="invalid"), "grading")


def _leads(request):
    return Lead.objects.visible_to(request.user, now=timezone.now()).select_related(*WITH)


def _after(request, lead):
    ids = [each.lead.pk for each in grading_list(request.user, timezone.now())]
    return following(lead, ids, _leads(request))


def _onwards(request, lead):
    return onwards(request, lead, "grading", _page)


def _consequence(lead) -> str:
    if lead.grade == "H":
        return _("%(reception)s receives") % {"reception": lead.reception.name} if lead.reception else _("Nobody of the reception is on duty")
    if lead.grade == "A":
        due = lead.follow_ups.filter(kind="grade", done_at=None).order_by("-id").first()
        return _("called again %(day)s") % {"day": f"{timezone.localtime(due.due_at):%m-%d %H:%M}"} if due else ""
    return _("The leader decides")


def _page(request, lead):
    now, days = timezone.now(), level_days(request.user.store)
    rows = grading_list(request.user, now, days=days)
    current = next((row for row in rows if lead is not None and row.lead.pk == lead.pk), None)
    if current is None:
        current = waiting_one(lead, now) if lead is not None and lead.is_open else rows[0] if rows else None
    zone = request.user.store.zone
    start, end = day_range(day_of(now, zone), zone)
    done = graded_today(request.user, start, end, days)
    shown = {
        "rows": rows,
        "count": count_to_grade(request.user),
        "current": current,
        "by_grade": [(name, done.by_grade[name]) for name, _label in GRADES],
        "done": done.by_grade.total(),
        "oldest": (now - min(row.since for row in rows)).total_seconds() / 60 if rows else None,
        "undo": done.last,
        "agreements": done.agreements,
        "oob": bool(request.htmx),
        "take": offered(request.user, "grading"),
    }
    template = "leads/grading/_grading.html" if request.htmx else "leads/grading/grading.html"
    return render(request, template, shown | (_work(request, current, rows, now) if current else {}))


def _work(request, current, rows, now):
    """Return what the middle and right panes draw of one lead."""
    lead = current.lead
    values = values_at(lead.store, now)
    ids = [row.lead.pk for row in rows]
    place = ids.index(lead.pk) if lead.pk in ids else -1
    reception = lead.reception or whose_turn(lead.store, now)
    return {
        "lead": lead,
        "phone": mask(lead.phone or ""),
        "reasons": [(reason.sign, *in_words(reason)) for reason in current.hint.reasons],
        "tally": tally(current.hint.for_it, current.hint.against),
        "again": not is_fresh(current.proposal, lead) and lead.ungraded_since is None,
        "reception": reception,
        "has_reception": lead.reception_id is not None,
        "call_again": timezone.localtime(due_after_grading(now, days=values["grade_follow_up_days"], hours=working_hours(lead.store, values))),
        "gradings": list(lead.gradings.select_related("by").order_by("-at", "-pk")[:6]),
        "panes": [pane for show in sockets.grading_panes if (pane := show(lead, request.user))],
        "previous": ids[place - 1] if place > 0 else None,
        "following": ids[place + 1] if 0 <= place < len(ids) - 1 else ids[0] if place < 0 and ids else None,
    }
