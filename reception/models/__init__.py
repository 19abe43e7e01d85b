"""Who came, whose they were, what they bought; and the showroom's cards."""

from reception.models.checks import CheckDraw, CheckSecret, CheckTry, VisitCheck
from reception.models.day_signing import DaySigning
from reception.models.given import GivenOutcome
from reception.models.kept_group import KeptGroup
from reception.models.leakage import Leakage
from reception.models.no_relation import NoRelation
from reception.models.order import Order
from reception.models.showroom import Claim, DelayRequest, ShowroomCard, Transfer
from reception.models.step import Step
from reception.models.visit import BASES, TAGS, TagChange, Visit

__all__ = [
    "BASES",
    "TAGS",
    "CheckDraw",
    "CheckSecret",
    "CheckTry",
    "Claim",
    "DaySigning",
    "DelayRequest",
    "GivenOutcome",
    "KeptGroup",
    "Leakage",
    "NoRelation",
    "Order",
    "ShowroomCard",
    "Step",
    "TagChange",
    "Transfer",
    "Visit",
    "VisitCheck",
]
