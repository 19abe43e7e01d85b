"""The robots of the store's group chats, and what they sent."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dcc.frame.answers import form_status, refusal_on, refusal_said, to
from dcc.models import Robot, RobotMessage
from dcc.people.permissions import requires
from dcc.robots.forms.robots import KindsForm, RobotForm
from dcc.robots.robot_words import STATES, kind_words, short, state_of
from dcc.robots.rules.delivering import send_test
from dcc.robots.rules.robots import add_robot, change_robot, retire_robot

SHOWN = 50


@dataclass(frozen=True)
class RobotRow:
    """A robot as the page shows it: of its address no more than one tells it by."""

    robot: Robot
    address: str
    kinds: list[str]


@dataclass(frozen=True)
class Delivery:
    """One message of the log."""

    message: RobotMessage
    kind: str
    state: str
    is_bad: bool


@require_http_methods(["GET", "HEAD", "POST"])
@requires("robot.manage")
def robots(request):
    """The robots at work, a form for a new one, the log of what was sent."""
    form = RobotForm(request.POST or None, initial={"maker": "wecom"})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, "address"):
            robot = add_robot(request.user.own_store, **form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, _("Messages go into “%(name)s” from now on") % {"name": robot.name})
            return to("robots")
    words = kind_words()
    rows = [
        RobotRow(robot, short(robot.address), [str(words[kind]) for kind in robot.kinds if kind in words])
        for robot in Robot.objects.visible_to(request.user).at_work()
    ]
    context = {"rows": rows, "deliveries": deliveries_of(request.user, words), "form": form}
    return render(request, "dcc/robots/robots.html", context, status=form_status(form))


def deliveries_of(user, words) -> list[Delivery]:
    """Return the latest messages of the store's robots."""
    sent = RobotMessage.objects.visible_to(user).select_related("robot").order_by("-at", "-pk")[:SHOWN]
    return [Delivery(each, str(words.get(each.kind, each.kind)), str(STATES[state_of(each)]), state_of(each) == "given_up") for each in sent]


@require_http_methods(["GET", "HEAD", "POST"])
@requires("robot.manage")
def robot(request, pk):
    """What one of them sends."""
    found = _find(request, pk)
    form = KindsForm(request.POST or None, initial={"kinds": found.kinds})
    if request.method == "POST" and form.is_valid():
        change_robot(found, kinds=form.cleaned_data["kinds"], by=request.user, now=timezone.now())
        return to("robots")
    return render(request, "dcc/robots/robot.html", {"form": form, "robot": found, "address": short(found.address)}, status=form_status(form))


@require_POST
@requires("robot.manage")
def test(request, pk):
    """Send a message by which one sees that it works."""
    with refusal_said(request):
        send_test(_find(request, pk), by=request.user, now=timezone.now())
        messages.success(request, _("On its way: the log says whether it came"))
    return to("robots")


@require_POST
@requires("robot.manage")
def retire(request, pk):
    """Send nothing more into a group."""
    if retire_robot(_find(request, pk), by=request.user, now=timezone.now()):
        messages.success(request, _("Nothing more is sent there"))
    return to("robots")


def _find(request, pk: int) -> Robot:
    return get_object_or_404(Robot.objects.visible_to(request.user).at_work(), pk=pk)
