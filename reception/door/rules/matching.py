"""The window at the front desk: who a walk-in may be, with the evidence for whose customer they are. Limited, and on the trail.

See docs/rules/trust.md#front-desk-window.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from calls.models import Appointment
from dcc.errors import Refused
from dcc.models import Store, TrailEntry, User
from dcc.reckoning.clock import day_of, day_range, start_of
from dcc.store.store_settings import value, values_at
from dcc.trail import audit
from leads.campaigns.invited import campaigns_on
from leads.customer.merged_numbers import in_their_place
from leads.intake.cells import half_width
from leads.intake.phones import digits_of, read_typed, tail
from leads.models import NO_NAME, Lead
from leads.pool.name_search import bare, given_name, initials, kept_otherwise
from leads.pool.search import by_name, called_alike, letters_of, read_otherwise, unlabelled
from reception.door.attribution import Answer, current, decide
from reception.door.rules.evidence import Known, Person, gather, person_of, window_of
from reception.models import ShowroomCard, Visit

AN_HOUR = timedelta(hours=1)
LIMIT = 60
MOST = 8
DIGITS = 4
SALT = "reception.match"
VALID = 12 * 3600  # seconds a match may be registered after it was shown: a working day

LAST_CONTACT = Greatest(*(Coalesce(name, "received_at") for name in ("received_at", "last_inquiry_at", "last_call_at", "visited_at")))


@dataclass
class Match:
    """One person a walk-in may be: what is known, the showroom's card, and what the rules say if nobody is named."""

    known: Known
    card: ShowroomCard | None
    answer: Answer
    by: User = field(kw_only=True, repr=False)
    campaign: str = field(default="", kw_only=True)  # that is on today, to which they were invited

    @property
    def lead(self) -> Lead | None:
        """The lead this person is known by."""
        return self.known.lead if self.known.leads else None

    @property
    def appointment(self) -> Appointment | None:
        """The appointment that makes it DCC's."""
        fitting = self.answer.fulfils
        return next((row for row in self.known.appointments if row.pk == fitting.id), None) if fitting else None

    @property
    def open_lead(self) -> Lead | None:
        """The lead DCC has open."""
        lead = self.lead
        return lead if lead and lead.is_open and current(self.known.facts) else None

    @property
    def name(self) -> str:
        """Who it is."""
        named = self.lead.name if self.lead else self.card.name if self.card else ""
        return named or NO_NAME

    @property
    def tail(self) -> str:
        """The last four digits; empty where nobody knows the number."""
        phone = self.known.person.phone or (self.lead.phone if self.lead else None) or ""
        return tail(phone) if phone else ""

    @property
    def model(self) -> str:
        """The car in mind."""
        return (self.lead.model if self.lead else "") or (self.card.model if self.card else "")

    @property
    def visits(self) -> int:
        """How often the person has been in."""
        return len(self.known.visits)

    @property
    def last_contact(self) -> datetime:
        """When they were last heard of: asked, were rung, came, or spoke with the showroom."""
        lead, card, moments = self.lead, self.card, [visit.at for visit in self.known.visits]
        if lead:
            moments += [moment for moment in (lead.received_at, lead.last_inquiry_at, lead.last_call_at, lead.visited_at) if moment]
        if card:
            moments.append(card.last_contact_at or start_of(card.card_date, self.by.own_store.zone))
        return max(moments, default=self.known.facts.arrived_at)

    @cached_property
    def seen(self) -> Visit | None:
        """The visit this person has today."""
        return self.known.seen(self.by.own_store.zone)

    @cached_property
    def reference(self) -> str:
        """What the form sends back: signed ids, so that nobody asks for a lead they were not shown, and no number stands in the page."""
        row = self.lead or self.card
        return refer(row, self.by) if row else ""


def refer(row: Lead | ShowroomCard, user: User) -> str:
    """Return a signed reference to somebody the desk was shown; it holds for this person and this day."""
    return signing.dumps([user.pk, row._meta.model_name, row.pk], salt=SALT)


