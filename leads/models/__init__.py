"""People's interest in buying: leads, how they came, whose they are, how they were judged."""

from leads.models.allocation import Allocation
from leads.models.batch import OUTCOMES, BatchRow, ImportBatch
from leads.models.campaign import Campaign
from leads.models.capture_token import CaptureToken
from leads.models.channel import SOURCES, Channel, ChannelAlias, ChannelCost
from leads.models.do_not_call import DoNotCall
from leads.models.follow_up import FollowUp
from leads.models.grading import Grading
from leads.models.inquiry import Inquiry
from leads.models.lead import CLOSED_AS, GRADES, NO_NAME, Lead
from leads.models.review import Handover, Proposal, Request, Review
from leads.models.told_apart import ToldApart

__all__ = [
    "CLOSED_AS",
    "GRADES",
    "NO_NAME",
    "OUTCOMES",
    "SOURCES",
    "Allocation",
    "BatchRow",
    "Campaign",
    "CaptureToken",
    "Channel",
    "ChannelAlias",
    "ChannelCost",
    "DoNotCall",
    "FollowUp",
    "Grading",
    "Handover",
    "ImportBatch",
    "Inquiry",
    "Lead",
    "Proposal",
    "Request",
    "Review",
    "ToldApart",
]
