"""An application is decided once, and not by whoever made it (docs/rules/trust.md#who-proposes-does-not-confirm)."""

from datetime import datetime

from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User
from leads.models.review import Application


def decide(application: Application, *, decision: str, answer: str = "", by: User | None, now: datetime) -> bool:
    """Write the answer. False if it was decided before us: then nothing is written."""
    undecided = type(application).objects.open().filter(pk=application.pk)
    return bool(undecided.update(decided_at=now, decided_by=by, decision=decision, answer=answer[:200]))


def refuse_own(application: Application, *, roles: tuple[str, ...], by: User) -> bool:
    """Refuse to let somebody confirm what they proposed, unless nobody else of the store could. Return whether that is so: the record says it."""
    if application.by_id != by.pk:
        return False
    others = User.objects.of_store(application.store).employed().filter(role_rows__name__in=roles).exclude(pk=by.pk)
    if other := others.first():
        raise Refused(_("You proposed this yourself. Let %(name)s confirm it.") % {"name": other.name})
    return True
