"""The customer card."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc.database.kept_rows import StandingQuerySet
from dcc.models import STANDS, Annullable

PAYMENTS = (("full", pgettext_lazy("payment", "In full")), ("loan", _("Loan")), ("open", pgettext_lazy("payment", "Undecided")))
CONTENT_WORDS = {
    "budget": _("Budget"),
    "payment": _("Payment"),
    "trade_in": _("Trade-in"),
    "own_car": _("Own car"),
    "rivals": pgettext_lazy("on the card", "Rivals"),
    "decides": pgettext_lazy("on the card", "Decides"),
    "takes_by": pgettext_lazy("on the card", "Takes it"),
}
WANTED = tuple(CONTENT_WORDS)  # what is known of a customer besides the model
TRADE_INS = (("no", pgettext_lazy("trade-in", "None")), ("yes", pgettext_lazy("trade-in", "Yes")))
CHOSEN = {"payment": dict(PAYMENTS), "trade_in": dict(TRADE_INS)}  # what is chosen, and not typed


class Card(Annullable):
    """The A-card (A卡) an agent opens once a person was spoken with and has a name, a number and a model in mind. One per lead.

    Cards are paid: author and moment never change. `channel` is the lead's, null once it was merged away.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="+")
    agent = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    channel = models.ForeignKey("leads.Channel", models.PROTECT, null=True, db_index=False, related_name="+")
    merged_from = models.ForeignKey("leads.Lead", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["lead"], condition=STANDS, name="card_one_per_lead")]
        indexes = [
            Index(fields=["store", "at", "channel", "agent", "annulled_at"], name="card_by_day"),
            Index(fields=["store", "agent", "at", "annulled_at"], name="card_of_agent"),
            Index(fields=["merged_from"], condition=Q(merged_from__isnull=False), name="card_merged"),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"card of lead {self.lead_id}"


class CardFact(Annullable):
    """One thing written on somebody's card, or changed there; kept before a card is opened as well (docs/rules/domain.md#card).

    Author and moment of a card stay, its contents may be revised: each revision is a row, the last one of a key holds. The model stands on the lead.
    `call` is the one in which it was learned.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, db_index=False, related_name="+")
    call = models.ForeignKey("calls.Call", models.PROTECT, null=True, db_index=False, related_name="+")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    key = models.CharField(max_length=10, choices=tuple(CONTENT_WORDS.items()))
    before = models.CharField(max_length=60, blank=True)
    after = models.CharField(max_length=60, blank=True)
    merged_from = models.ForeignKey("leads.Lead", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = StandingQuerySet.as_manager()

    class Meta:
        indexes = [
            Index(fields=["lead", "key", "at"], name="card_fact_of_lead"),
            Index(fields=["merged_from"], condition=Q(merged_from__isnull=False), name="card_fact_merged"),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.key} of lead {self.lead_id}"


class CardCheck(Annullable):
    """The leader's check of a card: upheld, or void with a kind and a reason. A void one stays counted and pays nothing.

    `answer` is what whoever wrote the card says to it.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="+")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    upheld = models.BooleanField()
    kind = models.CharField(max_length=12, blank=True, default="")
    reason = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=200, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    merged_from = models.ForeignKey("leads.Lead", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [CheckConstraint(condition=Q(upheld=True) | ~Q(reason=""), name="card_check_void_with_reason")]
        indexes = [
            Index(fields=["store", "at"], name="card_check_by_day"),
            Index(fields=["merged_from"], condition=Q(merged_from__isnull=False), name="card_check_merged"),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"check of the card of lead {self.lead_id}"
