"""The people of a store."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dcc.frame.answers import form_status, refusal_kept, refusal_on, to
from dcc.log_in.rules import throttle
from dcc.log_in.rules.second_factor import reset_second_factor
from dcc.models import User
from dcc.people.forms.people import AwayForm, NameForm, NewPersonForm, RolesForm
from dcc.people.permissions import may, requires
from dcc.people.rules import people as rules
from dcc.people.rules.absences import mark_away, mark_present
from dcc.people.views.people_table import PeopleTable
from dcc.people.views.person_page import render_person


@require_safe
@requires("person.see")
def people(request):
    """Everybody of the store: roles, whether on duty today; those who left, last."""
    duty = User.objects.visible_to(request.user).with_duty(timezone.now(), request.user.own_store.zone)
    rows = list(duty.prefetch_related("role_rows").order_by("username"))
    employed = [person for person in rows if person.is_active]
    left = [person for person in rows if not person.is_active]
    context = {"table": PeopleTable([*employed, *left]), "employed": employed, "may_add": may(request.user, "person.manage")}
    return render(request, "dcc/people/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("person.manage")
def add(request):
    """Add somebody; the answer shows their one-time password, once."""
    form = NewPersonForm(request.POST or None, giver=request.user)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, "username"):
            person, password = rules.add_person(**form.cleaned_data, store=request.user.store, by=request.user, now=timezone.now())
            return _one_time(request, person, password, title=_("%(name)s was added") % {"name": person.name})
    return render(request, "dcc/people/person_new.html", {"form": form}, status=form_status(form))


@require_safe
@requires("person.see")
def person(request, pk):
    """One person: what is known, what may be changed."""
    return render_person(request, _find(request, pk))


@require_POST
@requires("person.manage")
def rename(request, pk):
    """Correct the name."""
    person = _find(request, pk)
    form = NameForm(request.POST)
    if form.is_valid():
        with refusal_on(form, "name"):
            rules.rename_person(person, name=form.cleaned_data["name"], by=request.user, now=timezone.now())
            messages.success(request, _("The name is %(name)s now.") % {"name": form.cleaned_data["name"]})
            return to("person", pk)
    return render_person(request, person, name_form=form)


@require_POST
@requires("person.manage")
def roles(request, pk):
    """Give exactly the roles ticked; the person is logged out and told."""
    person = _find(request, pk)
    form = RolesForm(request.POST, giver=request.user)
    if form.is_valid():
        with refusal_on(form, "roles"):
            if rules.change_roles(person, roles=form.cleaned_data["roles"], by=request.user, now=timezone.now()):
                messages.success(request, _("%(name)s is %(roles)s now and must log in again.") % {"name": person.name, "roles": person.roles_label})
            return to("person", pk)
    return render_person(request, person, roles_form=form)


@require_POST
@requires("person.manage")
def reset(request, pk):
    """Give a one-time password; the answer shows it, once."""
    return _new_password(request, pk, rules.reset_password, _("New password for %(name)s"))


@require_POST
@requires("person.manage")
def unlock(request, pk):
    """Let somebody log in again before their lock ends by itself."""
    return _do(request, pk, throttle.unlock, _("%(name)s may log in again."))


@require_POST
@requires("person.manage")
def second_factor(request, pk):
    """The device is lost: take the second step of somebody's log-in away."""
    return _do(request, pk, reset_second_factor, _("%(name)s logs in by the password alone, until the second step is set up again."))


@require_POST
@requires("person.manage")
def give_back(request, pk):
    """Give access back; the answer shows a one-time password, once."""
    return _new_password(request, pk, rules.give_access_back, _("%(name)s has access again"))


@require_POST
@requires("person.see")
def away(request, pk):
    """Mark somebody away until a day."""
    person = _find(request, pk)
    form = AwayForm(request.POST, person=person)
    if form.is_valid():
        with refusal_on(form, "last"):
            mark_away(person, **form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, _("%(name)s is marked away.") % {"name": person.name})
            return to("person", pk)
    return render_person(request, person, away_form=form)


@require_POST
@requires("person.see")
def present(request, pk):
    """Mark somebody on duty again."""
    return _do(request, pk, mark_present, _("%(name)s is on duty."))


def _find(request, pk: int) -> User:
    return get_object_or_404(User.objects.visible_to(request.user), pk=pk)


def _one_time(request, person: User, password: str, *, title: str):
    return render(request, "dcc/people/one_time_password.html", {"person": person, "password": password, "title": title})


def _new_password(request, pk, verb, title: str):
    """Give a one-time password by this verb and show it; a refusal is said on their page."""
    person = _find(request, pk)
    with refusal_kept() as refusal:
        return _one_time(request, person, verb(person, by=request.user, now=timezone.now()), title=title % {"name": person.name})
    return render_person(request, person, refusal=refusal.sentence)


def _do(request, pk, verb, said: str):
    """Do it to somebody and say so, where it was not so already; a refusal is said on their page."""
    person = _find(request, pk)
    with refusal_kept() as refusal:
        if verb(person, by=request.user, now=timezone.now()):
            messages.success(request, said % {"name": person.name})
        return to("person", pk)
    return render_person(request, person, refusal=refusal.sentence)
