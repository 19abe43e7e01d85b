"""The A-card: opened once, by whoever spoke with the person; and what is written on it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from calls.models import Call, Card, CardFact
from calls.models.card import WANTED
from dcc.database.one_row import insert, update
from dcc.errors import Refused
from dcc.models import User
from dcc.trail import audit
from leads.customer.rules.changing import Collided, change_facts
from leads.customer.rules.locking import hold_open
from leads.models import NO_NAME, Lead
from leads.pool.name_search import given_name, initials


@dataclass(frozen=True)
class Wanted:
    """What somebody wants and has, as it stands on the card."""

    budget: str = ""
    payment: str = ""
    trade_in: str = ""
    own_car: str = ""
    rivals: str = ""
    decides: str = ""
    takes_by: str = ""


def with_wanted(leads: QuerySet[Lead]) -> QuerySet[Lead]:
    """Read along what is known of each customer, so that `wanted_by` asks nothing more."""
    facts = CardFact.objects.filter(lead=OuterRef("pk")).order_by("-at", "-id").values("after")
    return leads.annotate(wanted=JSONObject(**{name: Subquery(facts.filter(key=name)[:1]) for name in WANTED}))


def wanted_by(lead: Lead) -> Wanted:
    """Return what is known of a customer: of each key what was written last."""
    if hasattr(lead, "wanted"):
        known = json.loads(lead.wanted) if isinstance(lead.wanted, str) else lead.wanted
    else:
        known = dict(CardFact.objects.filter(lead=lead).order_by("at", "id").values_list("key", "after"))
    return Wanted(**{name: said for name, said in known.items() if said})


@transaction.atomic
def note_wanted(lead: Lead, *, wanted: Wanted, call: Call, by: User, now: datetime) -> bool:
    """Write what was learned of a customer in a call: a row for each thing that is not as it was. False if all is."""
    lead = hold_open(lead)
    return _write(lead, asdict(wanted_by(lead)), asdict(wanted), call=call, by=by, now=now)


@transaction.atomic
def revise_card(lead: Lead, *, changes: dict[str, tuple[str, str]], by: User, now: datetime) -> bool:
    """Write anew what stands on the card of an open lead, or will: each fact from what the person saw to what they want. False if nothing is different.

    What somebody else changed meanwhile is left as it is, and all of it, as `Collided` says. Author and moment of a card stay (docs/rules/domain.md#card).
    """
    lead = hold_open(lead)
    stood = asdict(wanted_by(lead))
    own = {name: change for name, change in changes.items() if name in WANTED}
    if theirs := {name: stood[name] for name, (was, wants) in own.items() if stood[name] not in (was, wants)}:
        last = CardFact.objects.filter(lead=lead, key__in=theirs).select_related("by").order_by("-at", "-id").first()
        raise Collided(theirs, last.by if last else None, last.at if last else None)
    of_lead = {name: change for name, change in changes.items() if name not in WANTED}
    told = change_facts(lead, changes=of_lead, by=by, now=now)
    return _write(lead, stood, stood | {name: wants for name, (_was, wants) in own.items()}, call=None, by=by, now=now) or told


def _write(lead: Lead, before: dict[str, str], after: dict[str, str], *, call: Call | None, by: User, now: datetime) -> bool:
    changed = [name for name in WANTED if before[name] != after[name]]
    for name in changed:
        insert(CardFact(store_id=lead.store_id, lead=lead, call=call, by=by, at=now, key=name, before=before[name], after=after[name]))
    if changed:
        said_in: dict[str, Any] = {"call": call.pk} if call else {}
        audit.record("card.facts", lead, by=by, now=now, **said_in)
    return bool(changed)


@transaction.atomic
def open_card(lead: Lead, *, name: str = "", model: str = "", by: User, now: datetime) -> bool:
    """Open the lead's card; `name` and `model` fill what the lead lacks. False if it has one: then nothing is written, author and moment never change.

    Refused until the person was spoken with and a name, their real number and a model are known (docs/rules/domain.md#card).
    """
    lead = hold_open(lead)
    if lead.card_at is not None:
        return False
    if lead.reached_at is None and lead.visited_at is None:
        raise Refused(_("A card needs a conversation: %(name)s was never spoken with.") % {"name": lead.name})
    before = {"model_before": lead.model, "named": lead.name in ("", NO_NAME)}
    _learn(lead, name=name.strip(), model=model.strip())
    if missing := [label for label, there in _needs(lead) if not there]:
        raise Refused(_("A card needs %(missing)s.") % {"missing": _(" and ").join(missing)})
    if lacks_real_number(lead):
        raise Refused(_("A card needs the real number: this one is virtual and ends. Ask for it."), about="real_number")
    lead.card_at, lead.card_by = now, by
    update(lead, "card_at", "card_by", "name", "given_name", "initials", "model")
    insert(Card(store_id=lead.store_id, lead=lead, channel_id=lead.channel_id, agent=by, at=now))
    audit.record("card.open", lead, by=by, now=now, **_learned(lead, before))
    return True


def lacks_real_number(lead: Lead) -> bool:
    """Whether only a privacy number is known of a customer; one that another lead has was told in a call and is kept there (docs/rules/domain.md#card)."""
    return lead.is_virtual and not Call.objects.filter(lead=lead).exclude(real_number="").exists()


def _learn(lead: Lead, *, name: str, model: str) -> None:
    if name and lead.name in ("", NO_NAME):
        lead.name, lead.given_name, lead.initials = name[:60], given_name(name[:60]), initials(name[:60])
    if model:
        lead.model = model[:60]


def _learned(lead: Lead, before: dict[str, Any]) -> dict[str, Any]:
    """Return what the trail says of the facts that a card changed, so that it can be taken back: the model there was, and that there was no name."""
    changed = {"model_before": lead.model != before["model_before"], "named": before["named"] and lead.name not in ("", NO_NAME)}
    return {name: before[name] for name, is_so in changed.items() if is_so}


def _needs(lead: Lead) -> list[tuple[str, bool]]:
    return [(_("a name"), lead.name not in ("", NO_NAME)), (_("a number"), bool(lead.phone)), (_("a car model"), bool(lead.model))]
