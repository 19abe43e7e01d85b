"""Questions about the showroom's cards, the director's list and the showroom's claims."""

from datetime import datetime

from django.db import models
from django.db.models import F

from dcc.database.kept_rows import StandingQuerySet
from dcc.database.related_rows import across
from dcc.people.permissions import may


class ShowroomCardQuerySet(models.QuerySet):
    """Questions about showroom cards."""

    def visible_to(self, user) -> "ShowroomCardQuerySet":
        """Those of the store, for whoever keeps cards or sees transfers."""
        seen = user.store_id and (may(user, "transfer.see") or may(user, "showroom_card.keep"))
        return self.filter(store_id=user.store_id) if seen else self.none()

    def open(self) -> "ShowroomCardQuerySet":
        """Those the showroom still has in hand."""
        return self.filter(state="open")


class TransferQuerySet(StandingQuerySet):
    """Questions about the director's list."""

    def visible_to(self, user) -> "TransferQuerySet":
        """Those of the store, for whoever may see the list."""
        return self.filter(store_id=user.store_id) if user.store_id and may(user, "transfer.see") else self.none()

    def of_customer(self, lead) -> "TransferQuerySet":
        """Those by which a customer came."""
        return self.filter(lead=lead, decision="confirmed")

    def promised_to(self, lead) -> "TransferQuerySet":
        """Those of them with which the showroom's promise came along, the earliest first."""
        return self.of_customer(lead).exclude(card__promised="").order_by("decided_at", "id")

    def workable_by(self, user, *, now: datetime) -> "TransferQuerySet":
        """Those by which the customers came whom this person keeps: who may say whether what the showroom promised was kept."""
        leads = across(self.model, "lead").workable_by(user, "order.keep", now=now)
        return self.filter(models.Exists(leads.filter(pk=models.OuterRef("lead"))), decision="confirmed").exclude(card__promised="")

    def undecided(self) -> "TransferQuerySet":
        """What waits for the director: the card still in the showroom's hand, the oldest card first."""
        return self.filter(decided_at=None, card__state="open").order_by("card__card_date", "id")


class DelayRequestQuerySet(StandingQuerySet):
    """Questions about requests for delay."""

    def visible_to(self, user) -> "DelayRequestQuerySet":
        """Those of the store, for whoever may see the list."""
        return self.filter(store_id=user.store_id) if user.store_id and may(user, "transfer.see") else self.none()

    def waiting(self) -> "DelayRequestQuerySet":
        """What waits for the director: the card still on the list on which it stood then."""
        on_list = {"card__transfers__decided_at": None, "card__transfers__annulled_at": None, "card__transfers__listed_at__lte": F("at")}
        return self.filter(decided_at=None, card__state="open", card__transfers__isnull=False, **on_list).order_by("at", "id")


class ClaimQuerySet(models.QuerySet):
    """Questions about leads the showroom already has."""

    def visible_to(self, user) -> "ClaimQuerySet":
        """Those of the store, for whoever decides them."""
        return self.filter(store_id=user.store_id) if user.store_id and may(user, "claim.decide") else self.none()

    def undecided(self) -> "ClaimQuerySet":
        """What waits for the leader: open leads only, that nobody took back."""
        return self.filter(decided_at=None, lead__closed_at=None, lead__annulled_at=None).order_by("at", "id")
