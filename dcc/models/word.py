"""The words of a store's own lists."""

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

KINDS = (
    ("call_outcome", _("Call outcomes")),
    ("lost_reason", _("Reasons of the lost")),
    ("invalid_reason", _("Reasons of the invalid")),
    ("level", _("Levels of intent")),
    ("car_model", _("Car models")),
    ("visit_purpose", _("Purposes of a visit")),
    ("shift", _("Shifts")),
    ("cancel_reason", _("Reasons of a visit called off")),
)


class WordQuerySet(models.QuerySet):
    """Questions about the lists."""

    def visible_to(self, user) -> "WordQuerySet":
        """Those of the person's own store."""
        return self.filter(store_id=user.store_id)

    def of(self, store, kind: str) -> "WordQuerySet":
        """The words in use of one list, in their order."""
        return self.filter(store=store, kind=kind, retired_at=None).order_by("position", "id")


class Word(models.Model):
    """One word of one list: a call outcome, a reason, a level, a car model, a purpose.

    `name` is the store's to choose; `meaning` is what the program counts (for an outcome: connected, no_answer …), so reports never count names.
    `detail` holds what else its kind needs: days and interval of a level, whether a reason asks for the competitor's model.
    """

    store = models.ForeignKey("dcc.Store", models.CASCADE, related_name="words")
    kind = models.CharField(max_length=20, choices=KINDS)
    name = models.CharField(max_length=60)
    meaning = models.CharField(max_length=30, blank=True)
    detail = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    objects = WordQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["store", "kind", "name"], name="word_once_in_its_list")]
        ordering = ["kind", "position", "id"]

    def __str__(self) -> str:
        return self.name
