"""Rows across a relation, for a QuerySet: it stands below the models and may import none of them."""

from typing import Any

from django.db import models


def across(model: type[models.Model], name: str) -> Any:
    """Return the manager of what a relation leads to; untyped, as the relation is named by a word."""
    field: Any = model._meta.get_field(name)
    return field.related_model.objects
