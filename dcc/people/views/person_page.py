"""The page of one person, with whatever form just came back."""

from django.shortcuts import render
from django.utils import timezone

from dcc import sockets
from dcc.frame.answers import WRONG, form_status
from dcc.log_in.rules.second_factor import factor_of
from dcc.log_in.rules.throttle import locked_until
from dcc.models import User
from dcc.people.forms.people import AwayForm, NameForm, RolesForm
from dcc.people.permissions import scopes
from dcc.people.rules.absences import stand_in_of, today_of
from dcc.people.rules.people import may_let_go, may_manage


def render_person(request, person: User, *, name_form=None, roles_form=None, away_form=None, refusal: str = ""):
    """Return the page; 422 where something was refused, with what was typed still in its form."""
    today = today_of(person, timezone.now())
    context = {
        "person": person,
        "manageable": may_manage(request.user, person),
        "may_mark_away": "all" in scopes(request.user, "person.away"),
        "away_until": person.away_until(today),
        "stand_in": stand_in_of(person, today),
        "name_form": name_form or NameForm(initial={"name": person.name}),
        "roles_form": roles_form or RolesForm(initial={"roles": list(person.roles)}, giver=request.user),
        "away_form": away_form or AwayForm(initial={"last": today}, person=person),
        "holdings": [held for held in (question(person) for question in sockets.holdings) if held],
        "may_let_go": may_let_go(request.user, person),
        "locked_until": locked_until(person, now=timezone.now()),
        "has_second_factor": factor_of(person) is not None,
        "refusal": refusal,
    }
    return render(request, "dcc/people/person.html", context, status=WRONG if refusal else form_status(name_form, roles_form, away_form))
