"""A value to be sorted by after the rows are found."""

from django.db.models import Func


class Unindexed(Func):
    """The value itself, as no index says it."""

    template = "(SELECT %(expressions)s)"
    arity = 1
