"""The steps of a topic: agreed to, noted, changed, ended."""

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dcc.frame.answers import WRONG, refusal_kept, to
from dcc.people.permissions import requires
from leads.topics.forms.topics import StepForm
from leads.topics.rules.settling import agree, change_plan, drop, finish, note_progress, owners
from leads.topics.views.topics import find, page


@require_POST
@requires("topic.settle")
def agree_one(request, pk):
    """Leader or director agrees: whose it is, and until when."""
    return _step(request, pk, lambda topic, said, step: agree(topic, **said, **step), _("Agreed"))


@require_POST
@requires("topic.raise")
def note_one(request, pk):
    """Anybody notes how it goes."""
    return _step(request, pk, lambda topic, said, step: note_progress(topic, words=said["words"], **step), _("Noted"))


@require_POST
@requires("topic.settle")
def change_one(request, pk):
    """Another owner, another day."""

    def change(topic, said, step):
        owner, due_on = said["owner"] or topic.owner, said["due_on"] or topic.due_on
        change_plan(topic, owner=owner, due_on=due_on, words=said["words"], **step)

    return _step(request, pk, change, _("Changed"))


@require_POST
@requires("topic.settle")
def finish_one(request, pk):
    """It came to a result."""
    return _step(request, pk, lambda topic, said, step: finish(topic, outcome=said["words"], **step), _("Ended with a result"))


@require_POST
@requires("topic.settle")
def drop_one(request, pk):
    """Nothing comes of it."""
    return _step(request, pk, lambda topic, said, step: drop(topic, reason=said["words"], **step), _("Dropped, the reason is kept"))


def _step(request, pk, verb, done):
    """Take the step and say so; refused or wrong, the page comes back as it was typed."""
    topic = find(request, pk)
    form = StepForm(request.POST, owners=owners(topic.store))
    if not form.is_valid():
        return page(request, topic, alone=True, form=form, status=WRONG)
    with refusal_kept() as refusal:
        verb(topic, form.cleaned_data, {"by": request.user, "now": timezone.now()})
        messages.success(request, done)
        return to("topic", pk)
    return page(request, find(request, pk), alone=True, form=form, sentence=refusal.sentence, status=refusal.status)
