"""The words of a store's own lists."""

from collections.abc import Iterable
from typing import Any

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
        """The words in use of one list, in their order; those below another are its own (`below`)."""
        return self.filter(store=store, kind=kind, retired_at=None, parent=None).order_by("position", "id")

    def below(self, store, kind: str) -> "WordQuerySet":
        """The words of the second level in use, whose word above is in use too, each with that one, in their order."""
        words = self.filter(store=store, kind=kind, retired_at=None, parent__isnull=False, parent__retired_at=None)
        return words.select_related("parent").order_by("parent__position", "position", "id")

    def closer(self, store, kind: str) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return what stands below the words of a list, by the word above: the choices of a form."""
        return closer(self.below(store, kind))

    def in_use(self, store, *kinds: str) -> list["Word"]:
        """The words of both levels in use of one list or several, each below one that is, in their order: one question."""
        words: Iterable[Any] = self.filter(store=store, kind__in=kinds, retired_at=None).select_related("parent").order_by("parent__position", "position", "id")
        return [word for word in words if word.parent is None or word.parent.retired_at is None]


def closer(words: Iterable["Word"]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return those of some words that stand below others, by the word above."""
    found: dict[str, list[tuple[str, str]]] = {}
    for word in words:
        if word.parent is not None:
            found.setdefault(word.parent.name, []).append((word.name, word.name))
    return list(found.items())


class Word(models.Model):
    """One word of one list: a call outcome, a reason, a level, a car model, a purpose.

    `name` is the store's to choose; `meaning` is what the program counts (for an outcome: connected, no_answer …), so reports never count names.
    A word may stand below another of its list, its `parent`: 价格 below 他品战败 (docs/rules/domain.md#lost). `detail` holds what else its kind needs:
    days and interval of a level, whether a reason asks for the competitor's model.
    """

    store = models.ForeignKey("dcc.Store", models.CASCADE, related_name="words")
    kind = models.CharField(max_length=20, choices=KINDS)
    name = models.CharField(max_length=60)
    meaning = models.CharField(max_length=30, blank=True)
    detail = models.JSONField(default=dict)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    objects = WordQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["store", "kind", "name"], name="word_once_in_its_list")]
        ordering = ["kind", "position", "id"]

    def __str__(self) -> str:
        return self.name


def in_levels(words: Iterable[Word]) -> list[Word]:
    """Return words in their order, each of the first level followed by those below it."""
    every = list(words)
    return [word for above in every if above.parent_id is None for word in (above, *(each for each in every if each.parent_id == above.pk))]
