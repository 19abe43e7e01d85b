"""What a new store wants before anything else can happen: people, and the models it sells. Each step leaves the desk once it is done."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from dcc.frame.waiting import DeskItem
from dcc.models import Role, User, Word
from dcc.people.permissions import may

FIRST = 1  # urgency: before all that waits


def people_of_a_new_store(user: User, _when: datetime) -> list[DeskItem]:
    """The leader, whom the director adds; then data manager and agents, whom the leader adds."""
    if not user.store_id or not may(user, "person.manage"):
        return []
    held = set(Role.objects.filter(user__store=user.store_id, user__left_at=None).values_list("name", flat=True))
    if "leader" not in held:
        return [_add(_("add the leader, who adds everybody else"))]
    missing = [words for name, words in (("data_manager", _("the data manager")), ("agent", _("the agents"))) if name not in held]
    return [_add(_("add %(whom)s") % {"whom": _(", ").join(missing)})] if missing and "leader" in user.roles else []


def _add(whom: str) -> DeskItem:
    return DeskItem(_("A new store"), "users-group", whom, reverse("person_new"), _("Add a person"), urgency=FIRST)


def models_of_a_new_store(user: User, _when: datetime) -> list[DeskItem]:
    """The models the store sells, where it was made without a brand."""
    if not user.store_id or not may(user, "word.manage") or Word.objects.filter(store=user.store_id, kind="car_model").exists():
        return []
    list_of_models = reverse("word_list", args=["car_model"])
    return [DeskItem(_("Car models"), "car", _("none yet: forms offer none to choose"), list_of_models, _("Add models"), urgency=FIRST + 1)]
