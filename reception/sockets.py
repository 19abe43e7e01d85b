"""What rooms above may hang on reception."""

from collections.abc import Callable

from dcc.registry import Registry

month_plans: Registry[Callable] = Registry()  # user, now -> {measure: (goal of the month, share of its working time that is over)}
