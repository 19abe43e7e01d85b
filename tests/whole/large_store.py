"""A store of 300,000 leads, set-wise: some thousand out of the benchmark's filler, copied by the database itself; what waits is of the last weeks."""

from datetime import timedelta

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import F, Model

from calls.models import Call
from dcc.database import statistics
from dcc.database.bulk import chunked
from dcc.models import Role, Store, User
from leads.models import FollowUp, Lead
from reception.models import Order, Visit
from reporting.benchmarks.setwise_filling import END, TABLES, fill

LEADS, COPIES = 300_000, 75
POOLED, WAITING, KEPT = timedelta(days=1), timedelta(days=3), timedelta(days=45)
AHEAD = END + timedelta(days=20_000)  # on no list of today, whenever the test runs
NOWHERE = 500  # of so many customers in hand one has been forgotten
SERIES = "WITH RECURSIVE copies(nth) AS (SELECT 1 UNION ALL SELECT nth + 1 FROM copies WHERE nth < %s)"


def make(store: Store) -> None:
    """Fill a store, and tell the planner nothing: as one that is new, or was filled by one great file."""
    fill(store, LEADS // COPIES)
    _haste()
    steps = {model: _span(model) for model in TABLES}
    with connection.cursor() as cursor:
        for model in TABLES:
            columns = {field.column: _copied(model, field.column, steps) for field in model._meta.concrete_fields}
            table = connection.ops.quote_name(model._meta.db_table)
            copied = f"INSERT INTO {table} ({', '.join(columns)}) {SERIES} SELECT {', '.join(columns.values())} FROM {table} CROSS JOIN copies"
            cursor.execute(copied, [COPIES - 1])
        for sentence in connection.ops.sequence_reset_sql(no_style(), TABLES):  # what happens by itself writes further rows
            cursor.execute(sentence)
    _live(store)
    _few_for(person(store, "agent"))
    _few_received_by(person(store, "reception"))
    _haste(over=True)


def know_sizes() -> None:
    """Let the planner know all sizes, as the worker of an installation does: a small table believed empty is read once more for each row of a large one."""
    statistics.gather([model._meta.db_table for model in apps.get_models()])


def _few_for(agent: User) -> None:
    """Leave an agent the leads of some weeks: what is one's own is a small part of a store."""
    other = User.objects.filter(store=agent.store, role_rows__name="agent").exclude(pk=agent.pk).first()
    earlier = Lead.objects.filter(store=agent.store, received_at__lt=END - KEPT)
    earlier.filter(agent=agent).update(agent=other)
    earlier.filter(card_by=agent).update(card_by=other)
    of_earlier = set(earlier.values_list("pk", flat=True))  # not asked as one: of a store just written the planner knows no sizes
    moved = [pk for pk, lead in FollowUp.objects.filter(agent=agent).values_list("pk", "lead") if lead in of_earlier]
    for some in chunked(moved):
        FollowUp.objects.filter(pk__in=some).update(agent=other)


def _few_received_by(specialist: User) -> None:
    """Leave a reception specialist the customers of some weeks."""
    other = User.objects.filter(store=specialist.store, role_rows__name="reception").exclude(pk=specialist.pk).first()
    for model, moment in ((Lead, "received_at"), (Visit, "at"), (Order, "at")):
        model.objects.filter(**{"store": specialist.store, "reception": specialist, f"{moment}__lt": END - KEPT}).update(reception=other)


def _haste(*, over: bool = False) -> None:
    """Copy without looking up what each key refers to, and with indexes that lie in memory whole. Copies of sound rows are sound."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA cache_size = {-64_000 if over else -500_000}")
        else:
            cursor.execute(f"SET LOCAL session_replication_role = {'origin' if over else 'replica'}")


def _span(model: type[Model]) -> int:
    keys = model.objects.order_by("pk").values_list("pk", flat=True)
    return keys.last() - keys.first() + 1


def _copied(model: type[Model], column: str, steps: dict[type[Model], int]) -> str:
    """What a column of a copy says: keys of its own, a number of its own, everything else as it was."""
    if column == "id":
        return f"id + nth * {steps[model]}"
    if column == "lead_id":
        return f"lead_id + nth * {steps[Lead]}"
    if model is Lead and column in ("phone", "phone_tail"):
        number = f"CAST(15400000000 + id + nth * {steps[Lead]} AS TEXT)"
        return number if column == "phone" else f"SUBSTR({number}, 8, 4)"
    return column


def _live(store: Store) -> None:
    """Let some wait in the pool, for a call, for the data manager and for the leader; what comes next of the others is agreed, all but of a few."""
    leads = Lead.objects.filter(store=store)
    leads.filter(closed_at=None, received_at__gte=END - POOLED).update(agent=None)
    recent = leads.filter(closed_at=None, received_at__gte=END - WAITING)
    recent.filter(reached_at__isnull=False).update(ungraded_since=F("reached_at"))
    recent.filter(reached_at=None, first_call_at__isnull=False).update(review_since=F("first_call_at"))
    duties = recent.filter(agent__isnull=False).values_list("pk", "agent", "received_at")
    FollowUp.objects.bulk_create(FollowUp(store=store, lead_id=pk, agent_id=agent, kind="retry", created_at=at, due_at=at) for pk, agent, at in duties)
    agreed = leads.filter(closed_at=None, agent__isnull=False, received_at__lt=END - WAITING).values_list("pk", "agent", "received_at")
    FollowUp.objects.bulk_create(
        FollowUp(store=store, lead_id=pk, agent_id=agent, kind="grade", created_at=at, due_at=AHEAD) for pk, agent, at in agreed if pk % NOWHERE
    )
    assert Lead.objects.filter(store=store).count() == LEADS
    assert Call.objects.filter(store=store).count() > LEADS


def person(store: Store, role: str) -> User:
    """Somebody of the store with this role, made where the filler made nobody."""
    found = User.objects.filter(store=store, role_rows__name=role).order_by("pk").first()
    if found is None:
        found = User.objects.create(username=f"large-{role}", name=role, store=store)
        Role.objects.create(user=found, name=role)
    return found
