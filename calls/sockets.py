"""What rooms above may hang on calls."""

from collections.abc import Callable

from dcc.registry import Registry

daily_plans: Registry[Callable] = Registry()  # user, now -> {measure: (goal of today, share of the working day that is over)}; without it a figure stands alone
receivers: Registry[Callable] = Registry()  # lead, moment -> id of the reception specialist who had the lead then, or None
