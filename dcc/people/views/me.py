"""One's own page: who one is here, what one may do, how the pages look."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import form_status, refusal_on, to
from dcc.people.forms.look import LookForm
from dcc.people.forms.people import AwayForm
from dcc.people.permissions import may, requires
from dcc.people.rights_in_words import may_in_words
from dcc.people.rules.absences import mark_away, mark_present, stand_in_of, today_of
from dcc.people.rules.preferences import choose_look


@require_safe
@requires("me")
def me(request):
    """Name, store, roles, rights; look, away."""
    return _page(request)


@require_POST
@requires("me")
def look(request):
    """Keep language, theme and keys."""
    form = LookForm(request.POST)
    if not form.is_valid():
        return _page(request, look_form=form)
    choose_look(request.user, **form.cleaned_data)
    if form.cleaned_data["language"]:
        translation.activate(form.cleaned_data["language"])
    messages.success(request, _("Kept."))
    return to("me")


@require_POST
@requires("person.away")
def away(request):
    """Mark oneself away until a day."""
    form = AwayForm(request.POST, person=request.user)
    if form.is_valid():
        with refusal_on(form, "last"):
            mark_away(request.user, **form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, _("You are marked away: nothing will be given to you."))
            return to("me")
    return _page(request, away_form=form)


@require_POST
@requires("person.away")
def present(request):
    """Mark oneself on duty again."""
    mark_present(request.user, by=request.user, now=timezone.now())
    messages.success(request, _("You are on duty."))
    return to("me")


def _page(request, *, look_form: LookForm | None = None, away_form: AwayForm | None = None):
    person, now = request.user, timezone.now()
    today = today_of(person, now)
    context = {
        "look_form": look_form or LookForm(initial={"language": person.language, "theme": person.theme, "single_keys": person.single_keys}),
        "away_form": away_form or AwayForm(initial={"last": today}, person=person),
        "away_until": person.away_until(today),
        "stand_in": stand_in_of(person, today),
        "may_be_away": may(person, "person.away"),
        "rights": may_in_words(person),
        "watched": list(person.stores.all()) if person.store is None else [],
    }
    return render(request, "dcc/people/me.html", context, status=form_status(look_form, away_form))
