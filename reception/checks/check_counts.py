"""What was checked of whom, and how often it was not true (docs/rules/domain.md#checks)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dcc.models import Store, User
from dcc.reckoning.rounding import percent

RATED = 10  # checked, from which on a rate is said


@dataclass(frozen=True)
class Line:
    """One person's cards or visits of a month: how many were judged, and how many were not true. `person` None: all of them."""

    person: User | None
    checked: int
    wrong: int

    @property
    def rate(self) -> str:
        """Not true of those judged, in a hundred; a dash below ten."""
        return percent(self.wrong, self.checked) if self.checked >= RATED else "—"


def lines_of(store: Store, month: tuple[date, date], draws) -> tuple[Sequence[Line], Sequence[Line]]:
    """Return the lines of those whose cards, and of those whose visits, of these days were judged: the worst first, their sum where there is more than one."""
    rows = draws.filter(store=store, day__gte=month[0], day__lte=month[1]).found()
    found: dict[bool, Counter[tuple[int, str]]] = {True: Counter(), False: Counter()}
    for user, word, lead in rows.order_by().values_list("user_id", "ended_as", "lead_id"):
        found[lead is not None][user, word] += 1
    named = {user for counted in found.values() for user, _word in counted if user}
    people = {person.pk: person for person in User.objects.filter(pk__in=named)}
    return _lines(found[True], people), _lines(found[False], people)


def _lines(found: Counter[tuple[int, str]], people: dict[int, User]) -> Sequence[Line]:
    lines = [Line(people.get(user), found[user, "upheld"] + found[user, "wrong"], found[user, "wrong"]) for user in {user for user, _word in found}]
    lines.sort(key=lambda line: (-(line.wrong / line.checked if line.checked >= RATED else -1), -line.checked, line.person.username if line.person else ""))
    total = Line(None, sum(line.checked for line in lines), sum(line.wrong for line in lines))
    return [*lines, total] if len(lines) > 1 else lines


def sum_of(*tables: Sequence[Line]) -> Line:
    """Return the sum of several tables."""
    lines = [table[-1] for table in tables if table]
    return Line(None, sum(line.checked for line in lines), sum(line.wrong for line in lines))
