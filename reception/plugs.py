"""What this room hangs on the sockets of the rooms below."""

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from calls import sockets as calls_sockets
from dcc import sockets
from dcc.store import store_settings
from dcc.trail import audit, trail_words
from leads import sockets as leads_sockets
from leads.customer.rules.carrying import carry_channels
from reception.campaigns import plugs as campaign_plugs  # noqa: F401 - hang up what campaigns add
from reception.checks import plugs as check_plugs  # noqa: F401 - hang up what checks add
from reception.customers import head_tags, strip_formulas
from reception.customers.own_rows import delivered_by, has_bought, looked_after, on_the_board, received_by, was_here
from reception.customers.parts import on_customer_page, sections
from reception.customers.rules.orders import delivered_obstacle, order_obstacle
from reception.customers.rules.receivers import reception_at
from reception.customers.rules.receiving import alarm_waiting
from reception.door import notice_sentences
from reception.door.in_house import came_and_stays
from reception.door.plugs import say_moment
from reception.door.rules.working import contacts_of, touches_of, worked_on
from reception.erasing import plugs as erasing_plugs  # noqa: F401 - hang up erasing
from reception.given import plugs as given_plugs  # noqa: F401 - hang up what leads given away add
from reception.merging import plugs as merging_plugs  # noqa: F401 - hang up what merging adds
from reception.models import Order, Visit
from reception.models.leakage import ENDS
from reception.models.order import PAYMENTS
from reception.models.step import KINDS as STEPS
from reception.models.visit import BASES, TAGS
from reception.reconcile.parts.claims_of_pool import claimed_among, pool_panel
from reception.reconcile.rules.claims import flag_claims
from reception.seen import plugs as seen_plugs  # noqa: F401 - hang up who saw a number
from reception.showroom.listed_cards import LISTED_CARDS
from reception.showroom.rules.persons import showroom_obstacle
from reception.showroom.rules.transfers import list_ripe
from reception.who.questions import NAME, QuestionsField

ATTRIBUTION, TRANSFER, DESK = _("Attribution"), _("Transfer of showroom cards"), _("Front desk")
store_settings.register(
    store_settings.Setting(
        NAME,
        _("What the desk asks"),
        [],
        lambda: QuestionsField(required=False),
        DESK,
        help=_("One question a line, after | what follows from the answer. Nothing written: the five shipped ones."),
    ),
    store_settings.Setting("attribution_days_before", _("Days before an appointment"), 3, store_settings.whole_number(0, 30), ATTRIBUTION, "all"),
    store_settings.Setting(
        "attribution_days_after",
        _("Days after an appointment"),
        7,
        store_settings.whole_number(0, 90),
        ATTRIBUTION,
        "all",
        _("Whoever comes within these days of their appointment is DCC's. Counted in hours, 24 a day, ends included."),
    ),
    store_settings.Setting(
        "transferred_for_days",
        _("Days a transfer counts"),
        0,
        store_settings.whole_number(0, 3650),
        ATTRIBUTION,
        "all",
        _("0: for good."),
    ),
    store_settings.Setting(
        "transfer_after_days",
        _("Days without a sale until a card is ripe"),
        60,
        store_settings.whole_number(1, 720),
        TRANSFER,
        "all",
        _("A showroom card comes onto your list the morning after so many days."),
    ),
)

audit.register(
    {
        "desk.match": _("Looked for a walk-in"),
        "person.hand_over": _("Handed over on leaving"),
        "visit.register": _("Visit registered"),
        "day.sign": _("Day at the front desk signed"),
        "visit.keep": _("Group kept without a connection: the desk is asked"),
        "visit.drop_kept": _("Kept group was no visit"),
        "visit.leave": _("Left the house"),
        "visit.stay": _("Leaving taken back"),
        "visit.same": _("Same group, heads and companion corrected"),
        "visit.return": _("Left and came back"),
        "visit.take": _("Went to receive"),
        "visit.note": _("Visit described"),
        "step.take": _("Step noted"),
        "step.correct": _("Step corrected"),
        "step.annul": _("Step taken back"),
        "visit.identify": _("Walk-in identified"),
        "visit.correct": _("Tag corrected"),
        "visit.decide": _("Tag decided"),
        "visit.reverse": _("Correction reversed"),
        "visit.no_relation": _("Said not to be one family"),
        "visit.annul": _("Visit taken back"),
        "tag_change.annul": _("Tag change taken back"),
        "leakage.tell": _("Leakage told"),
        "leakage.propose": _("Settlement proposed"),
        "leakage.sign": _("Settlement signed"),
        "follow_up.note": _("Follow-up noted"),
        "order.place": _("Order signed"),
        "order.change": _("Order changed"),
        "order.cancel": _("Order cancelled"),
        "order.deliver": _("Car handed over"),
        "order.join": _("Handing over joined to a lead by hand"),
        "order.reverse": _("Joining reversed"),
        "order.annul": _("Order taken back"),
        "order.annul_delivery": _("Delivery taken back"),
        "order.annul_cancellation": _("Cancellation taken back"),
        "showroom_card.add": _("Showroom card added"),
        "showroom_card.change": _("Showroom card changed"),
        "showroom_card.close": _("Showroom card closed"),
        "showroom_card.import": _("Sheet of showroom cards imported"),
        "transfer.confirm": _("Transfer confirmed"),
        "transfer.hold": _("Transfer held"),
        "transfer.refuse": _("Transfer refused"),
        "transfer.take_back": _("Taken back: decision on a transfer"),
        "delay.ask": _("Delay of a card asked for"),
        "delay.take_back": _("Taken back: request for delay"),
        "delay.answer": _("Request for delay decided"),
        "claim.decide": _("Showroom's claim decided"),
        "person.release": _("Transferred customer released"),
    }
)
WORDS = {**dict(TAGS), **dict(ENDS)}


