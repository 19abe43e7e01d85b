"""The showroom's own cards, and their way to DCC."""

from datetime import date, timedelta

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from dcc.models import Annullable
from dcc.reckoning.clock import day_of
from reception.models.querysets.showroom import ClaimQuerySet, DelayRequestQuerySet, ShowroomCardQuerySet, TransferQuerySet

STATES = (("open", _("In hand")), ("transferred", _("Transferred")), ("sold", _("Sold")), ("lost", _("Lost")))
CLAIM_DECISIONS = (("ours", _("Ours")), ("back", _("Back to the showroom")))
DELAY_DECISIONS = (("granted", _("Granted")), ("rejected", _("Rejected")))
DECISIONS = (("confirmed", _("Confirmed")), ("held", _("Held")), ("refused", _("Refused")))


class ShowroomCard(models.Model):
    """A customer the showroom carded (展厅A卡). Days without a sale count from `card_date`; `entered_at` is when DCC got to know of it.

    `tried` is what the showroom has done with them (已做), `promised` what it said they would get (答应过).
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    phone = models.CharField(max_length=24)
    phone_tail = models.CharField(max_length=4, blank=True)
    name = models.CharField(max_length=60, blank=True)
    model = models.CharField(max_length=60, blank=True)
    consultant = models.CharField(max_length=40, blank=True)
    card_date = models.DateField()
    last_contact_at = models.DateTimeField(null=True)
    tried = models.CharField(max_length=200, blank=True)
    promised = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=STATES, default="open")
    closed_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = ShowroomCardQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["store", "phone"], condition=Q(state="open"), name="showroom_card_one_open_per_phone")]
        indexes = [
            Index(fields=["store", "state", "card_date"], name="showroom_card_by_age"),
            Index(fields=["store", "phone"], name="showroom_card_of_phone"),
            Index(fields=["store", "phone_tail"], name="showroom_card_by_tail"),
        ]
        ordering = ["card_date", "id"]

    def __str__(self) -> str:
        return f"showroom card {self.pk}"


class Transfer(Annullable):
    """A ripe card on the director's list (转出A卡), and the answer. Undecided: `decision` empty. A held one returns on `until` as a new row.

    Confirmation puts the person into DCC's pool in the same transaction, with `decided_at` as the inquiry's moment. An answer that was taken back stays,
    annulled, and the card is on the list again as a new row with the morning of the old one.

    What the showroom had promised (`promised` of the card) came along: `kept_at` or `broken_at` with why, and `ticked_by` whom, once somebody came.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    card = models.ForeignKey(ShowroomCard, models.PROTECT, related_name="transfers")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, null=True, related_name="+")
    listed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=10, blank=True, choices=DECISIONS)
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    kept_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    broken_why = models.CharField(max_length=120, blank=True)
    ticked_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kept_at=None) | Q(broken_at=None), name="transfer_promise_kept_or_broken"),
            UniqueConstraint(fields=["card"], condition=Q(decided_at=None), name="transfer_one_undecided_per_card"),
            CheckConstraint(condition=Q(decided_at=None, decision="") | Q(decided_at__isnull=False) & ~Q(decision=""), name="transfer_decided_with_answer"),
        ]
        indexes = [Index(fields=["store", "listed_at"], name="transfer_by_listing")]
        ordering = ["listed_at", "id"]

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet what became of what the showroom had promised."""
        return self.kept_at is None and self.broken_at is None

    def __str__(self) -> str:
        return f"transfer of card {self.card_id}"


class DelayRequest(Annullable):
    """A consultant's one request for delay of a card that stands on the list (申请延期), entered by the desk; and the director's answer.

    Granted, the card is held for that many days from the request on, with its reason. It waits while the card stands on the list it stood on.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    card = models.ForeignKey(ShowroomCard, models.PROTECT, db_index=False, related_name="delays")
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    decision = models.CharField(max_length=10, blank=True, choices=DELAY_DECISIONS)
    answer = models.CharField(max_length=200, blank=True)

    objects = DelayRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["card"], condition=Q(annulled_at=None), name="delay_request_once"),
            CheckConstraint(condition=Q(decided_at=None, decision="") | Q(decided_at__isnull=False) & ~Q(decision=""), name="delay_request_answered"),
        ]
        indexes = [Index(fields=["store", "at"], name="delay_request_by_day")]
        ordering = ["at", "id"]

    @property
    def until(self) -> date:
        """Until which day it asks."""
        return day_of(self.at, self.store.zone) + timedelta(days=self.days)

    def __str__(self) -> str:
        return f"delay of card {self.card_id}"


class Claim(models.Model):
    """A new lead whose phone stood on an open showroom card (展厅已建卡). The leader decides: ours, or back to the showroom.

    Undecided: `decision` empty; until then a card opened on the lead is counted, and pays nothing.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.OneToOneField("leads.Lead", models.PROTECT, related_name="+")
    card = models.ForeignKey(ShowroomCard, models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=4, blank=True, choices=CLAIM_DECISIONS)
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(decided_at=None, decision="") | Q(decided_at__isnull=False) & ~Q(decision=""), name="claim_decided_with_answer"),
        ]
        indexes = [Index(fields=["store", "at"], condition=Q(decided_at=None), name="claim_undecided")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"claim of the showroom on lead {self.lead_id}"
