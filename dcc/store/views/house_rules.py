"""The store's rules: its settings, valid from now on."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dcc.frame.answers import form_status, refusal_on, to
from dcc.people.permissions import requires
from dcc.store.forms.house_rules import HouseRulesForm
from dcc.store.rules.house_rules import change_settings, changeable_by
from dcc.store.store_settings import values_at


@require_http_methods(["GET", "HEAD", "POST"])
@requires("setting.change")
def house_rules(request):
    """The settings this person may change; saved are those that differ."""
    now, store = timezone.now(), request.user.store
    form = HouseRulesForm(request.POST or None, lines=changeable_by(request.user), initial=values_at(store, now))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, "closes_at"):
            changed = change_settings(store, values=form.values(), by=request.user, now=now)
            messages.success(request, _say(len(changed)))
            return to("house_rules")
    return render(request, "dcc/store/house_rules.html", {"form": form}, status=form_status(form))


def _say(count: int) -> str:
    if not count:
        return _("Nothing differed: all rules stay as they were.")
    return ngettext("%(count)d rule changed, valid from now on.", "%(count)d rules changed, valid from now on.", count) % {"count": count}
