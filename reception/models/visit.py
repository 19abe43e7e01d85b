"""A group that came through the door."""

from datetime import datetime

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _

from dcc.models import Annullable
from dcc.reckoning.clock import day_of
from reception.models.querysets.visit import TagChangeQuerySet, VisitQuerySet

TAGS = (("dcc", _("DCC")), ("showroom", _("Showroom")))
BASES = (
    ("transfer", _("Transferred A-card")),
    ("appointment", _("Appointment")),
    ("earlier", _("Earlier DCC visit")),
    ("named", _("Named DCC")),
    ("settled", _("Settled")),
    ("none", _("None of the rules")),
)
KINDS = (
    ("correction", _("Facts corrected")),
    ("settlement", _("Leakage settled")),
    ("decision", _("Director's decision")),
    ("reversal", _("Correction reversed")),
)
CLASSES = (("first", _("First visit")), ("first_with_card", _("First visit, card open")), ("again", _("Came again")))


class Visit(Annullable):
    """One group that came (来店), tagged DCC or showroom with the basis of the tag.

    `first_*` and `named_user` keep what was set on arrival, for ever; `tag`, `basis`, `agent`, `reception`, `appointment` and `name` are today's, after the
    last TagChange: figures count those. Credit is written when the visit is and moves only by a tag change (docs/rules/domain.md#attribution, #credit). `at` is
    the arrival and `registered_at` the typing; `sent_at` when the server had what a tablet kept without a connection (断网登记), else null; `called` was
    told to come, `alarmed_at` is when all were told because nobody came.
    `late_reason` says why it was typed only then; `after_signing`: its day was signed before (日结后).
    `channel` is the lead's (null: none, or merged away), `is_first` whether this is the lead's first DCC visit: figures read them.
    `proposed_*` is what the rules said when a person unknown on arrival became known: a proposal, nothing more.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    returned = models.JSONField(default=list)  # [[left, back], …]: they went and came back, `left` null where nobody saw it
    phone = models.CharField(max_length=24, blank=True)
    phone_tail = models.CharField(max_length=4, blank=True)
    name = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=60, default="look")
    visit_class = models.CharField(max_length=16, choices=CLASSES, default="first")
    heads = models.PositiveSmallIntegerField(default=1)
    companion = models.CharField(max_length=60, blank=True)
    test_drive = models.BooleanField(default=False)
    quoted = models.BooleanField(default=False)
    quote = models.DecimalField(max_digits=8, decimal_places=2, null=True)  # in ten thousand yuan, as people say it
    wechat = models.BooleanField(default=False)
    model = models.CharField(max_length=60, blank=True)
    consultant = models.CharField(max_length=40, blank=True)
    named_user = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    override_reason = models.CharField(max_length=200, blank=True)
    identified_at = models.DateTimeField(null=True)
    proposed_tag = models.CharField(max_length=8, blank=True, choices=TAGS)
    proposed_basis = models.CharField(max_length=12, blank=True, choices=BASES)
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    registered_at = models.DateTimeField(null=True)
    late_reason = models.CharField(max_length=200, blank=True)
    after_signing = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True)
    called = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    token = models.UUIDField(null=True, unique=True)

    first_name = models.CharField(max_length=60, blank=True)
    first_tag = models.CharField(max_length=8, choices=TAGS)
    first_basis = models.CharField(max_length=12, choices=BASES)
    first_agent = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    first_reception = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    first_appointment = models.ForeignKey("calls.Appointment", models.PROTECT, null=True, db_index=False, related_name="+")

    tag = models.CharField(max_length=8, choices=TAGS)
    basis = models.CharField(max_length=12, choices=BASES)
    agent = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    reception = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    appointment = models.ForeignKey("calls.Appointment", models.PROTECT, null=True, related_name="+")
    channel = models.ForeignKey("leads.Channel", models.PROTECT, null=True, db_index=False, related_name="+")
    is_first = models.BooleanField(default=False)
    campaign = models.ForeignKey("leads.Campaign", models.PROTECT, null=True, db_index=False, related_name="+")
    merged_from = models.ForeignKey("leads.Lead", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [CheckConstraint(condition=~Q(tag="dcc") | Q(lead__isnull=False), name="visit_dcc_has_a_lead")]
        indexes = [
            Index(fields=["store", "at", "tag", "purpose", "channel", "agent", "reception", "is_first", "lead", "annulled_at"], name="visit_by_day"),
            Index(fields=["store", "phone_tail"], condition=~Q(phone_tail=""), name="visit_by_tail"),
            Index(fields=["registered_at"], condition=Q(taken_at=None, left_at=None), name="visit_waiting"),
            Index(fields=["store", "identified_at"], condition=Q(identified_at__isnull=False), name="visit_identified"),
            Index(fields=["merged_from"], condition=Q(merged_from__isnull=False), name="visit_merged"),
            Index(fields=["campaign"], condition=Q(campaign__isnull=False), name="visit_of_campaign"),
            Index(fields=["reception", "at"], condition=Q(reception__isnull=False), name="visit_of_reception"),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_tag_display()}"

    def came_on_the_day_of(self, moment: datetime) -> bool:
        """Whether they arrived on the store's day of this moment."""
        return day_of(self.at, self.store.zone) == day_of(moment, self.store.zone)

    @property
    def named_today(self):
        """Whom the group named, as far as is known today: what the last correction says, else what was first typed."""
        return next((change.named_user for change in reversed(list(self.changes.all())) if change.named_user_id), self.named_user)

    @property
    def sees_otherwise(self) -> bool:
        """Whether the rules say another tag since the group became known, and nobody has changed it yet (docs/rules/domain.md#unknown-walk-ins)."""
        return bool(self.identified_at and self.proposed_tag not in ("", self.tag) and not self.changes.all())


class TagChange(Annullable):
    """A changed tag (改归属): from, to, basis, who, when, why, and whose the visit is from then on. A fact, never changed.

    `name` and `named_user` are what a correction says of who came and whom they named; the visit keeps what was first typed.
    `phone_from` is the number given at the desk where the correction put another in its place.
    `kind`: a correction of facts by the data manager, a settlement signed by the director, a decision of the director, or the reversal of a correction.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    kind = models.CharField(max_length=12, choices=KINDS, default="correction")
    from_tag = models.CharField(max_length=8, choices=TAGS)
    to_tag = models.CharField(max_length=8, choices=TAGS)
    basis = models.CharField(max_length=12, choices=BASES)
    agent = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    reception = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    appointment = models.ForeignKey("calls.Appointment", models.PROTECT, null=True, db_index=False, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    phone_from = models.CharField(max_length=24, blank=True)
    name = models.CharField(max_length=60, blank=True)
    named_user = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")

    objects = TagChangeQuerySet.as_manager()

    class Meta:
        indexes = [Index(fields=["store", "at"], name="tag_change_by_day")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.from_tag} → {self.to_tag}"
