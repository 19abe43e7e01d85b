"""A trial as the command, the page and the ledger tell it: people by username, rows by key or by the ids of the ledger."""

from collections.abc import Callable
from typing import Any

from dcc.models import Store, User
from reporting.trials.trying import Count, Result, usernames

Name = Callable[[str, int], Any]


def told(result: Result, store: Store, name: Name) -> dict[str, Any]:
    """Return what came of a trial; `name` calls a row of a type of the ledger."""
    people = _usernames(store)
    moved = [
        {
            "visit": name("visit", one.visit),
            "from": one.before,
            "to": one.after,
            "basis": one.basis,
            "agent_from": people.get(one.agent_before or 0),
            "agent_to": people.get(one.agent or 0),
        }
        for one in result.moved
    ]
    return {
        "visits": result.visits,
        "moved": moved,
        "people": {who: [count.now, count.less, count.more, count.tried] for who, count in usernames(result.people).items()},
        "orders": [name("order", order) for order in result.orders],
        "cards": {name("showroom_card", card): [_moment(moment, store) for moment in moments] for card, moments in result.cards.items()},
    }


def in_full(result: Result, store: Store) -> dict[str, Any]:
    """Return the same by key, with what a page says besides and a kept trial keeps: why each moved, what it pays, what was not judged again."""
    found = told(result, store, lambda _kind, pk: pk)
    for row, one in zip(found["moved"], result.moved, strict=True):
        row |= {"was": one.basis_before, "appointment": one.appointment, "leaks": one.leaks, "opens": one.opens}
    people = _usernames(store)
    found["cards"] = {str(card): moments for card, moments in found["cards"].items()}
    return found | {
        "agents": _counts(result.agents, people),
        "receptions": _counts(result.receptions, people),
        "showroom": result.showroom,
        "orders_now": result.orders_now,
        "stood": dict(result.stood),
    }


def _counts(counts: dict[int | None, Count], people: dict[int, str]) -> dict[str, list]:
    """By username, "" for nobody's: now, less, more, and what changes in pay."""
    named = {people.get(pk or 0, ""): count for pk, count in counts.items()}
    return {who: [named[who].now, named[who].less, named[who].more, str(named[who].pay)] for who in sorted(named)}


def _usernames(store: Store) -> dict[int, str]:
    return dict(User.objects.filter(store=store).values_list("pk", "username"))


def _moment(moment, store: Store) -> str | None:
    return moment.astimezone(store.zone).isoformat() if moment else None
