"""Where leads come from."""

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

SOURCES = (
    ("web", _("Web")),
    ("ad_call", _("Advertisement calls")),
    ("transfer", _("Transferred A-cards")),
    ("event", _("Events")),
    ("other", _("Other")),
)


class ChannelQuerySet(models.QuerySet):
    """Questions about channels."""

    def visible_to(self, user) -> "ChannelQuerySet":
        """Those of the person's own store."""
        return self.filter(store_id=user.store_id)

    def in_use(self) -> "ChannelQuerySet":
        """Those not retired, by source and name."""
        return self.filter(retired_at=None).order_by("source", "name")


class Channel(models.Model):
    """A named way (渠道) in which leads reach a store: a portal, a hotline, the showroom's transfers. Of one of five fixed sources (来源).

    A retired channel takes no new leads and keeps its history. `first_response_minutes` overrides the store's limit. `price`: what each inquiry costs, where
    the store pays so; null: it does not, and nothing of it can be claimed back (docs/rules/domain.md#bad-leads). `virtual_days`: for how long its privacy
    numbers with an extension hold from the inquiry's entry on, where the row does not say; 0: nobody knows.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    source = models.CharField(_("source"), max_length=10, choices=SOURCES)
    first_response_minutes = models.PositiveIntegerField(_("first-response limit in minutes"), null=True, blank=True)
    virtual_days = models.PositiveSmallIntegerField(_("privacy numbers hold for days"), default=0, db_default=0)
    price = models.DecimalField(_("price of one lead"), max_digits=8, decimal_places=2, null=True, blank=True)
    retired_at = models.DateTimeField(null=True)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["store", "name"], name="channel_name_once_in_store")]
        ordering = ["source", "name"]

    def __str__(self) -> str:
        return self.name


class ChannelPrice(models.Model):
    """What each inquiry of a channel costs (单价) from one month on, by its first day, until the next such row; null: nothing from then on.

    The first one holds for the months before it, too; without any the channel's own price always held. The last one is the channel's own.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="prices")
    month = models.DateField()
    price = models.DecimalField(max_digits=8, decimal_places=2, null=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["channel", "month"], name="channel_price_once_a_month")]
        ordering = ["month", "channel__name"]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.month:%Y-%m} {self.price}"


class ChannelCost(models.Model):
    """What a channel cost in one month (渠道费用). `month` is its first day."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="costs")
    month = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        constraints = [UniqueConstraint(fields=["channel", "month"], name="channel_cost_once_a_month")]
        ordering = ["month", "channel__name"]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.month:%Y-%m} {self.amount}"


class ChannelAlias(models.Model):
    """Another name senders use for a channel. A name means one channel in a store."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [UniqueConstraint(fields=["store", "name"], name="channel_alias_once_in_store")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
