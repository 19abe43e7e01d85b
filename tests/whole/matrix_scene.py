"""The scene of the matrix: two stores, everybody twice, and customers of whom nobody else has the number.

Customers stand on three sides: `own` are those of the first agent and specialist, `colleague` those of the second ones in the same store,
`other_store` those of the other store. What is own to a role that works no customers is simply its store's.

Some customers are theirs no longer: a third agent and specialist of the store have them now. Whose they were in the other store are the first ones,
as if they had worked there before.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models

from calls.models import IncomingNumber
from dcc.models import DueRun, Robot, Store, User
from dcc.notices import telling
from dcc.people.roles import ROLES
from dcc.reckoning.clock import day_of
from dcc.store.rules.stores import create_store
from dcc.trail import audit
from leads.capture.rules.tokens import issue_token
from leads.intake.rules import importing
from leads.models import BatchRow, Campaign, Channel, ImportBatch, Lead, PersonExport, Refund, Review
from leads.pool.rules.looking import save_filter
from reception.models import CheckDraw, Claim, DelayRequest, GivenOutcome, KeptGroup, Step, TagChange
from reporting.models import EveningReport, ReportReceiver, Trial
from reporting.walls.rules.wall_tokens import make_wall
from tests.factories import (
    AllocationFactory,
    AppointmentFactory,
    CallFactory,
    CardFactory,
    DoNotCallFactory,
    FollowUpFactory,
    GradingFactory,
    ImportBatchFactory,
    InquiryFactory,
    LeadFactory,
    LeakageFactory,
    OrderFactory,
    PromiseFactory,
    ProposalFactory,
    RequestFactory,
    SecondLookFactory,
    ShowroomCardFactory,
    TopicFactory,
    TransferFactory,
    UserFactory,
    VisitFactory,
)
from tests.factories.dcc import open_all_day

SIDES = ("own", "colleague", "other_store")
FAMILY = {"own": "欧阳", "colleague": "司马", "other_store": "诸葛"}  # the surname of every customer of a side, and of nobody else
DONE = {"agent": "改词甲", "director": "改词乙"}  # what the trail says of who did it, and no other page
STORES = {"own": "长春一店", "colleague": "长春一店", "other_store": "吉林三店"}


@dataclass
class Side:
    """The people of one side by role, whose customers went on to whom, and its customers by what became of them."""

    name: str
    store: Store
    people: dict[str, User]
    former: dict[str, User] = field(default_factory=dict)
    third: dict[str, User] = field(default_factory=dict)
    rows: dict[str, models.Model] = field(default_factory=dict)


@dataclass
class Scene:
    """All three sides, and the moment at which they stand."""

    sides: dict[str, Side]
    now: datetime

    def person(self, role: str) -> User:
        """Who asks in this role."""
        return self.sides["own"].people[role]


def hour_of(now: datetime) -> timedelta:
    """Return what passes for an hour here: six of them ago it was today still, at whatever time the tests run."""
    today = now.astimezone(ZoneInfo("Asia/Shanghai"))
    return min(timedelta(hours=1), (today - today.replace(hour=0, minute=0, second=0, microsecond=0)) / 8)


def set_scene(now: datetime, *, customers: int = 1) -> Scene:
    """Make both stores, their people and customers; each kind of customer `customers` times."""
    first = create_store(code="S1", name=STORES["own"], brand="丰田", by=None, now=now - timedelta(days=30))
    other = create_store(code="S3", name=STORES["other_store"], brand="丰田", by=None, now=now - timedelta(days=30))
    for store in (first, other):
        open_all_day(store)
    sides = {name: Side(name, other if name == "other_store" else first, {}) for name in SIDES}
    third = {store: {role: _third(store, role) for role in ("agent", "reception")} for store in (first, other)}
    for number, side in enumerate(sides.values()):
        side.people = {role: _person(side, role) for role, _label in ROLES}
        side.former, side.third = sides["own" if side.name == "other_store" else side.name].people, third[side.store]
        of_side = Customers(side, number, now)
        for _time in range(customers):
            of_side.come()
        _files(side, now)
    DueRun.objects.create(at=now)
    return Scene(sides, now)


def _person(side: Side, role: str) -> User:
    name = {"own": "甲", "colleague": "乙", "other_store": "诸葛外"}[side.name] + role.replace("_", "")
    person = UserFactory(username=f"{side.name}-{role}", name=name, store=None if role == "hq" else side.store, roles=[role])
    if role == "hq":
        person.stores.add(side.store)
    return person


def _third(store: Store, role: str) -> User:
    """Who has now what was somebody else's before."""
    return UserFactory(username=f"{store.code}-third-{role}", name=f"{'丙' if store.code == 'S1' else '诸葛外丙'}{role}", store=store, roles=[role])


