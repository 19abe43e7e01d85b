"""What becomes of an arrival: created, merged, repeated or rejected. A decider: facts in, answers out, no database and no clock."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Known:
    """What the store knows before a file is judged; grows with each row, so that a file may repeat itself.

    `open_leads`: phone → lead (an id, or a row of this file); `repeat_keys`: (channel id, key); `do_not_call`, `erased`: numbers; `calls`: id of an arrival →
    the call it is, which was logged already.
    """

    open_leads: dict[str, object] = field(default_factory=dict)
    repeat_keys: set[tuple[int, str]] = field(default_factory=set)
    do_not_call: frozenset[str] = frozenset()
    erased: frozenset[str] = frozenset()
    calls: Mapping[int, int] = field(default_factory=dict)


def repeat_key(arrival, *, external_id: str, fingerprint: str) -> str:
    """Return what makes an arrival the same one again within its channel: id and phone; else phone, moment and model; else all cells.

    See docs/rules/intake.md#repeats.
    """
    phone = arrival.phone
    if external_id:
        return f"id:{external_id}:{phone}"
    if arrival.received_at is not None:
        return f"at:{phone}:{arrival.received_at.isoformat()}:{arrival.model[:60]}"
    return f"all:{phone}:{fingerprint}"


def judge(arrivals: Iterable, known: Known) -> Iterator[tuple[str, str, object]]:
    """Yield (outcome, reason, lead) for each arrival, in order; lead is the open lead a merged one joins.

    A repeat is a repeat before do-not-call is asked, and so is a call that was logged: it joins no lead.
    An arrival says `problem`, `channel_id` (None: unknown), `phone` and `repeat_key`.
    """
    for arrival in arrivals:
        yield _judge_one(arrival, known)


def _judge_one(arrival, known: Known) -> tuple[str, str, object]:
    if arrival.problem:
        return "rejected", arrival.problem, None
    if arrival.channel_id is None:
        return "rejected", "unknown_channel", None
    key = (arrival.channel_id, arrival.repeat_key)
    if arrival.repeat_key and key in known.repeat_keys:
        return "repeated", "", None
    if id(arrival) in known.calls:
        known.repeat_keys.add(key)
        return "merged", "", None
    if arrival.phone in known.erased:
        return "rejected", "erased", None
    if arrival.phone in known.do_not_call:
        return "rejected", "do_not_call", None
    known.repeat_keys.add(key)
    lead = known.open_leads.get(arrival.phone) if arrival.phone else None
    if lead is None:
        known.open_leads[arrival.phone] = arrival
        return "created", "", None
    return "merged", "", lead
