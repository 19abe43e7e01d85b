"""THE MEASURES: what is counted, on which moment, for whom; the one definition read by pages, command, docs and tests.

Activity (按发生日) counts events on their own day. Cohort (按线索日) counts the leads that arrived in the period and passed a stage, by the
milestones the lead carries. A merged lead counts in no figure.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from calls.models import Appointment, Call, Card
from calls.models.querysets.call import ANSWERS_AT
from dcc.models import Store
from dcc.store.store_settings import history
from leads.models import Allocation, Grading, Inquiry, Lead, Proposal, Review
from leads.models.querysets.lead import IN_TIME, UNMERGED
from reception.models import Leakage, Order, Visit

CONTACT = ~Q(outcome="missed")  # a missed incoming call is no contact (docs/rules/domain.md#call)
LOOKED = Q(tag="dcc", purpose="look")  # the visits that count
SHOWROOMS_OWN = Q(tag="showroom", purpose="look")  # what the director sees beside them (docs/rules/trust.md#duties)
ANSWERED = Q(outcome="connected")
TO_ANSWER = ANSWERED | Q(waited_seconds=None) | Q(waited_seconds__gte=10)  # who rang off at once is nobody's fault
LATER = Call.objects.filter(Q(direction="out") | ANSWERED, lead=OuterRef("lead"), at__gte=OuterRef("at")).annotate(answers=ANSWERS_AT)
RUNG_BACK = Q(Exists(LATER.filter(answers__lte=OuterRef("respond_by"))))  # as the server knew (docs/rules/domain.md#missed-calls)
IN_CHANNEL = Q(channel__isnull=False)  # what a merged lead left behind counts in none


@dataclass(frozen=True, eq=False)
class Happening:
    """One table of events and the moment they are counted on: read once per question, from an index that holds all that is asked.

    `lead` is the path to the lead, "" for the lead itself; `kept` says which rows are of no merged lead, None where only the lead knows.
    Of many rows `lanes` are what their indexes begin with: they are read lane by lane, for sorting them would cost three times the reading.
    """

    name: str
    model: type[Model]
    moment: str = "at"
    lead: str = "lead"
    channel: str = "channel"
    agent: str = ""
    reception: str = ""
    rows: Q = field(default_factory=Q)
    kept: Q | None = IN_CHANNEL
    lanes: tuple[str, ...] = ()  # channel, agent
    until_now: bool = False  # what lies ahead has not happened: it is counted up to the moment of the question

    def lane(self, by: str) -> str:
        """What the rows are read by for a question, "" where they are read as they come."""
        return by if by in self.lanes else next(iter(self.lanes), "")

    def of_lead(self, name: str) -> str:
        """The path to a field of the lead."""
        return f"{self.lead}__{name}" if self.lead else name


ARRIVALS = Happening("arrivals", Lead, "received_at", lead="", kept=UNMERGED)
INQUIRIES = Happening("inquiries", Inquiry, "received_at", kept=None, lanes=("channel",))  # each in its own channel
ALLOCATIONS = Happening("allocations", Allocation, channel="lead__channel", agent="agent", kept=None, lanes=("agent",), rows=Q(agent__isnull=False))
CALLS = Happening("calls", Call, agent="agent", rows=CONTACT, lanes=("channel", "agent"))
RUNG = Happening("rung", Call, rows=Q(direction="in") & TO_ANSWER, lanes=("channel",))  # nobody's: a missed one has no agent
CARDS = Happening("cards", Card, agent="agent")
DUE = Happening("due", Appointment, "scheduled_for", agent="agent", rows=~Q(status__in=("cancelled", "moved")))
BOOKINGS = Happening("bookings", Appointment, agent="agent", rows=Q(replaces=None))
VISITS = Happening("visits", Visit, agent="agent", reception="reception", rows=LOOKED)
SHOWROOM = Happening("showroom", Visit, channel="lead__channel", kept=None, rows=SHOWROOMS_OWN)  # most have no lead
ORDERS = Happening("orders", Order, agent="agent", reception="reception")
CANCELLATIONS = Happening("cancellations", Order, "cancelled_at", agent="agent", reception="reception")
DELIVERIES = Happening("deliveries", Order, "delivered_at", agent="agent", reception="reception")
GROUPS = Happening("groups", Visit, channel="lead__channel", kept=None, rows=Q(purpose="look", visit_class="first"))  # either tag: most have no lead
LOSSES = Happening("losses", Lead, "closed_at", lead="", agent="closed_agent", kept=UNMERGED, rows=Q(closed_as="lost"))
LIMITS = Happening("limits", Lead, "respond_by", lead="", agent="agent", kept=UNMERGED, until_now=True)
LEAKAGES = Happening("leakages", Leakage, "visit__at", channel="lead__channel", agent="lead__agent", kept=None, rows=~Q(outcome="back_to_dcc"))
DECISIONS = Happening(
    "decisions", Proposal, "decided_at", channel="lead__channel", agent="by", kept=None, rows=Q(kind="lost", decision__in=("confirmed", "rejected"))
)
TEST_DRIVEN = Exists(Visit.objects.filter(LOOKED, lead=OuterRef("pk"), test_drive=True))
TICKED = Call.objects.annotate(ticked=Cast("checks", TextField())).filter(ANSWERED, ticked__contains='"wechat"')
STANDING_ORDER = Order.objects.filter(lead=OuterRef("pk"), cancelled_at=None)
SET_ASIDE = Q(Exists(Grading.objects.filter(lead=OuterRef("pk"), grade="L"))) | Q(Exists(Review.objects.filter(lead=OuterRef("pk"), decision="nurture")))
ASIDE_BEFORE = Q(Exists(Grading.objects.filter(lead=OuterRef("lead"), grade="L", at__lt=OuterRef("at")))) | Q(
    Exists(Review.objects.filter(lead=OuterRef("lead"), decision="nurture", at__lt=OuterRef("at")))
)
RISEN = Q(Exists(Grading.objects.filter(ASIDE_BEFORE, lead=OuterRef("pk"), grade="H")))
SECOND_CALL = Subquery(Call.objects.filter(CONTACT, lead=OuterRef("pk")).order_by("at", "pk").values("at")[1:2])

Counts = dict[str, int]  # measure → how many


@dataclass(frozen=True)
class Measure:
    """One count. `happening` and `which` say what activity counts; `cohort` which leads of the period. None: not counted on that basis.

    `part_of` names the measure that holds all that this one counts. `explain` says in one sentence what is counted, `of_cohort` what a cohort counts where
    that is something else. `asked` ones are answered by the command; the others stand on pages only.
    """

    name: str
    label: Any
    happening: Happening | None = None
    which: Q = field(default_factory=Q)
    cohort: Q | None = None
    asked: bool = True
    explain: Any = ""
    of_cohort: Any = ""
    sums: tuple[str, ...] = ()  # of which measures it is the sum: it is asked by them and has no rows of its own
    part_of: str = ""
    reckoned: Callable[[Store], Q] | None = None  # what `which` cannot say of all stores alike

    def happened(self, store: Store) -> Q:
        """The events of a store that activity counts, among those of its table."""
        return self.which & self.reckoned(store) if self.reckoned else self.which

    def explained(self, basis: str) -> str:
        """What is counted on this basis, in one sentence."""
        return str(self.of_cohort or self.explain) if basis == "cohort" else str(self.explain)


def passed(milestone: str) -> Q:
    """The leads that have passed a milestone."""
    return Q(**{f"{milestone}__isnull": False})


def long_enough(store: Store) -> Q:
    """The calls as long as an effective one had to be when they were made (docs/rules/measures.md#effective-calls)."""
    found = Q()
    for (since, seconds), (until, _later) in pairwise([*history(store, "effective_seconds"), (None, 0)]):
        span = Q(seconds__gte=seconds) & (Q(at__gte=since) if since else Q()) & (Q(at__lt=until) if until else Q())
        found |= span
    return found


VALID = ~Q(closed_as="invalid")
MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("leads", _("Leads"), ARRIVALS, cohort=Q(), explain=_("Leads that arrived in the period, invalid ones too; merged ones are left out.")),
        Measure("inquiries", _("Inquiries"), INQUIRIES, explain=_("Inquiries that came in the period; one who asks three times counts three times.")),
        Measure("invalid", _("Invalid"), cohort=Q(closed_as="invalid"), explain=_("Leads of the period that are closed as invalid by now.")),
        Measure("valid", _("Valid"), cohort=VALID, explain=_("Leads of the period that are not closed as invalid.")),
        Measure(
            "waiting", _("Not called yet"), cohort=Q(closed_as="", first_call_at=None), asked=False,
            explain=_("Open leads of the period whom nobody has called yet."),
        ),
        Measure("allocated", _("Allocated"), ALLOCATIONS, explain=_("Allocations to the agent in the period, those undone since too.")),
        Measure(
            "calls", _("Calls"), CALLS,
            explain=_("Calls of the period, out and in, answered or not; missed incoming calls are left out."),
        ),
        Measure("connected", _("Connected calls"), CALLS, Q(outcome="connected"), explain=_("Calls of the period that were connected, out and in.")),
        Measure(
            "contacted", _("First called"), CALLS, Q(is_first=True), passed("first_call_at"),
            explain=_("Leads whose very first call fell into the period."), of_cohort=_("Leads of the period that have a call by now."),
        ),
        Measure(
            "reached", _("Reached"), CALLS, Q(is_first_connected=True), passed("reached_at"),
            explain=_("Leads whose first connected call fell into the period."), of_cohort=_("Leads of the period that have a connected call by now."),
        ),
        Measure(
            "no_card", _("Reached, still no card"), CALLS, Q(is_first_connected=True, lead__card_at=None), asked=False, part_of="reached",
            explain=_("Leads whose first connected call fell into the period and who have no card by now."),
        ),
        Measure(
            "cards", _("Cards"), CARDS, cohort=passed("card_at"),
            explain=_("Cards opened in the period."), of_cohort=_("Leads of the period that have a card by now."),
        ),
        Measure(
            "invited", _("Invited"), BOOKINGS, cohort=passed("invited_at"),
            explain=_("Appointments booked in the period, whenever they are for; one that replaces a moved one does not count again."),
            of_cohort=_("Leads of the period that have an appointment by now."),
        ),
        Measure(
            "visits", _("Visits"), VISITS, cohort=passed("visited_at"),
            explain=_("DCC groups that came to look at a car in the period; each visit counts."),
            of_cohort=_("Leads of the period that came as DCC to look at a car; a lead counts once, however often it came."),
        ),
        Measure("first_visits", _("First visits"), VISITS, Q(is_first=True), explain=_("Leads whose first DCC visit fell into the period.")),
        Measure(
            "orders", _("Orders"), ORDERS, cohort=passed("ordered_at"),
            explain=_("Orders signed in the period, those cancelled later too."), of_cohort=_("Leads of the period with an order that stands."),
        ),
        Measure("cancelled", _("Orders cancelled"), CANCELLATIONS, explain=_("Orders cancelled in the period, whenever they were signed.")),
        Measure(
            "deals", _("Deals"), DELIVERIES, cohort=passed("delivered_at"),
            explain=_("Cars delivered in the period, whenever they were ordered."), of_cohort=_("Leads of the period whose car is delivered by now."),
        ),
        Measure(
            "lost", _("Lost leads"), LOSSES, cohort=Q(closed_as="lost"),
            explain=_("Leads closed as lost in the period, whenever they arrived, also where an order was found and joined since."),
            of_cohort=_("Leads of the period that are closed as lost by now."),
        ),
        Measure(
            "late", _("First called too late"), CALLS, Q(is_late=True), asked=False,
            explain=_("First calls of the period that were made after the limit of the lead had passed."),
        ),
        Measure(
            "due", _("Due"), DUE, asked=False,
            explain=_("Appointments for a time of the period; cancelled and moved ones are left out."),
        ),
        Measure(
            "arrived", _("Came of those due"), DUE, Q(status="arrived"), asked=False,
            explain=_("Appointments for a time of the period for which the customer came, on whatever day."),
        ),
        Measure("no_shows", _("Did not come"), DUE, Q(status="no_show"), asked=False, explain=_("Appointments for a time of the period nobody came for.")),
        Measure(
            "incoming", _("Incoming calls to answer"), RUNG, asked=False,
            explain=_("Incoming calls of the period, answered, or missed after ten seconds of waiting and more; an unknown waiting counts."),
        ),
        Measure(
            "answered", _("Incoming calls answered"), RUNG, ANSWERED, asked=False,
            explain=_("Incoming calls of the period that somebody answered."),
        ),
        Measure(
            "missed", _("Missed incoming calls"), RUNG, ~ANSWERED, asked=False,
            explain=_("Incoming calls of the period that nobody answered in ten seconds of waiting and more; an unknown waiting counts."),
        ),
        Measure(
            "rung_back", _("Missed calls rung back in time"), RUNG, ~ANSWERED & RUNG_BACK, asked=False, part_of="missed",
            explain=_("Missed calls of the period with a later call of the same lead, out or answered, within the first-response limit in working hours."),
        ),
        Measure(
            "showroom_visits", _("Showroom visits"), SHOWROOM, asked=False,
            explain=_("Groups of the showroom's own that came to look at a car in the period."),
        ),
        Measure(
            "test_drives", _("Test drives"), VISITS, Q(test_drive=True), Q(TEST_DRIVEN), asked=False,
            explain=_("DCC groups of the period that drove a car."), of_cohort=_("Leads of the period that came as DCC and drove a car, on whatever visit."),
        ),
        Measure(
            "limit_passed", _("Limit passed"), LIMITS, asked=False,
            explain=_("Leads whose first-response limit passed in the period; it runs in working hours only. Those whose limit runs still are left out."),
        ),
        Measure(
            "in_time", _("First called in time"), LIMITS, IN_TIME, asked=False,
            explain=_("Leads whose first-response limit passed in the period and who were called within it, as the server saw it."),
        ),
        Measure(
            "leaked", _("Leaked"), LEAKAGES, asked=False,
            explain=_("Groups of the period that became the showroom's while their lead was open, but those settled back; by whose the lead is now."),
        ),
        Measure(
            "came_or_leaked", _("Visits and leaked"), asked=False, sums=("visits", "leaked"),
            explain=_("DCC groups that came in the period, and those leaked to the showroom."),
        ),
        Measure(
            "decided", _("Applications decided"), DECISIONS, asked=False,
            explain=_("Applications for lost that were confirmed or rejected in the period, by whoever applied."),
        ),
        Measure(
            "rejected", _("Applications rejected"), DECISIONS, Q(decision="rejected"), asked=False,
            explain=_("Applications for lost that were rejected in the period."),
        ),
        Measure(
            "lost_visited", _("Lost after a visit"), LOSSES, passed("visited_at"), asked=False,
            explain=_("Leads closed as lost in the period that had come as DCC before or since."),
        ),
        Measure(
            "unreached_once", _("Not reached by the first call"), asked=False,
            cohort=passed("first_call_at") & (Q(reached_at=None) | Q(reached_at__gt=F("first_call_at"))),
            explain=_("Leads of the period whom their first call did not reach."),
        ),
        Measure("called_twice", _("Called a second time"), cohort=Q(call_count__gte=2), asked=False, explain=_("Leads of the period with two calls and more.")),
        Measure(
            "unreached_twice", _("Not reached by two calls"), asked=False,
            cohort=Q(call_count__gte=2) & (Q(reached_at=None) | Q(reached_at__gt=SECOND_CALL)),
            explain=_("Leads of the period whom neither their first nor their second call reached."),
        ),
        Measure(
            "effective", _("Effective calls"), CALLS, ANSWERED, asked=False, part_of="connected", reckoned=long_enough,
            explain=_("Connected calls of the period that lasted as long as the store's setting of that moment asks, or longer."),
        ),
        Measure(
            "wechat", _("Added on WeChat"), CALLS, Q(is_first_connected=True) & Q(Exists(TICKED.filter(lead=OuterRef("lead")))),
            passed("reached_at") & Q(Exists(TICKED.filter(lead=OuterRef("pk")))), asked=False, part_of="reached",
            explain=_("Leads whose first connected call fell into the period, with WeChat added ticked in any of their calls by now."),
            of_cohort=_("Leads of the period that were reached, with WeChat added ticked in any of their calls by now."),
        ),
        Measure(
            "loans", _("Orders by loan"), ORDERS, Q(payment="loan"), Q(Exists(STANDING_ORDER.filter(payment="loan"))), asked=False, part_of="orders",
            explain=_("Orders signed in the period that are paid by loan, those cancelled later too."),
            of_cohort=_("Leads of the period with an order that stands and is paid by loan."),
        ),
        Measure(
            "trade_ins", _("Orders with a trade-in"), ORDERS, Q(trade_in=True), Q(Exists(STANDING_ORDER.filter(trade_in=True))), asked=False, part_of="orders",
            explain=_("Orders signed in the period for which an old car is given in, those cancelled later too."),
            of_cohort=_("Leads of the period with an order that stands, for which an old car is given in."),
        ),
        Measure(
            "set_aside", _("Graded low or nurtured"), cohort=SET_ASIDE, asked=False,
            explain=_("Leads of the period that were graded low or put on nurture, whatever came after."),
        ),
        Measure(
            "risen", _("Graded high afterwards"), cohort=RISEN, asked=False, part_of="set_aside",
            explain=_("Leads of the period that were graded high after they had been graded low or put on nurture."),
        ),
        Measure(
            "first_groups", _("Groups here for the first time"), GROUPS, asked=False,
            explain=_("Groups of the period, DCC and showroom, that came to look at a car for the first time."),
        ),
        Measure(
            "left_number", _("Left a number"), GROUPS, ~Q(phone=""), asked=False, part_of="first_groups",
            explain=_("Of these groups, those of whom a telephone number is known by now; one that was erased since counts."),
        ),
        Measure("called_thrice", _("Called a third time"), cohort=Q(call_count__gte=3), asked=False, explain=_("Leads of the period with 3 calls and more.")),
    )
}  # fmt: skip

