"""Keeping the rules of the pool: the leader saves lines, weights and caps, valid from that moment (docs/rules/domain.md#allocation-rules)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Changed, Refused
from dcc.models import Store, User
from dcc.people.permissions import may
from dcc.store.store_settings import values_at
from dcc.trail import audit
from leads.dealing.agents import Share, agents_of
from leads.dealing.in_force import conditions_of, last_change, rules_at
from leads.models import SOURCES, AllocationRule, AllocationShare, Channel
from leads.pool.allocation_plan import Line

LEAST, MOST = Decimal("0.1"), Decimal("2.0")
LARGEST_CAP = 200
MOST_LINES = 40


@transaction.atomic
def keep(store: Store, lines: Sequence[Line], shares: Mapping[int, Share], *, seen: datetime | None, by: User, now: datetime) -> bool:
    """Save lines and shares together, or none of them. False where all stand so already.

    `seen`: when lines, weights or caps were written last as the page was made. Refused where somebody wrote any of them since.
    """
    Store.objects.select_for_update(no_key=True).get(pk=store.pk)
    before = rules_at(store, now)
    changed_at, name = last_change(store, before, now)
    if changed_at != seen:
        raise _changed(name)
    rules = save_rules(store, lines, seen=before.since, by=by, now=now)
    return bool(save_shares(store, shares, by=by, now=now)) or rules


@transaction.atomic
def save_rules(store: Store, lines: Sequence[Line], *, seen: datetime | None, by: User, now: datetime) -> bool:
    """Let these lines stand from now on; what was given stays. False where they stand so already.

    `seen`: since when those stood that were changed. Refused where somebody saved others meanwhile, and of lines that cannot be dealt by.
    """
    _check_right(store, by)
    Store.objects.select_for_update(no_key=True).get(pk=store.pk)
    before = rules_at(store, now)
    if before.since != seen:
        raise _changed(before.by)
    _check(store, lines)
    if tuple(lines) == before.lines:
        return False
    AllocationRule.objects.filter(store=store, valid_from=now).delete()  # of two at one moment the second stands
    AllocationRule.objects.bulk_create(
        AllocationRule(store=store, valid_from=now, position=place, conditions=conditions_of(line), act=line.act, users=sorted(line.users), by=by)
        for place, line in enumerate(lines, start=1)
    )
    audit.record("allocation_rule.change", store, store=store, by=by, now=now, lines=len(lines))
    return True


@transaction.atomic
def save_shares(store: Store, shares: Mapping[int, Share], *, by: User, now: datetime) -> list[int]:
    """Let agents have these weights and caps from now on; return the ids of those whose changed."""
    _check_right(store, by)
    Store.objects.select_for_update(no_key=True).get(pk=store.pk)
    values = values_at(store, now)
    agents = {agent.person.pk: agent for agent in agents_of(store, values, at=now, now=now)}
    if not set(shares) <= set(agents):
        raise Refused(_("Choose an agent."))
    changed = [pk for pk, share in shares.items() if share != agents[pk].share]
    for pk in changed:
        person, share = agents[pk].person, shares[pk]
        _check_share(person, share)
        own_cap = None if share.cap == values["daily_cap"] else share.cap
        AllocationShare.objects.create(user=person, weight=share.weight, cap=own_cap, valid_from=now, by=by)
        audit.record("allocation_share.change", person, store=store, by=by, now=now, before=_said(agents[pk].share), after=_said(share))
    return changed


def _changed(name: str) -> Changed:
    return Changed(_("%(name)s changed the rules meanwhile. Look at the page anew.") % {"name": name or _("Somebody")})


def _said(share: Share) -> str:
    """Return a share as the trail says it."""
    return f"{share.weight} / {share.cap}"


def _check_right(store: Store, by: User) -> None:
    if by.store_id != store.pk or not may(by, "allocation_rule.change"):
        raise Refused(_("The rules of allocation are the leader's."))


def _check_share(person: User, share: Share) -> None:
    if not LEAST <= share.weight <= MOST or share.weight * 10 % 1:
        raise Refused(_("The weight of %(name)s: from 0.1 to 2.0, in tenths.") % {"name": person.name})
    if not 0 <= share.cap <= LARGEST_CAP:
        raise Refused(_("The cap of %(name)s: a whole number from 0 to 200.") % {"name": person.name})


def _check(store: Store, lines: Sequence[Line]) -> None:
    if not lines or len(lines) > MOST_LINES:
        raise Refused(_("From 1 to %(most)d lines.") % {"most": MOST_LINES})
    if conditions_of(lines[-1]) or lines[-1].act == "returning":
        raise Refused(_("The last line takes the rest, whatever it is: it asks nothing."))
    known = _known(store)
    for place, line in enumerate(lines, start=1):
        if line.act == "named" and not line.users:
            raise Refused(_("Line %(place)d: name somebody.") % {"place": place})
        if not _fits(line, known):
            raise Refused(_("Line %(place)d asks for what this store does not have. Look at the page anew.") % {"place": place})


def _known(store: Store) -> dict[str, frozenset[Any]]:
    """What a line of this store may ask for."""
    return {
        "source": frozenset(code for code, _label in SOURCES),
        "channel": frozenset(Channel.objects.filter(store=store).values_list("pk", flat=True)),
        "users": frozenset(User.objects.of_store(store).with_role("agent").values_list("pk", flat=True)),
    }


def _fits(line: Line, known: Mapping[str, frozenset[Any]]) -> bool:
    return line.act in {"returning", "named", "even", "leader"} and all(getattr(line, name) <= values for name, values in known.items())
