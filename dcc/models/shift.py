"""Who works when: one person's day on the roster."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

LEAVES = (
    ("annual", _("Annual leave")),
    ("sick", _("Sick leave")),
    ("personal", _("Personal leave")),
    ("in_lieu", _("Time off in lieu")),
    ("other", _("Other leave")),
)


class Shift(models.Model):
    """One person's day on the roster (docs/rules/domain.md#roster): `word` is the shift as the store calls it, with its times of that day.

    Without times nobody works: a day off, or a leave. `stand_in` works in their place, or with them the day was changed; `made_up`: who is on leave
    gets leads in lieu once back. `ended_at`: what the end of the shift brings was done.
    """

    user = models.ForeignKey("dcc.User", models.CASCADE, related_name="shifts")
    day = models.DateField()
    word = models.CharField(max_length=60, blank=True)
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    leave = models.CharField(max_length=10, blank=True, choices=LEAVES)
    stand_in = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")
    made_up = models.BooleanField(default=False)
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["user", "day"], name="shift_once_a_day"),
            CheckConstraint(
                condition=Q(starts=None, ends=None) | Q(starts__isnull=False, ends__isnull=False, starts__lt=F("ends")), name="shift_begins_before_it_ends"
            ),
        ]
        indexes = [models.Index(fields=["day"], condition=Q(ended_at=None, ends__isnull=False), name="shift_not_ended")]

    def __str__(self) -> str:
        return f"{self.user} {self.day} {self.word}"

    @property
    def works(self) -> bool:
        """Whether it has hours at all."""
        return self.starts is not None
