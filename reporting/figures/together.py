"""Several questions of one store counted in one query: each measure of each question a part of it, split alike."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, Value

from reporting.figures.counting import Figures, counted_events
from reporting.figures.measures import MEASURES, Counts
from reporting.figures.question import Question

Asked = tuple[Question, Sequence[str]]


def ask_together(*asked: Asked) -> list[Figures]:
    """Answer questions on the activity basis that are split by the same thing; each with the measures named beside it, which are counted as everywhere."""
    parts = [_part(place, question, name) for place, (question, names) in enumerate(asked) for name in names]
    found = list(parts[0].union(*parts[1:], all=True))
    first = asked[0][0]
    keys, labels = first.dimension.keys(first.store, {row["grouped"] for row in found})
    rows: list[dict[str, Counts]] = [defaultdict(lambda: defaultdict(int)) for _question in asked]
    for row in found:
        rows[row["place"]][keys[row["grouped"]]][row["measure"]] += row["count"]
    return [Figures(question, {key: dict(counts) for key, counts in mine.items()}, labels) for (question, _names), mine in zip(asked, rows, strict=True)]


def _part(place: int, question: Question, name: str):
    measure = MEASURES[name]
    if measure.happening is None:
        raise ValueError(f"{name} is no event")
    rows = counted_events(question, measure.happening).filter(measure.happened(question.store)).order_by()
    grouped = question.dimension.expression(measure.happening, question.store.zone)
    return rows.values(grouped=grouped).annotate(count=Count("*"), place=Value(place), measure=Value(name)).values("grouped", "count", "place", "measure")
