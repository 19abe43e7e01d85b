"""绩效考核: everybody's month by the weights of their post, one score explained; leader and director sign it. Others see their own card once it is signed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import refusal_said
from dcc.people.permissions import may, requires, scopes
from dcc.reckoning.months import last_of
from reporting.appraisal.cards_shown import explained, lines_of, posts_of
from reporting.appraisal.judged_by import OWN_WORK
from reporting.appraisal.month_scores import Appraisal, Judged, appraisal_of, own_cards
from reporting.appraisal.rules.signing_cards import sign_month, sum_of, to_sign
from reporting.closings.parts.months_asked import asked_month, months_shown
from reporting.closings.parts.sum_seen import sum_seen
from reporting.figures.parts.asked import rows_url
from reporting.figures.question import Question
from reporting.figures.reach import reach_of
from reporting.models import Closing, Objection
from reporting.models.appraisal import OWN, TABLES


@require_safe
@requires("appraisal.see")
def show(request):
    """A month (`?month=`) by the store's weights or the maker's (`?table=`); `?post=&user=&measure=` is the score that is explained."""
    month, this = asked_month(request, request.GET, now=timezone.now(), default_before=True)
    table = request.GET.get("table") or OWN
    if table not in dict(TABLES):
        raise Http404
    shown: dict[str, Any] = {"month": month, "months": months_shown(month, this), "this": this, "table": table, "tables": TABLES}
    shown["page"] = f"month={month:%Y-%m}"
    shown["query"] = "" if table == OWN else f"&table={table}"
    if "all" not in scopes(request.user, "appraisal.see"):
        cards, middles = own_cards(request.user, month)
        shown["cards"] = [(*line, middles.get(line[1].role) if table == OWN else None) for line in lines_of(cards, table, f"{month:%Y-%m}")]
        return render(request, "reporting/appraisal/own.html", shown)
    appraisal = appraisal_of(request.user.own_store, month)
    chosen = tuple(request.GET.get(name, "") for name in ("post", "user", "measure"))
    posts = posts_of(appraisal, table, chosen, f"{month:%Y-%m}")
    large = _large(posts, chosen[0])
    waiting = to_sign(appraisal, request.user)
    closing, objections = _month_closed(request, month), list(Objection.objects.visible_to(request.user).until(month).order_by("pk"))
    open_objections = sum(not one.decision for one in objections)
    return render(request, "reporting/appraisal/appraisal.html", shown | {
        "large": large,
        "small": [post for post in posts if post.is_own_work and post is not large],
        "others": [post for post in posts if not post.is_own_work and post is not large],
        "open": _explained(request, appraisal, table, chosen),
        "closing": closing,
        "objections": len([one for one in objections if one.month == month]),
        "unanswered": open_objections,
        "waiting": waiting,
        "total": sum_of(waiting),
        "signed": max((one.number for one in appraisal.judged if one.number), default=None),
        "may_sign": may(request.user, "appraisal.sign"),
        "may_weigh": may(request.user, "appraisal.weigh"),
        "is_ready": bool(closing and waiting and not open_objections and month < this),
    })  # fmt: skip


def _large(posts, name: str):
    """The post whose table is shown large: the one that is open, else the first that sells."""
    selling = [post for post in posts if not post.is_own_work]
    return next((post for post in selling if post.name == name), next(iter(selling), None))


def _month_closed(request, month) -> Closing | None:
    return Closing.objects.visible_to(request.user).filter(kind="month", period=f"{month:%Y-%m}").order_by("-number").first()


def _explained(request, appraisal: Appraisal, table: str, chosen: tuple[str, ...]):
    post, username, measure = chosen
    one = next((one for one in appraisal.judged if (one.role, one.person.username) == (post, username)), None)
    if one is None:
        return None
    reach, month = reach_of(request.user), appraisal.month

    def url(judged: Judged, name: str) -> str:
        """The rows behind a measure; a leader's are all of the store."""
        if judged.role in OWN_WORK or not reach.stores:
            return ""
        question = Question(request.user.own_store, "reception" if judged.role == "reception" else "agent", "activity", month, last_of(month))
        return rows_url(question, reach)(name, None if judged.role == "leader" else judged.person.username)

    return explained(one, table, measure, None if one.number else appraisal.rules.get((post, table)), url)


@require_POST
@requires("appraisal.sign")
def sign(request):
    """Sign the cards of a month that are this person's to sign; `total` is what they scored when they were seen."""
    month, this = asked_month(request, request.POST, now=timezone.now(), default_before=True)
    with refusal_said(request):
        total = sum_seen(request.POST, month, this, unseen=_("Look at the scores first."))
        closing = sign_month(request.user.own_store, month, total=total, by=request.user, now=timezone.now())
        messages.success(request, _("The appraisal of %(month)s is signed, no. %(number)s.") % {"month": closing.period, "number": f"{closing.number:04d}"})
    return HttpResponseRedirect(f"{reverse('appraisal')}?month={month:%Y-%m}", status=303)
