"""The moments a lead passed, written anew from its events: set-wise, one statement for both databases.

The verbs write them together with each event; this is their definition, run after a ledger came in and by the test that compares.
"""

from django.db import connection
from django.db.models import Max, Min, Model

from calls.models import Appointment, Call, Card
from dcc.models import Store
from leads.models import Allocation, Grading, Handover, Inquiry, Lead
from reception.models import Order, Visit

# The first of several inquiries: a day without a time comes behind every time of that day (`leads.intake.arrival.place_of`).
A_DAY_ON = {"sqlite": "datetime(received_at, '+1 day')", "postgresql": "received_at + INTERVAL '1 day'"}
ENTERED = "CASE WHEN day_only THEN {a_day_on} ELSE received_at END, day_only DESC, entered_at, id"
OF_LEAD = "lead_id = {lead}.id AND annulled_at IS NULL"
JUDGED = "lead_id = {lead}.id AND undone_at IS NULL AND undoes IS NULL"
# Columns of the lead ← what its events say that stand. `{lead}` is the lead's row; of two events at the same moment the one entered first is first.
PARTS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("received_at",), "COALESCE((SELECT received_at FROM {inquiry} WHERE {of_lead} ORDER BY {entered} LIMIT 1), {lead}.received_at)"),
    (("channel_id",), "COALESCE((SELECT channel_id FROM {inquiry} WHERE {of_lead} ORDER BY {entered} LIMIT 1), {lead}.channel_id)"),
    (("last_inquiry_at",), "COALESCE((SELECT MAX(received_at) FROM {inquiry} WHERE {of_lead}), {lead}.last_inquiry_at)"),
    (("inquiry_count",), "(SELECT COUNT(*) FROM {inquiry} WHERE {of_lead})"),
    (("agent_id", "allocated_at"), "(SELECT agent_id, at FROM {allocation} WHERE {of_lead} ORDER BY at DESC, id DESC LIMIT 1)"),
    (("grade",), "COALESCE((SELECT grade FROM {grading} WHERE {judged} ORDER BY at DESC, id DESC LIMIT 1), '')"),
    (("graded_at",), "(SELECT MAX(at) FROM {grading} WHERE {judged})"),
    (
        ("first_call_at", "responded_at", "reached_at", "last_call_at", "call_count"),
        "(SELECT MIN(at), MIN(COALESCE(logged_at, at)), MIN(CASE WHEN outcome = 'connected' THEN at END), MAX(at), COUNT(*) FROM {call}"
        " WHERE lead_id = {lead}.id AND outcome <> 'missed' AND annulled_at IS NULL)",
    ),
    (("card_at", "card_by_id"), "(SELECT at, agent_id FROM {card} WHERE {of_lead})"),
    (("invited_at",), "(SELECT MIN(at) FROM {appointment} WHERE {of_lead})"),
    (("visited_at",), "(SELECT MIN(at) FROM {visit} WHERE {of_lead} AND tag = 'dcc' AND purpose = 'look')"),
    (("ordered_at", "delivered_at"), "(SELECT MIN(CASE WHEN cancelled_at IS NULL THEN at END), MIN(delivered_at) FROM {order} WHERE {of_lead})"),
    (
        ("reception_id",),
        "(SELECT reception_id FROM (SELECT COALESCE(taken_at, at) AS at, 0 AS named, id, reception_id FROM {visit}"
        " WHERE {of_lead} AND tag = 'dcc' AND reception_id IS NOT NULL"
        " UNION ALL SELECT at, 1, id, reception_id FROM {handover} WHERE {of_lead}) received ORDER BY at DESC, named DESC, id DESC LIMIT 1)",
    ),
    (
        ("closed_agent_id",),
        "(SELECT agent_id FROM {allocation} WHERE {of_lead} AND at <= {lead}.closed_at ORDER BY at DESC, id DESC LIMIT 1)",
    ),
)
# Columns of events ← what their lead says now: written by the verbs too, so that figures read the events alone (docs/rules/speed.md#milestones).
CHANNEL = "(SELECT CASE WHEN closed_as = 'merged' THEN NULL ELSE channel_id END FROM {lead} WHERE {lead}.id = {event}.lead_id)"
FIRST = """COALESCE(
  {{event}}.annulled_at IS NULL AND {{event}}.at = (SELECT {milestone} FROM {{lead}} WHERE {{lead}}.id = {{event}}.lead_id) AND {rows} AND NOT EXISTS (
    SELECT 1 FROM {{event}} twin WHERE twin.lead_id = {{event}}.lead_id AND twin.at = {{event}}.at AND twin.annulled_at IS NULL
      AND {twins} AND twin.id < {{event}}.id), FALSE)"""
