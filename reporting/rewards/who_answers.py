"""Who answers an objection: the leader, or the director for whoever leads; nobody their own while somebody else could (docs/rules/domain.md#objections)."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dcc.models import User
from dcc.people.permissions import scopes
from reporting.models import Objection

LEADING = ("leader", "director")


def why_not(objection: Objection, user: User) -> str:
    """Return why somebody may not answer an objection, "" where they may. One question, two where it is a director's to answer."""
    if objection.user_id == user.pk:
        others = User.objects.of_store(objection.store).employed().filter(role_rows__name__in=LEADING).exclude(pk=user.pk)
        return _("Your own objection is answered by another leader, or the director.") if others.exists() else ""
    held = scopes(user, "objection.answer")
    if "all" in held or ("leaders" in held and User.objects.with_role("leader").filter(pk=objection.user_id).exists()):
        return ""
    return _("The director answers the objections of those who lead.")


def answering(user: User) -> QuerySet:
    """Return who is told that somebody objects: the leaders, of a leader the director too, never oneself."""
    posts = LEADING if "leader" in user.roles else LEADING[:1]
    return User.objects.filter(store=user.store, left_at=None, role_rows__name__in=posts).exclude(pk=user.pk).distinct().order_by("pk")
