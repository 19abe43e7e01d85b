"""Questions about objections to what is paid."""

from datetime import date

from django.db import models

from dcc.people.permissions import scopes


class ObjectionQuerySet(models.QuerySet):
    """Objections. Views reach them through `visible_to` alone."""

    def visible_to(self, user) -> "ObjectionQuerySet":
        """One's own, and all of the store for whoever reads every statement."""
        held = scopes(user, "statement.see")
        if "all" in held:
            return self.filter(store_id=user.store_id)
        return self.filter(user=user) if held else self.none()

    def unanswered(self) -> "ObjectionQuerySet":
        """Those that wait for the leader."""
        return self.filter(decision="")

    def until(self, month: date) -> "ObjectionQuerySet":
        """Those to lines of a month and of the months before it."""
        return self.filter(month__lte=month)

    def granted(self) -> "ObjectionQuerySet":
        """Those answered by a change, in the order of the answers: of several to one event the last holds."""
        return self.filter(decision="changed").order_by("answered_at", "pk")