def resolve(reference: str, user: User) -> Person:
    """Return whom a reference means. Refused where it is old, or another's."""
    try:
        owner, kind, pk = signing.loads(reference, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        raise Refused(_("Look for the customer once more.")) from None
    if owner != user.pk:
        raise Refused(_("Look for the customer once more."))
    if kind == "lead":
        return person_of(Lead.objects.get(pk=pk, store=user.own_store))
    return Person(phone=ShowroomCard.objects.get(pk=pk, store=user.own_store).phone)


def find(store: Store, typed: str, *, by: User, now: datetime) -> list[Match]:
    """Find walk-ins by whatever the desk typed into a field: the last four digits, a whole number, the name of the walk-in or of who invited them."""
    said = unlabelled(typed)
    digits = digits_of(said)
    figures_alone = bare(said) == digits
    if figures_alone and len(digits) == DIGITS:
        return find_by_tail(store, digits, by=by, now=now)
    if digits and (number := read_typed(said, value(store, "area_code", now)).number):
        return find_by_number(store, number, by=by, now=now)
    if figures_alone:
        raise Refused(_("Four digits, or a name."))
    return find_by_name(store, typed, by=by, now=now)


@transaction.atomic
def find_by_tail(store: Store, digits: str, *, by: User, now: datetime) -> list[Match]:
    """Find walk-ins by the last four digits of their number. However many have them: nobody who is expected about now or was in today is left out."""
    leads = Lead.objects.filter(store=store, phone_tail=digits).order_by(LAST_CONTACT.desc(), "-id")[: MOST * 4]
    cards = ShowroomCard.objects.filter(store=store, phone_tail=digits).order_by("-card_date", "-id")[: MOST * 2]
    today = start_of(day_of(now, store.zone), store.zone)
    came = Visit.objects.filter(store=store, at__gte=today, at__lte=now, phone_tail=digits, lead__isnull=False).select_related("lead")
    ending = Q(lead__phone_tail=digits) | Q(lead__second_phone__endswith=digits)
    expected = _appointments_around(store, now).filter(ending).select_related("lead")
    first = [row.lead for row in (*came, *expected) if not row.lead.is_merged]
    return _matches(store, [*first, *in_their_place(leads)], list(cards), way="tail", by=by, now=now)


@transaction.atomic
def find_by_name(store: Store, text: str, *, by: User, now: datetime) -> list[Match]:
    """Find walk-ins by their name, or by the name of whoever invited them. However many are called so: nobody invited for today is left out."""
    text = " ".join(half_width(text).split())[:40]
    letters = letters_of(text)
    if len(text) < 2 and text.isascii():
        raise Refused(_("Type the name, or two letters of it."))
    theirs = Lead.objects.filter(store=store).unmerged()
    named = Q(initials__prefix=letters) | Q(name__prefix=text) if letters else by_name(text)
    leads = list(theirs.filter(named).order_by("-received_at", "-id")[: MOST * 2])
    for rows in read_otherwise(theirs, letters) if letters else () if leads else (called_alike(theirs, text),):
        leads += rows[:MOST]
    leads = [row.lead for row in _invited_by_name(store, text, letters, now=now)] + leads
    cards = [] if text.isascii() else list(ShowroomCard.objects.filter(store=store, name__startswith=text).order_by("-card_date", "-id")[:MOST])
    return _matches(store, leads, cards, way="name", by=by, now=now)


def _invited_by_name(store: Store, text: str, letters: str, *, now: datetime) -> list[Appointment]:
    """Return the appointments around now whose booker is called so, those of today all; and those of today whose customer is."""
    staff = set(_staff(store, text))
    start, end = day_range(day_of(now, store.zone), store.zone)
    rows = _appointments_around(store, now).filter(Q(agent__in=staff) | Q(scheduled_for__gte=start, scheduled_for__lt=end)).select_related("lead")
    around = sorted(rows, key=lambda row: (abs(row.scheduled_for - now), row.pk))
    booked = [row for row in around if row.agent_id in staff]
    of_today = [row for row in around if start <= row.scheduled_for < end and (row.agent_id in staff or _is_called(row.lead, text, letters))]
    return list(dict.fromkeys([*of_today, *booked[: MOST * 2]]))


def _is_called(lead: Lead, text: str, letters: str) -> bool:
    """Whether a customer's name begins so, as the list of leads finds it by name or initials."""
    if lead.is_merged:
        return False
    if not letters:
        return bool(bare(text)) and any(bare(said).startswith(bare(text)) for said in (lead.name, lead.given_name))
    read = ((kept, lead.name[place : place + 1] in characters) for kept, place, characters in kept_otherwise(letters))
    return lead.initials.startswith(letters) or bare(lead.name).startswith(letters) or any(fits and lead.initials.startswith(kept) for kept, fits in read)


@transaction.atomic
def find_by_number(store: Store, phone: str, *, by: User, now: datetime) -> list[Match]:
    """Find whoever has exactly this number: what the desk typed for somebody new."""
    leads = Lead.objects.filter(store=store, phone=phone).order_by("-received_at", "-id")
    cards = ShowroomCard.objects.filter(store=store, phone=phone).order_by("-card_date", "-id")
    return _matches(store, in_their_place(leads), list(cards), way="number", by=by, now=now)


def shown(matches: Sequence[Match]) -> list[Match]:
    """Return those a page shows: the first few, and everybody who is expected or in the house."""
    return [match for place, match in enumerate(matches) if place < MOST or match.appointment is not None or match.seen is not None]


def show(store: Store, person: Person, *, by: User, now: datetime) -> Match:
    """Return somebody the desk has found already, as they stand now."""
    known = gather(store, [person], at=now)[0]
    card = ShowroomCard.objects.filter(store=store, phone=person.phone).order_by("-card_date", "-id").first() if person.phone else None
    return Match(known, card, decide(known.facts), by=by, campaign=_campaigns(store, [known], now).get(known.person, ""))


def read_number(text: str, *, area: str = "") -> str:
    """Return the number somebody typed, empty for none; a local landline with the store's area code `area`. Refused for what is no number."""
    if not text.strip():
        return ""
    number = read_typed(text, area).number
    if not number or "," in number:
        raise Refused(_("This is no phone number: eleven digits, or a landline with its area code."))
    return number


def _staff(store: Store, text: str) -> list[int]:
    """Return who of the store is called so: by name, given name or initials."""
    wanted = bare(text)
    people = User.objects.filter(store=store).values_list("pk", "name")
    return [pk for pk, name in people if any(bare(said).startswith(wanted) for said in (name, given_name(name), initials(name)))]


def _appointments_around(store: Store, now: datetime):
    """The appointments the desk may see: those within the store's window, as the rule counts (docs/rules/trust.md#rows)."""
    window = window_of(values_at(store, now))
    start, end = now - timedelta(hours=window.hours_after), now + timedelta(hours=window.hours_before)
    return Appointment.objects.filter(store=store, scheduled_for__gte=start, scheduled_for__lte=end)


def _matches(store: Store, leads: Sequence[Lead], cards: Sequence[ShowroomCard], *, way: str, by: User, now: datetime) -> list[Match]:
    """Gather the evidence of everybody found, who is expected first; count the search and write it on the trail."""
    _count_search(by, now=now)
    by_phone = {card.phone: card for card in reversed(cards)}
    people = list(dict.fromkeys([*(person_of(lead) for lead in leads), *(Person(phone=card.phone) for card in cards)]))
    known = gather(store, people, at=now)
    if way == "name":  # a number, or the end of one, has found the showroom's cards already
        missing = [one.person.phone for one in known if one.person.phone and one.person.phone not in by_phone]
        by_phone |= {card.phone: card for card in ShowroomCard.objects.filter(store=store, phone__in=missing).order_by("card_date", "id")}
    campaigns = _campaigns(store, known, now)
    matches = [Match(one, by_phone.get(one.person.phone), decide(one.facts), by=by, campaign=campaigns.get(one.person, "")) for one in known]
    matches.sort(key=lambda match: _order(match, now))
    found = [match.lead.pk for match in shown(matches) if match.lead]
    audit.record("desk.match", None, by=by, now=now, store=store, way=way, found=len(matches), leads=found)
    return matches


def _campaigns(store: Store, known: Sequence[Known], now: datetime) -> dict[Person, str]:
    """Return which of these people were invited to a campaign that is on today, by its name."""
    lead_of = {one.lead.pk: one.person for one in known if one.leads and one.lead}
    return {lead_of[lead]: name for lead, name in campaigns_on(lead_of.keys(), day_of(now, store.zone)).items()}


def _order(match: Match, now: datetime) -> tuple:
    """Whoever is in the house first; expected ones, today's before others, the nearest in time; the others by their last contact, the latest first."""
    fitting = match.appointment is not None
    zone = match.by.own_store.zone
    today = match.appointment is not None and day_of(match.appointment.scheduled_for, zone) == day_of(now, zone)
    distance = abs(match.appointment.scheduled_for - now) if match.appointment else timedelta()
    here = match.seen is not None and match.seen.left_at is None
    return (not here, not fitting, not today, distance, -match.last_contact.timestamp())


def _count_search(by: User, *, now: datetime) -> None:
    """Refuse the sixty-first search of an hour (docs/rules/trust.md#front-desk-window): nobody reads the store's customers through this window."""
    if TrailEntry.objects.filter(by=by, action="desk.match", at__gt=now - AN_HOUR).count() >= LIMIT:
        raise Refused(_("Sixty searches an hour are the limit. Register the group without a number and complete it later."))
