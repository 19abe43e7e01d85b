"""One visit: completed by the front desk, corrected by the data manager, decided by the director."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dcc.frame.answers import form_status, page_of_form, refusal_on, refusal_said, safe_next, to, undo
from dcc.frame.paging import whole
from dcc.people.permissions import may, requires
from dcc.store.store_settings import value
from leads.models import Lead
from reception.door.forms.tags import CorrectionForm, DecisionForm, IdentifyForm
from reception.door.rules.evidence import could_have_come_for
from reception.door.rules.tags import Correction, correct_tag, decide_tag, identify_visit, rejudge
from reception.models import Visit


@require_http_methods(["GET", "HEAD", "POST"])
@requires("visit.identify")
def identify(request, pk):
    """Write down who a walk-in was; what the rules then say is proposed to the data manager."""
    visit = _find(request, pk)
    form = IdentifyForm(request.POST or None, area=_area(visit), initial={"name": visit.name})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            answer = identify_visit(visit, **form.cleaned_data, by=request.user, now=timezone.now())
            if answer.tag == visit.tag:
                messages.success(request, _("The group is known now."))
            else:
                messages.success(request, _("The group is known now.\nThe data manager looks at its tag."))
            return to("front_desk" if may(request.user, "visit.tag") else "reconcile")
    return render(request, "reception/door/identify.html", {"visit": visit, "form": form}, status=form_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@requires("visit.correct")
def correct(request, pk):
    """Correct the facts; `preview` says what the rules make of them and changes nothing."""
    visit = _find(request, pk)
    fits, leads = could_have_come_for(visit), Lead.objects.visible_to(request.user, now=timezone.now())
    hinted = leads.filter(pk=whole(request.GET.get("lead")) or 0).first()
    before = {"phone": request.GET.get("phone", ""), "lead": hinted, "reason": request.GET.get("why", "")[:200]}
    form = CorrectionForm(request.POST or None, visit=visit, appointments=fits, leads=leads, area=_area(visit), initial=before)
    answer = rejudge(visit, Correction(lead=hinted))[2] if hinted and request.method != "POST" else None
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            if "preview" in request.POST:
                answer = rejudge(visit, form.correction())[2]
            else:
                change = correct_tag(visit, form.correction(), reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
                messages.success(request, _("The tag is %(tag)s now.") % {"tag": change.get_to_tag_display()}, extra_tags=undo("change_annul", change.pk))
                return HttpResponseRedirect(safe_next(request, default=reverse("reconcile")), status=303)
    now_says = rejudge(visit)[2] if answer is None else answer
    context = {"visit": visit, "form": form, "answer": now_says, "previewed": answer is not None, "hinted": hinted}
    context["back"] = safe_next(request, default=reverse("reconcile"))
    return render(request, "reception/door/correct.html", context, status=form_status(form))


@require_POST
@requires("visit.decide")
def decide(request, pk):
    """The director's judgement."""
    visit, form = _find(request, pk), DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the tag changes."))
        return HttpResponseRedirect(page_of_form(request), status=303)
    with refusal_said(request):
        change = decide_tag(visit, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, _("The tag is %(tag)s now.") % {"tag": change.get_to_tag_display()}, extra_tags=undo("change_annul", change.pk))
    return HttpResponseRedirect(page_of_form(request), status=303)


def _area(visit: Visit) -> str:
    return value(visit.store, "area_code", timezone.now())


def _find(request, pk: int) -> Visit:
    return get_object_or_404(Visit.objects.visible_to(request.user).select_related("store", "lead", "agent", "by"), pk=pk)
