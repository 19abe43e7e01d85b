"""The topics: their list, one of them beside it, and a new one."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dcc.frame.answers import form_status, refusal_on, to
from dcc.people.permissions import decides, may, requires
from leads.models import TOPIC_KINDS, Campaign, Lead, Topic
from leads.topics.figures import figure_of
from leads.topics.forms.topics import RaiseForm, StepForm
from leads.topics.rules.settling import Seen, may_settle, owners, raise_topic
from leads.topics.topic_list import BESIDE, TABS, groups_of, leads_seen, row_of, steps_of, tabs_of

REMEMBERED = "topics_tab"


@require_safe
@requires("topic.see")
def topics(request):
    """The list, beside it the first of it."""
    return page(request)


@require_safe
@requires("topic.see")
def topic(request, pk):
    """One topic beside the list; on a narrow screen alone."""
    return page(request, find(request, pk), alone=True)


def find(request, pk: int) -> Topic:
    """A topic of the person's store, with whom and what it names. Raises Http404."""
    return get_object_or_404(Topic.objects.visible_to(request.user).select_related(*BESIDE, "store"), pk=pk)


def page(request, chosen: Topic | None = None, *, alone: bool = False, form: StepForm | None = None, sentence: str = "", status: int = 200):
    """The page; a form that was refused comes back in it."""
    user, now = request.user, timezone.now()
    tab, kind = _tab(request), request.GET.get("kind", "")
    kind = kind if kind in dict(TOPIC_KINDS) else ""
    groups = groups_of(user, tab, kind, now)
    if chosen is None:
        chosen = next((row.topic for group in groups for row in group.rows), None)
    context: dict[str, Any] = {
        "tabs": tabs_of(user),
        "tab": tab,
        "kinds": TOPIC_KINDS,
        "kind": kind,
        "groups": groups,
        "alone": alone,
        "may_raise": may(user, "topic.raise"),
        "sentence": sentence,
        **(_of_one(request, chosen, form, now) if chosen else {}),
    }
    return render(request, "leads/topics/topics.html", context, status=status)


def _tab(request) -> str:
    """The tab asked for, which is remembered; else the one asked for last."""
    asked = request.GET.get("tab", "")
    if asked in dict(TABS):
        request.session[REMEMBERED] = asked
    return request.session.get(REMEMBERED, TABS[0][0])


def _of_one(request, chosen: Topic, form: StepForm | None, now) -> dict[str, Any]:
    user = request.user
    row = row_of(chosen, user, leads_seen(user, [chosen], now), now)
    stands = {"owner": chosen.owner_id, "due_on": chosen.due_on}
    return {
        "row": row,
        "chosen": chosen,
        "steps": steps_of(chosen),
        "figure_now": row.figure.value(timezone.localtime(now, chosen.store.zone).date()) if row.figure and chosen.is_running else "",
        "agrees": decides(user, "topic.settle"),
        "may_settle": may_settle(chosen, user),
        "step_form": form or StepForm(initial=stands, owners=owners(chosen.store)),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires("topic.raise")
def new(request):
    """Raise one: on a customer, a campaign, a figure, or on nothing but what one saw."""
    now = timezone.now()
    tied = _tied(request, now)
    begun = {"kind": "between", "title": request.GET.get("title", "")[:60]}
    form = RaiseForm(request.POST or None, initial=begun, owners=owners(request.user.own_store))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, "title"):
            figure = tied.pop("figure")
            said = {"figure": figure.address, "figure_then": figure.value(None)} if figure else {}
            raised = raise_topic(request.user.own_store, seen=Seen(**form.cleaned_data, **tied, **said), by=request.user, now=now)
            messages.success(request, _("Raised: leader and director see it"))
            return to("topic", raised.pk)
        tied = _tied(request, now)
    return render(request, "leads/topics/new.html", {"form": form, **tied}, status=form_status(form))


def _tied(request, now) -> dict[str, Any]:
    """What the address ties the topic to. Raises Http404 for what this person may not see."""
    user, asked = request.user, request.GET
    figure = figure_of(user, asked.get("figure", "")[:300], now)
    if asked.get("figure") and figure is None:
        raise Http404
    return {
        "lead": get_object_or_404(Lead.objects.visible_to(user, now=now), pk=asked["lead"]) if asked.get("lead", "").isdecimal() else None,
        "campaign": get_object_or_404(Campaign.objects.visible_to(user), pk=asked["campaign"]) if _sees_campaign(user, asked) else None,
        "figure": figure,
    }


def _sees_campaign(user, asked) -> bool:
    return may(user, "campaign.see") and asked.get("campaign", "").isdecimal()
