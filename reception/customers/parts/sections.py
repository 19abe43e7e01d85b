"""Where this room stands in the navigation, and where its people's days begin."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from calls.desk.overdue import overdue
from dcc.people.permissions import may
from dcc.sockets import Section
from leads.models import Lead, Request
from reception.models import Transfer
from reception.reconcile.rules.reconciling import waiting_rows


def mine(user, now: datetime) -> tuple[int, bool]:
    """How many customers this specialist has, and whether one is overdue."""
    return Lead.objects.received_by(user).count(), bool(overdue(user.store, now=now, person=user))


def to_reconcile(user, now: datetime) -> dict[str, QuerySet]:
    """What waits for this person on the reconciliation page."""
    return waiting_rows(user)


def to_decide(user, now: datetime) -> dict[str, QuerySet]:
    """The ripe cards that wait for the director, and the releases the leader proposed, as far as this person's page lists them."""
    releases = Request.objects.visible_to(user, now=now).waiting("release")
    return {"transfers": Transfer.objects.visible_to(user).undecided(), "releases": releases if may(user, "person.release") else releases.none()}


CUSTOMER_PAGES = ("customer", "mine_month", "mine_rows", "visit_seen", "order_change", "order_cancel", "order_deliver")
CARD_PAGES = ("showroom_card_new", "showroom_card", "showroom_cards_import")
RECONCILE_PAGES = ("visit_correct", "visit_decide", "leakage_propose", "claim_decide")
SECTIONS = (
    (Section("front_desk", _("Front desk"), "door-enter", "visit.tag", key="F"), 8),
    (Section("mine", _("My customers"), "user-star", "visit.receive", key="M", pages=CUSTOMER_PAGES, count=mine), 9),
    (
        Section("reconcile", _("Reconciliation"), "arrows-exchange", "reconcile.see", key="V", pages=RECONCILE_PAGES, rows=to_reconcile, query="mine=yes"),
        28,
    ),
    (
        Section(
            "transfers",
            _("Transfers"),
            "transfer",
            "transfer.see",
            key="T",
            pages=CARD_PAGES,
            rows=to_decide,
        ),
        32,
    ),
)


def customers_of(person) -> tuple[str, str] | None:
    """What somebody who left still holds: the customers they receive, to be handed to a colleague."""
    count = Lead.objects.open().filter(reception=person).count()
    words = ngettext("%(count)d customer is still received by %(name)s", "%(count)d customers are still received by %(name)s", count)
    return (words % {"count": count, "name": person.name}, "") if count else None


def first_page(user) -> str | None:
    """The front desk begins at the door, a reception specialist with their customers."""
    if "front_desk" in user.roles:
        return "front_desk"
    return "mine" if "reception" in user.roles else None
