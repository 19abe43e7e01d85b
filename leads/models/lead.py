"""A person's interest in buying."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from dcc.database.collation import ByCodePoint
from dcc.models import STANDS, Annullable
from leads.models.querysets.lead import LeadQuerySet
from leads.models.querysets.or_never import OrNever

GRADES = (("H", _("High intent")), ("A", _("Ordinary")), ("L", _("Low intent")), ("F", _("Lost")))
CLOSED_AS = (
    ("delivered", _("Delivered")),
    ("lost", _("Lost")),
    ("invalid", _("Invalid")),
    ("unreachable", _("Out of reach")),
    ("out_of_area", _("Out of area")),
    ("showroom", _("Given to the showroom")),
    ("merged", _("Merged")),
)
NO_NAME = "未留名"  # what an arrival without a name is called (docs/rules/intake.md#name)
COHORT = [  # covers every question about the leads that arrived in a period (docs/rules/speed.md#plans-of-the-database)
    "store", "received_at", "channel", "agent", "reception", "closed_as",
    "first_call_at", "reached_at", "card_at", "invited_at", "visited_at", "ordered_at", "delivered_at", "annulled_at",
]  # fmt: skip
CLOSING = ["store", "closed_at", "closed_as", "closed_agent", "channel", "annulled_at"]
OPEN = ["store", "closed_at", "agent", "first_call_at", "respond_by", "annulled_at"]  # answers whose, untouched and past the limit without the rows
UNTOUCHED = ["store", "closed_at", "first_call_at", "respond_by", "agent", "annulled_at"]
PREFIX = ["int8_ops", "varchar_pattern_ops"]  # PostgreSQL: an index that answers LIKE 'x%' under any collation; SQLite passes it over


class Lead(Annullable):
    """One person's interest in buying, in one store: one purchase cycle (线索).

    Facts only; nothing outside `leads/*/rules` and the verbs of the rooms above saves a lead. `phone` is written as docs/rules/intake.md#phone says, a privacy
    number with its extension; null where nobody knows it or it expired. `phone_until`: when the number ends by itself, or ended, while no other stands in its
    place; null: it never does, or nobody knows (docs/rules/domain.md#virtual-numbers). All times are UTC. `received_at` and `channel` are those of
    the first inquiry. `agent` is whoever the last allocation names, `reception` whoever last received the person or was named.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, db_index=False, related_name="+")
    phone = models.CharField(_("phone"), max_length=24, null=True)
    phone_until = models.DateTimeField(_("virtual number until"), null=True)
    phone_tail = models.CharField(max_length=4, blank=True)
    second_phone = models.CharField(_("second phone"), max_length=24, blank=True)
    name = models.CharField(_("name"), max_length=60, default=NO_NAME)
    given_name = models.CharField(max_length=60, blank=True)
    initials = models.CharField(max_length=60, blank=True)
    gender = models.CharField(_("gender"), max_length=10, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    model = models.CharField(_("car model"), max_length=60, blank=True)
    level = models.CharField(_("level"), max_length=10, blank=True)
    channel = models.ForeignKey("leads.Channel", models.PROTECT, db_index=False, related_name="+", verbose_name=_("channel"))
    received_at = models.DateTimeField(_("received at"))
    opened_at = models.DateTimeField()
    respond_by = models.DateTimeField(null=True)

    agent = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("agent"))
    allocated_at = models.DateTimeField(null=True)
    reception = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("reception specialist"))
    grade = models.CharField(_("grade"), max_length=1, blank=True, choices=GRADES)
    graded_at = models.DateTimeField(null=True)

    closed_at = models.DateTimeField(null=True)
    closed_as = models.CharField(max_length=12, blank=True, choices=CLOSED_AS)
    closed_agent = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")  # whose it was at that moment
    reason = models.CharField(max_length=120, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, db_index=False, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    # What waits for somebody: since when; null: nothing does.
    ungraded_since = models.DateTimeField(null=True)  # the first contact since the last grading: it stands on the grading list
    review_since = models.DateTimeField(null=True)  # graded low or lost, or proposed as out of reach or area: it stands on the leader's list
    missed_at = models.DateTimeField(null=True)  # the oldest missed incoming call that no later call answered
    unreached_at = models.DateTimeField(null=True)  # the end of the retry ladder without contact
    idle_since = models.DateTimeField(null=True)  # the evening that first found nothing to be done for it; told its agent then
    late_told_at = models.DateTimeField(null=True)  # the leader was told that its agent has not begun (docs/rules/domain.md#untouched-leads)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)  # unanswered attempts in a row

    version = models.PositiveIntegerField(default=1)

    # The moments passed, written by the verbs with the event itself; a test rebuilds them from the events (docs/rules/speed.md#milestones).
    inquiry_count = models.PositiveIntegerField(default=1)
    last_inquiry_at = models.DateTimeField()
    first_call_at = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)  # from when the server knew of a call: what is in time is judged by it
    reached_at = models.DateTimeField(null=True)
    last_call_at = models.DateTimeField(null=True)
    call_count = models.PositiveIntegerField(default=0)
    card_at = models.DateTimeField(null=True)
    card_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, db_index=False, related_name="+")
    invited_at = models.DateTimeField(null=True)
    visited_at = models.DateTimeField(null=True)
    ordered_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["store", "phone"], condition=Q(closed_at=None) & STANDS, name="lead_one_open_per_phone"),
            CheckConstraint(condition=Q(closed_at=None, closed_as="") | Q(closed_at__isnull=False) & ~Q(closed_as=""), name="lead_closed_with_outcome"),
            CheckConstraint(
                condition=Q(closed_as="merged", merged_into__isnull=False) | ~Q(closed_as="merged") & Q(merged_into=None), name="lead_merged_into_another"
            ),
        ]
        indexes = [
            Index(fields=["store", "phone", "received_at"], name="lead_cycles_of_phone"),
            Index(fields=["store", "-received_at", "-id"], name="lead_by_arrival"),
            Index(fields=COHORT, name="lead_cohort"),
            Index(fields=CLOSING, condition=Q(closed_at__isnull=False), name="lead_by_closing"),
            Index(fields=["store"], condition=Q(merged_into__isnull=False), name="lead_merged"),
            Index(fields=OPEN, condition=Q(closed_at=None) & STANDS, name="lead_open"),
            Index(fields=UNTOUCHED, condition=Q(closed_at=None, first_call_at=None) & STANDS, name="lead_untouched"),
            Index(fields=["store", "agent", "-received_at", "annulled_at"], name="lead_of_agent"),
            Index(fields=["store", "allocated_at"], condition=Q(agent__isnull=False), name="lead_by_allocation"),
            Index(fields=["store", "respond_by", "responded_at", "first_call_at", "agent", "closed_as", "annulled_at"], name="lead_by_limit"),
            Index(fields=["store", "grade", "-received_at"], condition=Q(graded_at__isnull=False), name="lead_by_grade"),
            Index(fields=["store", "ungraded_since"], condition=Q(closed_at=None, ungraded_since__isnull=False), name="lead_ungraded"),
            Index(fields=["store", "review_since"], condition=Q(closed_at=None, review_since__isnull=False), name="lead_to_review"),
            Index(fields=["store", "missed_at"], condition=Q(closed_at=None, missed_at__isnull=False) & STANDS, name="lead_missed"),
            Index(fields=["store", "idle_since"], condition=Q(idle_since__isnull=False) & STANDS, name="lead_idle"),
            Index(fields=["reception", "closed_at"], condition=Q(reception__isnull=False), name="lead_of_reception"),
            Index(fields=["reception", "store"], condition=Q(closed_as="delivered", reception__isnull=False) & STANDS, name="lead_delivered_by"),
            Index(fields=["card_by", "closed_at"], condition=Q(card_by__isnull=False), name="lead_carded_by"),
            Index(fields=["store", "phone_tail"], name="lead_by_tail"),
            Index(fields=["phone_until"], condition=Q(closed_at=None, phone__isnull=False, phone_until__isnull=False) & STANDS, name="lead_number_ends"),
            Index(fields=["store", "second_phone"], condition=~Q(second_phone=""), name="lead_by_second_phone"),
            Index(fields=["store", "name", "-received_at"], opclasses=[*PREFIX, "timestamptz_ops"], name="lead_by_name"),
            Index(fields=["store", "given_name"], opclasses=PREFIX, name="lead_by_given_name"),
            Index(fields=["store", "initials", "-received_at"], opclasses=[*PREFIX, "timestamptz_ops"], name="lead_by_initials"),
            Index(F("store"), ByCodePoint("initials"), ByCodePoint("name"), F("id"), name="lead_in_order_of_names"),
            Index(F("store"), OrNever("respond_by"), F("id"), name="lead_in_order_of_limits"),
            Index(F("store"), OrNever("last_call_at"), F("id"), name="lead_in_order_of_calls"),
            Index(fields=["store", "level", "-received_at"], condition=~Q(level=""), name="lead_by_level"),
            Index(fields=["store", "closed_as", "-received_at"], condition=~Q(closed_as=""), name="lead_by_outcome"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether the purchase cycle still runs."""
        return self.closed_at is None

    @property
    def bought_all_the_same(self) -> bool:
        """Whether an order was found and joined after it was closed otherwise: the closing is kept, the order counts (docs/rules/domain.md#joining)."""
        return self.closed_at is not None and self.ordered_at is not None and self.closed_as not in ("delivered", "merged")

    @property
    def is_merged(self) -> bool:
        """Whether it was merged into another, and counts nowhere."""
        return self.merged_into_id is not None

    def is_second(self, phone: str) -> bool:
        """Whether a number is the second one of this lead, and not its own."""
        return bool(phone) and phone == self.second_phone != self.phone

    @property
    def is_virtual(self) -> bool:
        """Whether the number is a portal's privacy number: it has an extension, or a day on which it ends."""
        number = self.phone or ""
        return "," in number or (bool(number) and self.phone_until is not None)
