"""What rooms above may hang on reception."""

from collections.abc import Callable

from django.dispatch import Signal

from dcc.registry import Registry

month_plans: Registry[Callable] = Registry()  # user, now -> {measure: (goal of the month, share of its working time that is over)}
closed_days: Registry[Callable] = Registry()  # store, days -> those among them that were closed: one question for all of them
closed_periods: Registry[Callable] = Registry()  # store, moment -> which of the periods it lies in were closed: "day", "month"
kept_for: Registry[Callable] = Registry()  # ids of leads, now -> whether something in a room above needs to know yet whose they were
person_erased = Signal()  # lead_ids, at: they are nobody's any more; what a room above wrote of them in words goes as well
