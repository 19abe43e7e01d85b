"""What became of the deeds: acknowledged and kept, done once, whole."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count

from calls.models import Call
from dcc.models import Store, TrailEntry
from leads.models import Inquiry, Lead
from reception.models import Visit
from reporting.figures.milestones import COLUMNS, rebuild
from tests.faults.installation import Installation
from tests.faults.people import Worker


@dataclass
class Found:
    """Counts of a disturbance. `wrong`: what nobody should have been answered."""

    acknowledged: int
    lost: int
    doubled: int
    half: int
    answers: Counter
    wrong: list[str]

    def __str__(self) -> str:
        said = ", ".join(f"{name}: {count}" for name, count in sorted(self.answers.items(), key=str))
        return f"{self.acknowledged} acknowledged, {self.lost} lost, {self.doubled} doubled, {self.half} half done, {len(self.wrong)} wrong ({said})"


def judged(house: Installation, team: Iterable[Worker]) -> Found:
    """Let everybody finish what they have in hand, and look at what the database says of it."""
    team = [one.stop() for one in team]
    with house.asked():
        told = {mark for one in team for mark in one.done}
        there = {*map(str, Call.every.values_list("token", flat=True)), *map(str, Visit.every.values_list("token", flat=True))}
        there |= set(Inquiry.every.values_list("lead__phone", flat=True))
        doubled = sum(
            _more_than_once(rows)
            for rows in (Call.every.values("lead"), Visit.every.values("phone"), Inquiry.every.exclude(external_id="").values("external_id"))
        )
        half = _half_done()
    answers = sum((one.answers for one in team), Counter())
    wrong = [said for one in team for said in one.wrong]
    if wrong:
        print(house.said())
    return Found(len(told), len(told - there), doubled, half, answers, wrong)


def _more_than_once(rows) -> int:
    return rows.annotate(rows=Count("pk")).filter(rows__gt=1).count()


def _half_done() -> int:
    """Return how many rows lack their line of the trail, or lines their row, and how many leads do not carry what their events say."""
    return _without_line(Call, "call.log", "call") + _without_line(Visit, "visit.register") + _milestones_apart()


def _without_line(model, action: str, named: str = "") -> int:
    lines = TrailEntry.objects.filter(action=action)
    of = [detail[named] for detail in lines.values_list("detail", flat=True)] if named else [int(key) for key in lines.values_list("object_id", flat=True)]
    rows = Counter(model.every.values_list("pk", flat=True))
    return sum(((rows - Counter(of)) + (Counter(of) - rows)).values())


def _milestones_apart() -> int:
    carried = dict(_carried())
    with transaction.atomic():
        rebuild(Store.objects.get())
        rebuilt = dict(_carried())
        transaction.set_rollback(True)
    return sum(carried[pk] != rebuilt[pk] for pk in carried)


def _carried():
    return ((row[0], row[1:]) for row in Lead.every.order_by("pk").values_list("pk", *COLUMNS))
