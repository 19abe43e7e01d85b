"""The figures above a specialist's board, each with the way to exactly its rows."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dcc.models import User
from reception import sockets
from reception.customers.rules.customer_board import Board


@dataclass(frozen=True)
class Figure:
    """One figure, by the name under which its formula is known; with its plan where there is one."""

    name: str
    label: Any
    value: int
    url: str
    beside: str = ""
    goal: Fraction | int = 0
    tick: Fraction | None = None

    @property
    def is_bad(self) -> bool:
        """Whether it is said in red: something that should not be at all."""
        return self.name == "overdue" and self.value > 0


def strip(user: User, board: Board, now: datetime) -> list[Figure]:
    """Return the figures of the strip, in its order."""
    plans = {measure: plan for plans_of in sockets.month_plans for measure, plan in plans_of(user, now).items()}
    month, groups = reverse("mine_month"), len(board.month_visits)
    return [
        Figure("reception.came", _("Came today"), len(board.came), _rows("came")),
        Figure("reception.due", _("Yours to receive"), len(board.due), _rows("due"), _("%(count)d of them came") % {"count": board.due_came}),
        Figure("reception.month", _("Came this month"), groups, month, "", *plans.get("visits", ())),
        Figure("reception.drives", _("Test drives"), board.test_drives, month, f"/ {groups}"),
        Figure("overdue", _("Overdue"), board.overdue, _rows("overdue")),
        Figure("reception.in_hand", _("Holds"), board.in_hand, _rows("in_hand")),
        Figure("reception.ordered", _("Ordered"), len(board.ordered), "#ordered"),
        Figure("reception.delivered", _("Handed over"), len(board.delivered), "#delivered"),
    ]


def _rows(what: str) -> str:
    return reverse("mine_rows", args=[what])
