"""The plan of the running month as the command answers it: what each step needs, has and misses."""

from datetime import datetime
from typing import Any

from dcc.models import Store
from dcc.reckoning.clock import day_of
from reporting.plan.back_plan import back_plan
from reporting.plan.backwards import whole


def plan_in_numbers(store: Store, *, now: datetime) -> dict[str, Any]:
    """Return {question, lines, total}: a line per step with its quotient as [over, under]; `total`: the goal and the deals so far."""
    month = day_of(now, store.zone).replace(day=1)
    plan = back_plan(store, month, now=now)
    quotients = {one.step: [one.over, one.under] for one in plan.quotients}
    lines = [{"key": one.key, "need": one.need, "had": one.had, "missing": one.missing, "rate": quotients.get(one.key or "")} for one in plan.steps]
    question = {"report": "plan", "store": store.code, "month": f"{month:%Y-%m}"}
    return {"question": question, "lines": lines, "total": {"goal": whole(plan.needs["deals"]), "had": plan.steps[-1].had}}
