"""Questions about hints that led nowhere."""

from collections.abc import Collection

from django.db import models


class NoRelationQuerySet(models.QuerySet):
    """Questions about hints somebody ended."""

    def pairs_of(self, visits: Collection[int]) -> set[tuple[int, int]]:
        """Return (visit, lead) of those of some visits."""
        return set(self.filter(visit__in=list(visits)).values_list("visit", "lead"))
