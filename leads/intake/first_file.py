"""What a store that has no lead yet wants of whoever imports."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from dcc.frame.waiting import DeskItem
from dcc.models import User
from dcc.people.permissions import may
from leads.models import Lead


def first_file(user: User, _when: datetime) -> list[DeskItem]:
    """The first file of a new store, for whoever imports."""
    if not user.store_id or not may(user, "import") or Lead.objects.filter(store=user.store_id).exists():
        return []
    return [DeskItem(_("No lead yet"), "file-import", _("import the first file"), reverse("import"), _("Import"), urgency=3)]