# Where valid leads stop (漏在哪里): each by the last stage it passed, so that the falls and the deals add up to the valid ones.
STAGES = ("first_call_at", "reached_at", "card_at", "invited_at", "visited_at", "ordered_at", "delivered_at")
FALLS = (
    ("fall_called", _("Without a first call"), _("Valid leads that nobody has called and that went no further; closed ones too.")),
    ("fall_reached", _("Called, not reached"), _("Valid leads that were called, never reached, and went no further.")),
    ("fall_card", _("Reached, no card"), _("Valid leads that were reached and went no further.")),
    ("fall_invited", _("Card, not invited"), _("Valid leads that have a card and went no further.")),
    ("fall_visited", _("Invited, did not come"), _("Valid leads that were invited and went no further.")),
    ("fall_ordered", _("Came, no order"), _("Valid leads that came and went no further.")),
    ("fall_delivered", _("Ordered, not delivered"), _("Valid leads with an order that stands and no car delivered.")),
)


def _fall(index: int) -> Q:
    """The valid leads that passed the stage before `index` and none from it on."""
    stopped = VALID & Q(**{f"{stage}__isnull": True for stage in STAGES[index:]})
    return stopped & passed(STAGES[index - 1]) if index else stopped


MEASURES |= {name: Measure(name, label, cohort=_fall(index), asked=False, explain=why) for index, (name, label, why) in enumerate(FALLS)}

COHORT = tuple(measure.name for measure in MEASURES.values() if measure.cohort is not None and measure.asked)
_HAPPENINGS = {measure.name: measure.happening for measure in MEASURES.values() if measure.happening and measure.asked}
ACTIVITY = tuple(name for name, happening in _HAPPENINGS.items() if happening is not ALLOCATIONS)
BY_AGENT = tuple(name for name, happening in _HAPPENINGS.items() if happening.agent)
BY_RECEPTION = tuple(name for name, happening in _HAPPENINGS.items() if happening.reception)


def asked_of(by: str, basis: str) -> tuple[str, ...]:
    """The measures a question is answered with, in the order of the table."""
    if basis == "cohort":
        return COHORT
    return {"agent": BY_AGENT, "reception": BY_RECEPTION}.get(by, ACTIVITY)
