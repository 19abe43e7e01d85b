"""What opens a wall."""

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

OFFICE, SHOWROOM = "office", "showroom"
FACES = ((OFFICE, _("Office")), (SHOWROOM, _("Showroom")))


class WallTokenQuerySet(models.QuerySet):
    """Questions about the addresses of walls."""

    def visible_to(self, user) -> "WallTokenQuerySet":
        """Those of the person's own store."""
        return self.filter(store_id=user.store_id)

    def not_ended(self) -> "WallTokenQuerySet":
        """Those nobody has ended; their last day may be over."""
        return self.filter(ended_at=None)


class WallToken(models.Model):
    """The address of one wall (看板地址), without a log-in until the end of its last day `ends_on`. Belongs to the installation, not to a store's history.

    Kept as a digest; `hint` is its end, to tell it from others.
    """

    store = models.ForeignKey("dcc.Store", models.CASCADE, related_name="+")
    face = models.CharField(_("face"), max_length=10, choices=FACES)
    place = models.CharField(_("place"), max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4)
    ends_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")

    objects = WallTokenQuerySet.as_manager()

    class Meta:
        constraints = [CheckConstraint(condition=Q(ended_by=None) | Q(ended_at__isnull=False), name="wall_token_ended_by_with_moment")]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.place} …{self.hint}"

    def shows_on(self, day: date) -> bool:
        """Whether it opens its wall on a day of the store."""
        return self.ended_at is None and day <= self.ends_on
