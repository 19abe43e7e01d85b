"""Walls in words."""

from datetime import datetime

from django.urls import reverse

from dcc.models import User
from dcc.people.permissions import may
from reporting.models import WallToken


def walls_on_the_trail(user: User, ids: set[int], _now: datetime) -> dict[int, tuple[str, str]]:
    """Name the walls; link them for whoever may open their page."""
    url = reverse("walls") if may(user, "wall.manage") else ""
    return {token.pk: (str(token), url) for token in WallToken.objects.visible_to(user).filter(pk__in=ids)}
