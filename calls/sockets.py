"""What rooms above may hang on calls."""

from collections.abc import Callable

from dcc.registry import Registry

# user, now -> {measure: (exact goal of today, share of the working day that is over)}; without it a figure stands alone
daily_plans: Registry[Callable] = Registry()
# () -> Q of follow-ups: those whose lead stands before whoever owes them though it may be in no queue
stands_elsewhere: Registry[Callable] = Registry()
kept_rates: Registry[Callable] = Registry()  # user, now -> a figure with name, label, value, fraction: kept of those that fell due
# key of the lead in an outer query, first, now -> when its customers came in [first, now] of whom nobody noted that they left
in_house: Registry[Callable] = Registry()
receivers: Registry[Callable] = Registry()  # lead, moment -> id of the reception specialist who had the lead then, or None