FIRST_CALL = FIRST.format(milestone="first_call_at", rows="outcome <> 'missed'", twins="twin.outcome <> 'missed'")
FIRST_CONNECTED = FIRST.format(milestone="reached_at", rows="outcome = 'connected'", twins="twin.outcome = 'connected'")
FIRST_VISIT = FIRST.format(milestone="visited_at", rows="tag = 'dcc' AND purpose = 'look'", twins="twin.tag = 'dcc' AND twin.purpose = 'look'")
LATE = "COALESCE((SELECT responded_at > respond_by FROM {lead} WHERE {lead}.id = {event}.lead_id), FALSE)"
EVENTS: dict[type[Model], dict[str, str]] = {
    Call: {"channel_id": CHANNEL, "is_first": FIRST_CALL, "is_first_connected": FIRST_CONNECTED, "is_late": f"{FIRST_CALL} AND {LATE}"},
    Card: {"channel_id": CHANNEL},
    Appointment: {"channel_id": CHANNEL},
    Visit: {"channel_id": CHANNEL, "is_first": FIRST_VISIT},
    Order: {"channel_id": CHANNEL},
}
A_PART = 50_000  # rows one statement changes: SQLite keeps what it changes in memory until the statement is over
COLUMNS = tuple(column for columns, _sql in PARTS for column in columns)
TABLES = {
    str(model._meta.model_name): model._meta.db_table for model in (Lead, Inquiry, Allocation, Grading, Handover, Call, Card, Appointment, Visit, Order)
}  # fmt: skip


def rebuild(store: Store) -> None:
    """Write every milestone of a store's leads from its events, then what the events carry of their lead.

    A merged lead, whose inquiries moved away, keeps its arrival and channel.
    """
    names = {name: connection.ops.quote_name(table) for name, table in TABLES.items()}
    said = {"of_lead": OF_LEAD.format(**names), "judged": JUDGED.format(**names), "entered": ENTERED.format(a_day_on=A_DAY_ON[connection.vendor])}
    sets = ", ".join(f"{_left(columns)} = {sql}" for columns, sql in PARTS).format(**names, **said)
    update_by_parts(Lead, store, sets)
    for model, columns in EVENTS.items():
        event = connection.ops.quote_name(model._meta.db_table)
        update_by_parts(model, store, ", ".join(f"{column} = {sql}" for column, sql in columns.items()).format(event=event, lead=names["lead"]))


def update_by_parts(model: type[Model], store: Store, sets: str, where: str = "TRUE") -> None:
    """Update a store's rows in bounded memory. `+store_id`: each part is found by its keys, not out of all rows of the store."""
    table = connection.ops.quote_name(model._meta.db_table)
    keys = model._base_manager.filter(store=store).aggregate(first=Min("pk"), last=Max("pk"))
    if keys["first"] is None:
        return
    with connection.cursor() as cursor:
        for start in range(keys["first"], keys["last"] + 1, A_PART):
            sql = f"UPDATE {table} SET {sets} WHERE id BETWEEN %s AND %s AND +store_id = %s AND {where}"  # noqa: S608 - names and words of our own
            cursor.execute(sql, [start, start + A_PART - 1, store.pk])


def _left(columns: tuple[str, ...]) -> str:
    return columns[0] if len(columns) == 1 else f"({', '.join(columns)})"
