"""The shape of each type's lines: which keys there are, what a value must be, what an absent one means."""

from collections.abc import Callable
from typing import Any

from django.db.models import CharField, Model, TextField

from calls.models import Appointment, Call, Card, CardCheck, CardFact, Confirmation, Promise, SecondLook
from dcc.models import Absence, Shift, Store, StoreSetting, TrailEntry, User, Word
from leads.models import (
    Allocation,
    AllocationRule,
    AllocationShare,
    Campaign,
    Channel,
    ChannelCost,
    ChannelPrice,
    DoNotCall,
    FollowUp,
    Grading,
    Handover,
    Inquiry,
    Lead,
    NumberChange,
    Proposal,
    Refund,
    Request,
    Review,
    ToldApart,
    Topic,
    TopicStep,
)
from reception.models import (
    CheckDraw,
    CheckTry,
    Claim,
    DaySigning,
    DelayRequest,
    GivenOutcome,
    Leakage,
    NoRelation,
    Order,
    ShowroomCard,
    Step,
    TagChange,
    Transfer,
    Visit,
    VisitCheck,
)
from reporting.ledger.coming_back import READERS as COMING_AGAIN
from reporting.ledger.format import REFERENCES, TYPES, Key
from reporting.ledger.looking_again import READERS as LOOKING_AGAIN
from reporting.ledger.refusals import LedgerRefused
from reporting.ledger.taking_back import READERS as TAKING_BACK
from reporting.ledger.value_limits import limited
from reporting.ledger.values import READERS, Wrong, text
from reporting.models import AppraisalRule, Closing, DealTick, Forecast, Objection, Opening, Remark, RewardRate, RewardRule, Statement, Target, Trial

MODELS: dict[str, type[Model]] = {
    "store": Store, "word": Word, "user": User, "channel": Channel, "setting": StoreSetting,
    "rule": AllocationRule, "share": AllocationShare, "channel_price": ChannelPrice, "channel_cost": ChannelCost, "campaign": Campaign,
    "target": Target, "reward_rate": RewardRate, "reward_rule": RewardRule, "appraisal_rule": AppraisalRule,
    "showroom_card": ShowroomCard, "delay_request": DelayRequest,
    "do_not_call": DoNotCall, "closing": Closing, "opening": Opening, "day_signing": DaySigning, "remark": Remark,
    "absence": Absence,
    "shift": Shift,
    "lead": Lead, "inquiry": Inquiry, "allocation": Allocation, "call": Call, "number": NumberChange,
    "card": Card, "grading": Grading, "appointment": Appointment,
    "confirmation": Confirmation, "forecast": Forecast, "promise": Promise,
    "visit": Visit, "step": Step, "order": Order, "deal_tick": DealTick,
    "follow_up": FollowUp, "refund": Refund, "review": Review, "tag_change": TagChange, "leakage": Leakage,
    "transfer": Transfer, "claim": Claim, "handover": Handover, "proposal": Proposal, "request": Request, "card_fact": CardFact, "card_check": CardCheck,
    "given_outcome": GivenOutcome,
    "check_draw": CheckDraw, "check_try": CheckTry, "visit_check": VisitCheck,
    "told_apart": ToldApart, "no_relation": NoRelation, "second_look": SecondLook, "topic": Topic, "topic_step": TopicStep,
    "trial": Trial, "statement": Statement, "objection": Objection, "audit": TrailEntry,
}  # fmt: skip


class Shape:
    """The keys of one type, ready to read a line with."""

    def __init__(self, kind: str) -> None:
        self.kind, self.model, self.keys = kind, MODELS[kind], TYPES[kind]
        self._known = frozenset(self.keys)
        self._required = [key.name for key in self.keys.values() if key.required]
        self._readers = {key.name: (key.column, self._reader(key), self._null(key), key.nullable) for key in self.keys.values()}

    def read(self, number: int, line: dict) -> dict[str, Any]:
        """Return {column: value} of the keys that stand in the line; references are still the file's ids. Raises LedgerRefused."""
        if not self._known.issuperset(line):
            raise LedgerRefused(number, next(name for name in line if name not in self._known), f"no key of a {self.kind}")
        values = {}
        name = ""
        try:
            for name in self._required:
                if name not in line:
                    raise Wrong("is missing")
            for name, value in line.items():
                column, reader, null, nullable = self._readers[name]
                if value is not None:
                    values[column] = reader(value)
                elif nullable:
                    values[column] = null
                else:
                    raise Wrong("may not be null")
        except Wrong as problem:
            raise LedgerRefused(number, name, str(problem)) from None
        return values

    def _reader(self, key: Key) -> Callable[[Any], Any]:
        if key.kind in REFERENCES:
            return text
        return limited((READERS | TAKING_BACK | LOOKING_AGAIN | COMING_AGAIN)[key.kind], key.kind, self._field(key))

    def _null(self, key: Key) -> Any:
        """What null means in the model: an empty text where its column knows no null."""
        field = self._field(key)
        return "" if isinstance(field, CharField | TextField) and not field.null else None

    def _field(self, key: Key):
        named = {field.name: field for field in self.model._meta.concrete_fields}
        return named.get(key.field)


SHAPES = {kind: Shape(kind) for kind in TYPES}
