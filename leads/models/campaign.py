"""What marketing plans."""

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from leads.models.querysets.campaign import CampaignQuerySet


class Campaign(models.Model):
    """A marketing activity (活动) from its first day to its last: its budget and what was spent, what one tells the customer, what is to come of it."""

    store = models.ForeignKey("dcc.Store", models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    budget = models.DecimalField(_("budget in yuan"), max_digits=12, decimal_places=2)
    spent = models.DecimalField(_("spent in yuan"), max_digits=12, decimal_places=2, null=True, blank=True)
    place = models.CharField(_("place"), max_length=60, blank=True)
    offer = models.CharField(_("for the customer"), max_length=200, blank=True)
    words = models.CharField(_("what to say"), max_length=200, blank=True)
    agreed = models.CharField(_("agreed with"), max_length=120, blank=True)
    aim_visits = models.PositiveIntegerField(_("groups to come"), null=True, blank=True)
    aim_orders = models.PositiveIntegerField(_("orders to be signed"), null=True, blank=True)
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField(null=True)  # when it was planned, and by whom

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="campaign_ends_after_it_begins")]
        ordering = ["first_day", "id"]

    def __str__(self) -> str:
        return self.name
