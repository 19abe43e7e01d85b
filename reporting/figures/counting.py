"""Answers: one pass of conditional counts over the leads of a cohort, or one over each table of events; however many rows, the same queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet, Value

from dcc.models import Store, User
from leads.models import Channel, Lead
from reporting.figures.dimensions import people_said
from reporting.figures.measures import CALLS, Counts, Happening, Measure
from reporting.figures.question import Question
from reporting.figures.rates import COUNTED

People = dict[int, tuple[str, str]]  # {id: (username, name)}
ROW, NOTHING = Value(1), Value(0)  # counting the key would carry it through every sorting


@dataclass
class Figures:
    """An answer: {key: {measure: count}} without zeros, {key: label}, and the sums of all rows, of those cut away (`whole`), too."""

    question: Question
    rows: dict[str, Counts] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    whole: Counts | None = None

    @property
    def total(self) -> Counts:
        """The sums over all rows, the unassigned included."""
        if self.whole is not None:
            return self.whole
        sums: Counts = defaultdict(int)
        for counts in self.rows.values():
            for name, count in counts.items():
                sums[name] += count
        return dict(sums)

    def label(self, key: str) -> str:
        """What a reader calls a row."""
        return self.labels.get(key, key)


def ask(question: Question, measures: Sequence[str] = ()) -> Figures:
    """Answer a question with the measures it is asked by, or with those named."""
    return ask_beside([question], measures)[0]


def ask_beside(questions: Sequence[Question], measures: Sequence[str] = ()) -> list[Figures]:
    """Answer one question of several periods, in as many queries as of one."""
    question = questions[0]
    asked = [COUNTED[name] for name in measures or question.measures]
    parts = [COUNTED[part] for line in asked for part in line.sums]
    wanted = list({line.name: line for line in (*asked, *parts) if not line.sums}.values())
    people: People = {}
    counts = _count_cohort(questions, wanted) if question.basis == "cohort" else _count_activity(questions, wanted, people)
    values = {found for found, _name, _counts in counts}
    if people and question.dimension.is_person:  # read already
        keys, labels = people_said({pk: people[pk] for pk in values if pk})
    else:
        keys, labels = question.dimension.keys(question.store, values)
    answers = []
    for place, each in enumerate(questions):
        rows: dict[str, Counts] = defaultdict(lambda: defaultdict(int))
        for found, name, numbers in counts:
            if numbers[place]:
                rows[keys[found]][name] += numbers[place]
        for row in rows.values():
            row.update({line.name: total for line in asked if line.sums and (total := sum(row.get(part, 0) for part in line.sums))})
        answers.append(Figures(each, {key: dict(rows[key]) for key in sorted(rows)}, labels))
    return answers


def counted_leads(question: Question) -> QuerySet:
    """The leads that arrived in the period; merged ones count nowhere."""
    return Lead.objects.filter(question.within("received_at"), store=question.store).unmerged()


def counted_events(question: Question, happening: Happening) -> QuerySet:
    """What happened in the period, but to merged leads."""
    return kept_rows(question.store, happening).filter(question.within(happening.moment), happening.rows, _ahead(question, happening))


def kept_rows(store: Store, happening: Happening) -> QuerySet:
    """The rows of a table that are of no merged lead."""
    rows = happening.model._default_manager.filter(store=store)
    return rows.filter(happening.kept) if happening.kept else rows.exclude(lead__in=merged_of(store))


def merged_of(store: Store) -> QuerySet:
    """The leads of a store that were merged into others."""
    return Lead.objects.merged().filter(store=store).order_by().values("pk")


def _count_cohort(questions: Sequence[Question], wanted: Iterable[Measure]) -> list[tuple]:
    conditions = {measure.name: measure.cohort for measure in wanted if measure.cohort is not None}
    rows = Lead.objects.filter(_within(questions, "received_at"), store=questions[0].store).unmerged()
    return _grouped(rows, questions, None, conditions)


def _count_activity(questions: Sequence[Question], wanted: Iterable[Measure], people: People) -> list[tuple]:
    question = questions[0]
    passes: dict[Happening, dict[str, Q]] = defaultdict(dict)
    for measure in wanted:
        if measure.happening and question.dimension.path(measure.happening):
            passes[measure.happening][measure.name] = measure.happened(question.store)
    lanes = {name: _lanes(name, question.store, people) for name in {happening.lane(question.by) for happening in passes} if name}
    found = []
    for happening, conditions in passes.items():
        rows, lane = _events(questions, happening), happening.lane(question.by)
        found += _grouped(rows.filter(**{f"{lane}__in": lanes[lane]}) if lane else rows, questions, happening, conditions)
        if lane == "agent" and happening is CALLS:  # the one of these nobody may have the credit for
            found += _grouped(rows.filter(agent=None), questions, happening, conditions)
    return found


def _lanes(name: str, store: Store, people: People) -> QuerySet | list[int]:
    """What an index may begin with, all of it: the rows are read lane by lane and left out nowhere. `people` keeps whoever was read for it."""
    if name == "channel":
        return Channel.objects.filter(store=store).order_by().values("pk")
    if not people:  # whoever had the credit, wherever they are now
        people.update({pk: (username, called) for pk, username, called in User.objects.order_by().values_list("pk", "username", "name")})
    return list(people)


def _within(questions: Sequence[Question], moment: str) -> Q:
    return Q(*(question.within(moment) for question in questions), _connector=Q.OR)


def _events(questions: Sequence[Question], happening: Happening) -> QuerySet:
    return kept_rows(questions[0].store, happening).filter(_within(questions, happening.moment), happening.rows, _ahead(questions[0], happening))


def _ahead(question: Question, happening: Happening) -> Q:
    """What lies ahead of the moment of the question has not happened."""
    return Q(**{f"{happening.moment}__lte": question.at}) if happening.until_now and question.at else Q()


def _grouped(rows: QuerySet, questions: Sequence[Question], happening: Happening | None, conditions: dict[str, Q]) -> list[tuple]:
    """Return [(value grouped by, measure, counts by question)] in one query."""
    question, moment = questions[0], happening.moment if happening else "received_at"
    group = question.dimension.expression(happening, question.store.zone)
    periods = [each.within(moment) for each in questions] if len(questions) > 1 else [Q()]
    counts = {f"n{place}_{name}": _counted(conditions[name] & period) for name in conditions for place, period in enumerate(periods)}
    found = rows.order_by().values(grouped=group).annotate(**counts)
    return [(row["grouped"], name, [row[f"n{place}_{name}"] for place in range(len(periods))]) for row in found for name in conditions]


def _counted(condition: Q) -> Count:
    return Count(ROW, filter=condition) if condition else Count("*")