class Customers:
    """The customers of one side, each with a number of their own: mobile, second, landline or a portal's."""

    def __init__(self, side: Side, number: int, now: datetime) -> None:
        self.side, self.now, self.count = side, now, 0
        self.hour = hour_of(now)
        self.block = f"{number + 1}"
        self.agent, self.specialist = side.people["agent"], side.people["reception"]
        self.channel = Channel.objects.filter(store=side.store, source="web").first()

    def phone(self, form: str = "154{}") -> str:
        """Return a number nobody else has; its digits stand nowhere else."""
        self.count += 1
        return form.format(f"{self.block}7{self.count:06d}")

    def said(self) -> str:
        """Return a note somebody typed, with a number in it."""
        return f"打{self.phone()}"

    def lead(self, kind: str, **facts) -> Lead:
        """Return a lead of this side, kept in its rows under `kind`."""
        facts = {"phone": self.phone(), "agent": self.agent, "received_at": self.now - 6 * self.hour, "model": "凯美瑞"} | facts
        name = f"{FAMILY[self.side.name]}{kind.replace('_', '')}"
        lead = LeadFactory(store=self.side.store, channel=self.channel, name=name, phone_tail=(facts["phone"] or "").partition(",")[0][-4:], **facts)
        InquiryFactory(lead=lead, name=name, remark=self.said(), extra={"备用": self.phone()})
        self.side.rows[kind] = lead
        return lead

    def come(self) -> None:
        """Every kind of customer, once."""
        self.waiting()
        self.worked()
        self.judged()
        self.came()
        self.went_on()
        self.of_the_showroom()
        self.notices()

    def waiting(self) -> None:
        """In the pool, and untouched in the agent's hands; with every kind of number."""
        self.lead("pool", agent=None)
        self.lead("untouched", second_phone=self.phone("194{}"))
        self.lead("landline", phone=self.phone("0431{}"))
        self.lead("virtual", phone=self.phone() + ",4321")
        barred = self.lead("barred")
        self.side.rows["do_not_call"] = DoNotCallFactory(store=self.side.store, phone=barred.phone, at=self.now)
        DoNotCallFactory(store=self.side.store, phone=self.phone(), at=self.now)

    def worked(self) -> None:
        """Called, carded, invited for today and handed to the specialist."""
        hour = self.hour
        lead = self.lead("lead", reception=self.specialist, grade="H", card_at=self.now - 2 * hour, card_by=self.agent, call_count=1)
        mine = {"lead": lead, "agent": self.agent}
        self.side.rows["allocation"] = AllocationFactory(lead=lead, agent=self.agent, by=self.side.people["leader"], at=self.now - 5 * hour)
        self.side.rows["call"] = CallFactory(**mine, at=self.now - 3 * hour, phone=self.phone(), note=self.said())
        self.side.rows["card"] = CardFactory(**mine, at=self.now - 2 * hour)
        day = self.now + timedelta(days=5 if self.side.name == "colleague" else 0)  # today's are every specialist's
        self.side.rows["appointment"] = AppointmentFactory(**mine, at=self.now - 2 * hour, scheduled_for=day, reception=self.specialist, note=self.said())
        self.side.rows["promise"] = PromiseFactory(appointment=self.side.rows["appointment"])
        self.side.rows["follow_up"] = FollowUpFactory(lead=lead, due_at=self.now - hour, note=self.said())
        caller = self.lead("caller")
        self.side.rows["incoming"] = IncomingNumber.objects.create(store=self.side.store, agent=self.agent, phone=caller.phone, lead=caller, at=self.now)
        for role, word in DONE.items():
            audit.record("word.change", None, by=self.side.people[role], now=self.now, after=word)

    def judged(self) -> None:
        """To be graded, to be reviewed, proposed as lost, and closed."""
        self.lead("ungraded", ungraded_since=self.now - self.hour, call_count=1)
        low = self.lead("low", review_since=self.now - self.hour, grade="L", reception=self.specialist)
        self.side.rows["grading"] = GradingFactory(lead=low, grade="L", at=self.now - self.hour, note=self.said())
        decided = self.lead("decided", grade="L", reception=self.specialist)
        facts = {"by": self.side.people["leader"], "at": self.now - self.hour, "reason": self.said()}
        self.side.rows["review"] = Review.objects.create(store=decided.store, lead=decided, decision="nurture", until=self.now, **facts)
        proposed = self.lead("proposed", reception=self.specialist)
        self.side.rows["invalid"] = ProposalFactory(lead=proposed, kind="invalid", by=self.agent, at=self.now - self.hour, reason=self.said())
        misheard = self.lead("misheard")
        self.side.rows["number_request"] = RequestFactory(lead=misheard, by=self.agent, at=self.now - self.hour, number=self.phone(), reason=self.said())
        unreached = self.lead("unreached", reception=self.specialist, review_since=self.now - self.hour)
        self.side.rows["unreachable"] = ProposalFactory(lead=unreached, kind="unreachable", by=self.agent, at=self.now - self.hour, reason=self.said())
        self.lead("closed", reception=self.specialist, closed_at=self.now - self.hour, closed_as="lost", closed_agent=self.agent)
        drawn = self.lead("drawn", agent=None, closed_at=self.now - 9 * self.hour, closed_as="lost", received_at=self.now - 10 * self.hour)
        self.side.rows["look"] = SecondLookFactory(lead=drawn, agent=self.agent, at=self.now - 6 * self.hour)
        self.claimed()
        plan = {"name": "团购会", "first_day": self.now.date(), "last_day": self.now.date() + timedelta(days=2), "budget": Decimal(18000)}
        self.side.rows["campaign"] = Campaign.objects.create(store=self.side.store, **plan)
        seen = {"title": self.said(), "text": self.said(), "proposal": self.said(), "lead": proposed, "by": self.agent, "at": self.now - self.hour}
        self.side.rows["topic"] = TopicFactory(store=self.side.store, **seen)
        robot = {"maker": "wecom", "name": "电销群", "address": "https://qyapi.weixin.qq.com/x", "at": self.now - self.hour}
        self.side.rows["person_export"] = self.asked_for(proposed)
        self.side.rows["robot"] = Robot.objects.create(store=self.side.store, **robot)
        FollowUpFactory(lead=self.lead("asked"), kind="campaign", campaign=self.side.rows["campaign"], due_at=self.now + timedelta(days=1))

    def asked_for(self, lead: Lead) -> PersonExport:
        """A file with full numbers that waits for its approval."""
        last = PersonExport.objects.filter(store=self.side.store).count()
        asked = {"by": self.side.people["data_manager"], "at": self.now, "listing": "leads", "rows": [lead.pk], "purpose": self.said()}
        return PersonExport.objects.create(store=self.side.store, number=last + 1, **asked)

    def claimed(self) -> None:
        """A bad lead of a channel that is paid by the lead, claimed and not answered."""
        Channel.objects.filter(pk=self.channel.pk).update(price=Decimal(196))
        ended = {"closed_at": self.now - self.hour, "closed_as": "invalid", "reason": "空错号", "closed_agent": self.agent}
        inquiry = self.lead("bad", **ended).inquiries.get()
        claim = {"inquiry": inquiry, "reason": "wrong_number", "state": "claimed", "at": self.now - self.hour, "by": self.side.people["data_manager"]}
        self.side.rows["refund"] = Refund.objects.create(store=self.side.store, **claim)

    def came(self) -> None:
        """Waiting in the showroom, received, leaked, ordered."""
        store, hour = self.side.store, self.hour
        arrived = self.lead("arrived", reception=self.specialist, visited_at=self.now - hour)
        facts = {"store": store, "at": self.now - hour, "registered_at": self.now - hour, "agent": self.agent, "reception": self.specialist}
        facts["taken_at"] = self.now if self.side.name == "colleague" else None  # who waits is every specialist's
        self.side.rows["visit"] = VisitFactory(**facts, lead=arrived, tag="dcc", basis="named", phone=self.phone(), name=arrived.name)
        step = {"visit": self.side.rows["visit"], "kind": "talk", "at": self.now - hour, "logged_at": self.now - hour, "by": self.specialist}
        self.side.rows["step"] = Step.objects.create(store=store, what=self.said(), **step)
        unknown = VisitFactory(store=store, at=self.now - hour, registered_at=self.now - hour, name=f"{FAMILY[self.side.name]}路过", phone=self.phone())
        self.side.rows["unknown_visit"] = unknown
        of_yesterday = {"day": (self.now - timedelta(days=1)).date(), "at": self.now - 7 * hour}
        self.side.rows["check"] = CheckDraw.objects.create(store=store, visit=unknown, user=self.side.people["front_desk"], **of_yesterday)
        correction = {"kind": "correction", "from_tag": "showroom", "to_tag": "dcc", "basis": "named", "agent": self.agent, "reason": self.said()}
        corrected = VisitFactory(**facts, lead=self.lead("corrected", reception=self.specialist), phone=self.phone())
        self.side.rows["change"] = TagChange.objects.create(store=store, visit=corrected, at=self.now - hour / 2, **correction)
        leaked = self.lead("leaked", reception=self.specialist)
        visit = VisitFactory(store=store, at=self.now - hour, registered_at=self.now - hour, lead=leaked, phone=self.phone(), name=leaked.name)
        self.side.rows["leakage"] = LeakageFactory(lead=leaked, visit=visit, proposed_reason=self.said(), proposed_at=self.now, proposed_outcome="back_to_dcc")
        buyer = self.lead("buyer", reception=self.specialist, ordered_at=self.now - hour)
        self.side.rows["order"] = OrderFactory(lead=buyer, at=self.now - hour)
        fetching = {"store": store, "at": self.now - hour, "registered_at": self.now - hour, "purpose": "交车", "tag": "showroom"}
        self.side.rows["fetched"] = VisitFactory(**fetching, phone=self.phone(), name=f"{FAMILY[self.side.name]}提车")
        joined = self.lead("joined", reception=self.specialist, ordered_at=self.now - hour)
        entered = {"delivered_at": self.now - hour / 2, "entered_at": self.now, "stated_reason": self.said()}
        fetched = VisitFactory(**fetching, phone=self.phone(), name=f"{FAMILY[self.side.name]}提过车")
        self.side.rows["joined_order"] = OrderFactory(lead=joined, at=self.now - hour, visit=fetched, **entered)
        held = {"at": self.now - hour, "sent_at": self.now, "question": self.said(), "said": {"name": self.said()}}
        self.side.rows["kept_group"] = KeptGroup.objects.create(store=store, token=uuid4(), phone=self.phone(), **held)
        day, result = date(2026, 8, 1), {"visits": 0, "moved": [], "people": {}, "orders": [], "cards": {}}
        result |= {"agents": {}, "receptions": {}, "showroom": 0, "orders_now": 0, "stood": {}}
        self.side.rows["trial"] = Trial.objects.create(store=store, first_day=day, last_day=day, at=self.now, result=result)

    def went_on(self) -> None:
        """Theirs before and a third one's now: one whose card they opened, one they called, invited and received; and one only received."""
        store, hour, third, former = self.side.store, self.hour, self.side.third, self.side.former
        carded = self.lead("carded", agent=third["agent"], card_at=self.now - 4 * hour, card_by=former["agent"])
        handed_on = self.lead("handed_on", **third)
        for lead in (carded, handed_on):
            AllocationFactory(lead=lead, agent=former["agent"], by=self.side.people["leader"], at=self.now - 5 * hour)
            AllocationFactory(lead=lead, agent=third["agent"], by=self.side.people["leader"], at=self.now - 2 * hour)
        CardFactory(lead=carded, agent=former["agent"], at=self.now - 4 * hour)
        CallFactory(lead=handed_on, agent=former["agent"], at=self.now - 4 * hour, phone=self.phone(), note=self.said())
        booked = {"at": self.now - 4 * hour, "scheduled_for": self.now + timedelta(days=5), "reception": former["reception"], "note": self.said()}
        self.side.rows["handed_booking"] = AppointmentFactory(lead=handed_on, agent=former["agent"], **booked)
        received = self.lead("received", agent=third["agent"], reception=self.specialist)
        for name, lead, specialist in (("handed_visit", handed_on, former["reception"]), ("received_visit", received, self.specialist)):
            times = {"at": self.now - 3 * hour, "registered_at": self.now - 3 * hour, "taken_at": self.now - 3 * hour}
            visit = VisitFactory(store=store, lead=lead, tag="dcc", basis="named", reception=specialist, phone=self.phone(), name=lead.name, **times)
            self.side.rows[name] = visit
        self.side.rows["handed_order"] = OrderFactory(lead=handed_on, at=self.now - 3 * hour, agent=former["agent"], reception=former["reception"])

    def of_the_showroom(self) -> None:
        """A card in the drawer, one on the director's list, one that is a lead as well."""
        name, store = FAMILY[self.side.name], self.side.store
        cards = {"store": store, "card_date": (self.now - timedelta(days=60)).date(), "entered_at": self.now}
        self.side.rows["showroom_card"] = ShowroomCardFactory(**cards, phone=self.phone(), name=f"{name}展厅")
        self.side.rows["sold_card"] = ShowroomCardFactory(**cards, phone=self.phone(), name=f"{name}已售", state="sold", closed_at=self.now)
        self.side.rows["transfer"] = TransferFactory(card=ShowroomCardFactory(**cards, phone=self.phone(), name=f"{name}转出"), listed_at=self.now)
        asked_of = TransferFactory(card=ShowroomCardFactory(**cards, phone=self.phone(), name=f"{name}延期"), listed_at=self.now - 2 * self.hour)
        asking = {"card": asked_of.card, "by": self.side.people["front_desk"], "at": self.now - self.hour, "days": 5, "reason": self.said()}
        self.side.rows["delay"] = DelayRequest.objects.create(store=store, **asking)
        transferred = self.lead("transferred")
        gone = self.lead("given", closed_at=self.now - 5 * self.hour, closed_as="showroom")
        why = {"decision": "to_showroom", "consultant": f"{name}顾问", "reason": "展厅已建卡", "by": self.side.people["leader"]}
        Review.objects.create(store=store, lead=gone, at=self.now - 5 * self.hour, **why)
        heard = {"outcome": "following", "day": self.now.date(), "by": self.side.people["front_desk"]}
        self.side.rows["heard"] = GivenOutcome.objects.create(store=store, lead=gone, at=self.now - 4 * self.hour, **heard)
        promised = ShowroomCardFactory(**cards, phone=self.phone(), name=f"{name}答应", state="transferred", promised=self.said())
        theirs = {"lead": self.lead("promised", reception=self.specialist), "decided_at": self.now - self.hour, "decision": "confirmed"}
        self.side.rows["card_promise"] = TransferFactory(card=promised, listed_at=self.now - 2 * self.hour, **theirs)
        asked = {"by": self.side.people["leader"], "at": self.now - self.hour, "reason": self.said()}
        self.side.rows["release"] = RequestFactory(lead=transferred, kind="release", **asked)
        claimed = self.lead("claimed")
        card = ShowroomCardFactory(**cards, phone=claimed.phone, name=claimed.name)
        self.side.rows["claim"] = Claim.objects.create(store=store, lead=claimed, card=card, at=self.now)

    def notices(self) -> None:
        """Everybody was told something."""
        for role, person in self.side.people.items():
            self.side.rows[f"filter of {role}"] = save_filter(person, name="我的", query="status=hand")
            self.side.rows[f"notice of {role}"] = telling.tell(person, "person.roles", now=self.now, roles=[role])


