"""Questions about leads, and the one door to their rows."""

from django.db import models
from django.db.models import Q

from dcc.permissions import scopes
from leads import sockets
from leads.querysets import any_of, prefix  # noqa: F401 - register the look-ups


class LeadQuerySet(models.QuerySet):
    """Questions about leads. Views reach leads through `visible_to` alone."""

    def visible_to(self, user) -> "LeadQuerySet":
        """The leads this person may read (06, rows): of their own store, all of them or their own. Who has no such right sees none.

        An agent's own: allocated to them now, or carded by them earlier. Rooms above add what their roles receive through `sockets.own_rows`.
        """
        held = scopes(user, "lead.see")
        if not user.store_id or not held:
            return self.none()
        mine = self.filter(store_id=user.store_id)
        return mine if "all" in held else mine.filter(self._own(user))

    def workable_by(self, user, permission: str) -> "LeadQuerySet":
        """Of the visible ones, those on which this person may do `permission`: all, or the ones that are theirs now."""
        held = scopes(user, permission)
        if not held:
            return self.none()
        visible = self.visible_to(user)
        return visible if "all" in held else visible.filter(Q(agent=user) | Q(reception=user))

    @staticmethod
    def _own(user) -> Q:
        own = Q()
        if "agent" in user.roles:
            own |= Q(agent=user) | Q(card_by=user)
        for rows in sockets.own_rows:
            own |= rows(user)
        return own if own else Q(pk=None)

    def open(self) -> "LeadQuerySet":
        """Those whose purchase cycle still runs."""
        return self.filter(closed_at=None)

    def in_pool(self) -> "LeadQuerySet":
        """Open and nobody's: what the leader has to give, the most urgent first."""
        return self.filter(closed_at=None, agent=None).order_by("respond_by", "id")