def say(value) -> str:
    """Say a tag or an end of a leakage."""
    return str(WORDS.get(value, value))


trail_words.register(
    {
        "basis": _("Basis"),
        "proposed": _("Proposed"),
        "found": _("Found"),
        "stated": _("Stated moment"),
        "model": _("Car model"),
        "order_number": _("Order number"),
        "expected_on": _("To be handed over on"),
        "amount": _("Price, in ten thousand"),
        "closed": _("In a closed period"),
        "signed_at": _("Signed at"),
        "order_payment": _("Payment"),
        "order_trade_in": _("Trade-in"),
        "step": "",
        "began": "",
        "drive_minutes": _("minutes"),
        "on_the_road": _("on the road"),
        "wanted": _("wanted for the old car"),
        "left": _("left"),
        "back": _("back"),
        "day": "",
        "groups": _("Groups"),
        "heads": _("Heads"),
    },
    {
        "signed_at": say_moment,
        "order_payment": lambda value: str(dict(PAYMENTS).get(value, value)),
        "order_trade_in": lambda value: {"True": str(_("Yes")), "False": str(_("No"))}.get(value, value),
        "step": lambda value: str(dict(STEPS).get(value, value)),
        "began": say_moment,
        "left": say_moment,
        "back": say_moment,
        "closed": lambda _value: "",  # where it stands it is so
        "basis": lambda value: str(dict(BASES).get(value, value)),
        "proposed": say,
        "stated": say_moment,
        **{action: say for action in ("visit.register", "visit.correct", "visit.decide", "visit.reverse", "leakage.propose", "leakage.sign")},
    },
)

sockets.notice_kinds.add_each(notice_sentences.SENTENCES)
sockets.due_verbs.add(alarm_waiting, name="waiting_groups")
sockets.due_verbs.add(list_ripe, name="ripe_cards")
for section, position in sections.SECTIONS:
    sockets.navigation.add(section, name=section.url, position=position)
sockets.formulas.add(strip_formulas.formula_of, name="reception")
sockets.holdings.add(sections.customers_of, name="customers")
sockets.landing_pages.add(sections.first_page, name="reception", position=55)
leads_sockets.person_lists.add(LISTED_CARDS, name="transfers")
leads_sockets.history.add(on_customer_page.parts_of, name="reception")
leads_sockets.timeline.add(on_customer_page.entries_of, name="reception")
leads_sockets.lead_tags.add(head_tags.tags_of, name="reception")
leads_sockets.lead_panels.add(on_customer_page.attribution_panel, name="attribution", position=60)
leads_sockets.lead_panels.add(on_customer_page.credit_panel, name="credit", position=70)
leads_sockets.lead_actions.add(on_customer_page.keep_orders, name="order")
leads_sockets.lead_actions.add(on_customer_page.release, name="release", position=80)
leads_sockets.contacts.add(contacts_of, name="reception")
leads_sockets.worked.add(worked_on, name="reception")
leads_sockets.touches.add(touches_of, name="reception")
leads_sockets.own_rows.add(received_by, name="reception")
leads_sockets.read_rows.add(delivered_by, name="reception")
calls_sockets.stands_elsewhere.add(on_the_board, name="reception")
leads_sockets.claimed_leads.add(claimed_among, name="reception")
leads_sockets.pool_panels.add(pool_panel, name="claims")
leads_sockets.bought.add(has_bought, name="orders")
leads_sockets.next_steps.add(looked_after, name="reception")
leads_sockets.met.add(was_here, name="visits")
calls_sockets.in_house.add(came_and_stays, name="reception")
calls_sockets.receivers.add(reception_at, name="reception")
leads_sockets.closing_obstacles.add(order_obstacle, name="order")
leads_sockets.reopening_obstacles.add(delivered_obstacle, name="order")
leads_sockets.closing_obstacles.add(showroom_obstacle, name="transferred")


@receiver(leads_sockets.leads_opened)
def flag_what_the_showroom_has(*, store, lead_ids, at, **_sent) -> None:
    """A new lead whose phone is an open showroom card is flagged 展厅已建卡."""
    flag_claims(store, lead_ids, now=at)


@receiver(leads_sockets.channels_moved)
def events_follow_their_lead(*, lead_ids, **_sent) -> None:
    """Visits and orders count in the channel their lead counts in."""
    carry_channels(Visit, Order, lead_ids=lead_ids)
