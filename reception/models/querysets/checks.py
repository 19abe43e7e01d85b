"""Questions about what was drawn to be checked."""

from django.db import models

from dcc.people.permissions import scopes

FOUND = ("upheld", "wrong")


class CheckDrawQuerySet(models.QuerySet):
    """Questions about draws. Views reach them through `visible_to` alone."""

    def visible_to(self, user) -> "CheckDrawQuerySet":
        """All of the store for whoever checks or answers for them; one's own once they were judged: nobody sees beforehand what is drawn."""
        held = scopes(user, "check.see")
        if not user.store_id or not held:
            return self.none()
        mine = self.filter(store_id=user.store_id)
        return mine if "all" in held else mine.found().filter(user=user)

    def running(self) -> "CheckDrawQuerySet":
        """Those to be asked about still; what was taken back meanwhile needs no asking."""
        return self.filter(ended_at=None).exclude(visit__annulled_at__isnull=False)

    def found(self) -> "CheckDrawQuerySet":
        """Those that were judged, one way or the other."""
        return self.filter(ended_as__in=FOUND)
