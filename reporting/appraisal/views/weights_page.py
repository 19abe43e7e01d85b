"""权重: by what each post is judged, from the next month on."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import form_status, refusal_on
from dcc.people.permissions import requires
from dcc.people.roles import ROLES
from reporting.appraisal.forms.weights_form import WeightsForm
from reporting.appraisal.judged_by import POSTS, standing
from reporting.appraisal.rules.setting_weights import earliest_of, set_weights
from reporting.models import AppraisalRule
from reporting.models.appraisal import OWN, TABLES


class WeightsPage:
    """The card of one post and table in one request."""

    def __init__(self, request, said) -> None:
        self.request, self.store, self.now = request, request.user.own_store, timezone.now()
        self.role, self.table = said.get("post") or POSTS[0], said.get("table") or OWN
        if self.role not in POSTS or self.table not in dict(TABLES):
            raise Http404
        self.earliest = earliest_of(self.store, self.role, self.table, self.now)
        self.rules = standing(AppraisalRule.objects.visible_to(request.user).begun_by(self.earliest))
        self.old = self.rules.get((self.role, self.table))

    def answer(self, form: WeightsForm):
        """The page with a form."""
        return render(self.request, "reporting/appraisal/weights.html", {
            "post": self.role,
            "posts": [(name, dict(ROLES)[name], (name, self.table) in self.rules) for name in POSTS],
            "table": self.table,
            "tables": TABLES,
            "earliest": self.earliest,
            "old": self.old,
            "form": form,
        }, status=form_status(form))  # fmt: skip


@require_safe
@requires("appraisal.weigh")
def show(request):
    """The card of a post (`?post=`), the store's or the maker's (`?table=`), as it will hold."""
    page = WeightsPage(request, request.GET)
    return page.answer(WeightsForm(role=page.role, table=page.table, old=page.old))


@require_POST
@requires("appraisal.weigh")
def save(request):
    """Set the card of a post."""
    page = WeightsPage(request, request.POST)
    form = WeightsForm(request.POST, role=page.role, table=page.table, old=page.old)
    if form.is_valid():
        with refusal_on(form):
            rule = set_weights(page.store, form.draft(), by=request.user, now=page.now)
            messages.success(request, _("From %(month)s these weights hold.") % {"month": f"{rule.first_day:%Y-%m}"})
            return HttpResponseRedirect(f"{reverse('appraisal_weights')}?post={page.role}&table={page.table}", status=303)
    return page.answer(form)
