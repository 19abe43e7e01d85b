"""The bad leads of a month: one row for each inquiry, with what became of it. The one definition for page, count, workbook and verbs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from dcc.models import Store, Word
from dcc.reckoning.clock import range_of
from dcc.reckoning.months import last_of
from leads.channels.prices import prices_of
from leads.intake.phones import mask
from leads.models import Channel, Inquiry, Proposal, Refund
from leads.refunds.bad_leads import WITHIN, Came, Judged, judge

A_DAY = timedelta(days=1)
CLOSED = ("invalid", "out_of_area")
FACTS = ("lead__visited_at", "lead__ordered_at", "pk", "channel", "received_at", "day_only")  # the last four are of `Came`
STATES = ("claimable", "claimed", "paid", "refused", "waived")  # how far a bad lead has come; what nobody decided yet may be claimed


@dataclass(frozen=True)
class BadLead:
    """One row: the inquiry, why it is bad, the claim or waiver that stands (None: it may be claimed)."""

    inquiry: Inquiry
    judged: Judged
    refund: Refund | None
    good: tuple[datetime, ...] = ()  # when somebody of this number came or ordered

    @property
    def reason(self) -> str:
        """As it was when somebody decided, else as it is."""
        return self.refund.reason if self.refund else self.judged.reason

    @property
    def state(self) -> str:
        """How far it has come."""
        return self.refund.state if self.refund else "claimable"

    @property
    def proved_good_at(self) -> datetime | None:
        """When the person came or ordered after all, though it was claimed that they never could."""
        return min((at for at in self.good if self.refund and self.state != "waived" and at > self.refund.at), default=None)

    @property
    def number(self) -> str:
        """The number it came with, masked."""
        return mask(self.inquiry.phone or self.inquiry.lead.phone or "")


def paid_channels(store: Store, month: date | None = None) -> list[Channel]:
    """Return the channels that are paid by the lead now, or were in a month, retired ones too: what they owe they owe."""
    channels = list(Channel.objects.filter(store=store).order_by("source", "name"))
    if month is None:
        return [channel for channel in channels if channel.price is not None]
    prices = prices_of(channels)
    return [channel for channel in channels if prices.of(channel.pk, month) is not None]


def bad_leads_of_month(store: Store, channels: Iterable[Channel], month: date) -> list[BadLead]:
    """Return the bad leads that came through some channels in a month, the latest first."""
    start, end = range_of(month, last_of(month), store.zone)
    rows = Inquiry.objects.filter(channel__in=[channel.pk for channel in channels], received_at__gte=start, received_at__lt=end)
    return bad_leads(store, rows)


def bad_leads(store: Store, rows) -> list[BadLead]:
    """Return those of some inquiries that are bad, or that somebody decided on already: at most four questions."""
    word = Word.objects.filter(store=store, kind="invalid_reason", name=OuterRef("lead__reason"))
    told = rows.filter(store=store).annotate(meaning=Subquery(word.values("meaning")[:1]))
    asked = told.filter(_may_be_bad()).select_related("lead", "channel").order_by("-received_at", "-pk")
    inquiries = list(asked)
    refunds = {refund.inquiry_id: refund for refund in Refund.objects.filter(inquiry__in=[row.pk for row in inquiries]).select_related("by", "answered_by")}
    people = People(store, inquiries)
    found = []
    for row in inquiries:
        if row.pk in refunds:
            refunds[row.pk].inquiry = row  # known already
        judged = judge(_came(row), closed_as=row.lead.closed_as, meaning=row.meaning or "", others=people.arrivals_of(row))
        if judged.reason or row.pk in refunds:
            found.append(BadLead(row, judged, refunds.get(row.pk), people.good_of(row)))
    return found


def _may_be_bad() -> Q:
    """What the database can leave out beforehand: whose lead runs or ended otherwise, and who came through this channel alone."""
    window = {"received_at__gte": OuterRef("received_at") - WITHIN, "received_at__lt": OuterRef("received_at") + A_DAY}
    besides = Inquiry.objects.filter(**window).exclude(channel=OuterRef("channel")).order_by()
    by_lead = besides.filter(lead=OuterRef("lead"))
    by_phone = besides.filter(lead__store=OuterRef("store"), lead__phone=OuterRef("lead__phone"))
    decided = Refund.objects.filter(inquiry=OuterRef("pk"))
    return Q(lead__closed_as__in=CLOSED) | Exists(decided) | Exists(by_lead) | Exists(by_phone)


class People:
    """All that came of the people behind some inquiries, on their leads and on others of the same numbers: two questions, each by its index."""

    def __init__(self, store: Store, inquiries: Sequence[Inquiry]) -> None:
        leads, phones = {row.lead_id for row in inquiries}, {row.lead.phone for row in inquiries if row.lead.phone}
        first = min((row.received_at for row in inquiries), default=None)
        known = Inquiry.objects.filter(store=store, received_at__gte=first - WITHIN).order_by() if first else Inquiry.objects.none()
        self.came: dict[object, set[Came]] = defaultdict(set)
        self.good: dict[object, set[datetime]] = defaultdict(set)
        self._learn(known.filter(lead__in=leads).values_list("lead", *FACTS))
        self._learn(known.filter(lead__store=store, lead__phone__in=phones).values_list("lead__phone", *FACTS))

    def _learn(self, rows: Iterable[tuple]) -> None:
        for who, visited_at, ordered_at, *facts in rows:
            self.came[who].add(Came(*facts))
            self.good[who].update(at for at in (visited_at, ordered_at) if at)

    def arrivals_of(self, row: Inquiry) -> set[Came]:
        """Return every arrival of the person of an inquiry, itself among them."""
        return self.came[row.lead_id] | self.came[row.lead.phone]

    def good_of(self, row: Inquiry) -> tuple[datetime, ...]:
        """Return when they came or ordered."""
        return tuple(self.good[row.lead_id] | self.good[row.lead.phone])


def _came(row: Inquiry) -> Came:
    return Came(row.pk, row.channel_id, row.received_at, row.day_only)


def sheet_of(refund: Refund) -> list[Refund]:
    """Return all that was claimed with one: of the same channel, by the same person, at the same moment."""
    same = Refund.objects.filter(store=refund.store_id, at=refund.at, by=refund.by_id, inquiry__channel=refund.inquiry.channel_id).exclude(state="waived")
    return list(same.select_related("inquiry__lead", "inquiry__channel", "by").order_by("-inquiry__received_at", "-inquiry_id"))


def sheet_rows(refund: Refund) -> list[BadLead]:
    """Return the same as rows with their reasons."""
    return bad_leads(refund.store, Inquiry.objects.filter(pk__in=[each.inquiry_id for each in sheet_of(refund)]))


def unconfirmed(store: Store) -> int:
    """How many applications for invalid wait: what they are about may be claimed once somebody confirms it."""
    return Proposal.objects.open().filter(store=store, kind="invalid").count()


def is_kept(refund: Refund, now: datetime) -> bool:
    """Whether the workbook of a claim may still be fetched: for seven days."""
    return now - refund.at <= timedelta(days=7)