def secret_of(place: str) -> str:
    """Return what opens the wall of the scene that hangs there."""
    return f"wall-of-{place}"


def _files(side: Side, now: datetime) -> None:
    """A file of the data manager's that waits to be taken in, read for real; and one of each other importer."""
    family, block = FAMILY[side.name], SIDES.index(side.name) + 1
    rows = [f"{family}文件,154{block}8{number:06d},凯美瑞" for number in range(3)]
    content = "\n".join(["姓名,手机号码,车型", *rows, f"{family}错,154{block}8999,凯美瑞"]).encode("gb18030")
    channel = Channel.objects.filter(store=side.store, source="web").first()
    issue_token(channel, by=side.people["leader"], now=now)
    today = day_of(now, side.store.zone)
    wall = {"face": "office", "place": side.name, "ends_on": today, "secret": secret_of(side.name)}
    side.rows["wall_token"], _secret = make_wall(side.store, **wall, by=side.people["leader"], now=now)
    side.rows["receiver"] = ReportReceiver.objects.create(store=side.store, way="notice", user=side.people["manager"], name="部长", at=now)
    side.rows["day_report"] = EveningReport.objects.create(store=side.store, day=today - timedelta(days=block), at=now, state="sent")
    upload = SimpleUploadedFile(f"{family}-file.csv", content)
    batch = importing.receive_upload(side.store, upload, channel=channel, by=side.people["data_manager"], now=now)
    importing.examine(batch, now=now)
    side.rows["batch of data_manager"] = ImportBatch.objects.get(pk=batch.pk)
    for role in ("leader", "marketing"):
        waits = {"state": "ready", "rows": 1, "created": 1, "uploaded_at": now, "filename": f"{family}-{role}.csv"}
        batch = ImportBatchFactory(store=side.store, by=side.people[role], channel=channel, **waits)
        BatchRow.objects.create(batch=batch, number=2, outcome="created", name=f"{family}行", phone="154****0001")
        side.rows[f"batch of {role}"] = batch
