"""What was signed and handed over."""

from django.db import models
from django.db.models import Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from dcc.models import STANDS, Annullable
from reception.models.querysets.order import OrderQuerySet

LOGGED = {"at": "logged_at", "delivered_at": "delivery_logged_at", "cancelled_at": "cancellation_logged_at"}  # when each moment was written
PAYMENTS = (("full", _("Paid in full")), ("loan", _("By loan")))
CREDIT = ("channel", "agent", "reception")  # by whom orders are counted: their indexes answer without the rows


class Order(Annullable):
    """A signed order (订单), its delivery (交车 = 成交) or its cancellation (退订); each counts on its own day.

    `agent` and `reception` are those of the lead at signing and never move. One running order per lead. `number` is the sales department's own,
    `expected_on` the day promised for the handing over, `amount` the price agreed, in ten thousand yuan, as people say it; `payment` how it
    is paid, `trade_in` whether an old car is given in, null: nobody said.

    `logged_at`, `delivery_logged_at` and `cancellation_logged_at` say when each was written, where its moment was stated (补写); null: it is the moment itself.
    `stated_reason` and `delivery_reason` say why it lies more than a day back. `entered_at`: when signing and delivery were joined to the lead by hand,
    for which `visit` or `card` (docs/rules/domain.md#joining). `taken_back` keeps deliveries and cancellations that were none
    (docs/rules/ledger.md#taken-back).
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=120, blank=True)
    logged_at = models.DateTimeField(null=True)
    delivery_logged_at = models.DateTimeField(null=True)
    cancellation_logged_at = models.DateTimeField(null=True)
    stated_reason = models.CharField(max_length=200, blank=True)
    delivery_reason = models.CharField(max_length=200, blank=True)
    delivered_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    cancelled_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    entered_at = models.DateTimeField(null=True)
    visit = models.ForeignKey("reception.Visit", models.PROTECT, null=True, db_index=False, related_name="joined")
    card = models.ForeignKey("reception.ShowroomCard", models.PROTECT, null=True, db_index=False, related_name="joined")
    taken_back = models.JSONField(default=list)
    agent = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    reception = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    model = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=40, blank=True)
    expected_on = models.DateField(null=True)
    amount = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    payment = models.CharField(max_length=8, blank=True, choices=PAYMENTS)
    trade_in = models.BooleanField(null=True)
    channel = models.ForeignKey("leads.Channel", models.PROTECT, null=True, db_index=False, related_name="+")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    token = models.UUIDField(null=True, unique=True)
    merged_from = models.ForeignKey("leads.Lead", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["lead"], condition=Q(delivered_at=None, cancelled_at=None) & STANDS, name="order_one_running_per_lead")]
        indexes = [
            Index(fields=["store", "at", *CREDIT, "annulled_at"], name="order_by_day"),
            Index(fields=["store", "delivered_at", *CREDIT, "annulled_at"], condition=Q(delivered_at__isnull=False), name="order_by_delivery"),
            Index(fields=["store", "cancelled_at", *CREDIT, "annulled_at"], condition=Q(cancelled_at__isnull=False), name="order_by_cancellation"),
            Index(fields=["store", "entered_at"], condition=Q(entered_at__isnull=False), name="order_by_joining"),
            Index(fields=["visit"], condition=Q(visit__isnull=False), name="order_of_visit"),
            Index(fields=["card"], condition=Q(card__isnull=False), name="order_of_card"),
            Index(fields=["merged_from"], condition=Q(merged_from__isnull=False), name="order_merged"),
            *(Index(fields=["store", name], condition=Q(**{f"{name}__isnull": False}), name=f"order_{what}_logged") for what, name in LOGGED.items()),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"order of lead {self.lead_id}"
