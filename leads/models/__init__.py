"""People's interest in buying: leads, how they came, whose they are, how they were judged."""

from leads.models.allocation import Allocation
from leads.models.allocation_rule import ACTS, AllocationRule, AllocationShare
from leads.models.batch import OUTCOMES, BatchRow, ImportBatch
from leads.models.campaign import Campaign
from leads.models.capture_token import CaptureToken
from leads.models.channel import SOURCES, Channel, ChannelAlias, ChannelCost, ChannelPrice
from leads.models.do_not_call import DoNotCall
from leads.models.erased import ErasedNumber
from leads.models.follow_up import FollowUp
from leads.models.grading import Grading
from leads.models.inquiry import Inquiry
from leads.models.lead import CLOSED_AS, GRADES, NO_NAME, Lead
from leads.models.number import NumberChange
from leads.models.person_export import EXPORT_STATES, PersonExport
from leads.models.refund import BAD, STATES, Refund
from leads.models.review import Handover, Proposal, Request, Review
from leads.models.saved_filter import ChosenColumns, SavedFilter
from leads.models.told_apart import ToldApart
from leads.models.topic import STEPS, TOPIC_KINDS, TOPIC_STATES, Topic, TopicStep

__all__ = [
    "ACTS",
    "BAD",
    "CLOSED_AS",
    "EXPORT_STATES",
    "GRADES",
    "NO_NAME",
    "OUTCOMES",
    "SOURCES",
    "STATES",
    "STEPS",
    "TOPIC_KINDS",
    "TOPIC_STATES",
    "Allocation",
    "AllocationRule",
    "AllocationShare",
    "BatchRow",
    "Campaign",
    "CaptureToken",
    "Channel",
    "ChannelAlias",
    "ChannelCost",
    "ChannelPrice",
    "ChosenColumns",
    "DoNotCall",
    "ErasedNumber",
    "FollowUp",
    "Grading",
    "Handover",
    "ImportBatch",
    "Inquiry",
    "Lead",
    "NumberChange",
    "PersonExport",
    "Proposal",
    "Refund",
    "Request",
    "Review",
    "SavedFilter",
    "ToldApart",
    "Topic",
    "TopicStep",
]
