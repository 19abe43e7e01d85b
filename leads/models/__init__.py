"""People's interest in buying: leads, how they came, whose they are."""

from leads.models.allocation import Allocation
from leads.models.batch import BatchRow, ImportBatch
from leads.models.channel import SOURCES, Channel, ChannelAlias
from leads.models.do_not_call import DoNotCall
from leads.models.inquiry import Inquiry
from leads.models.lead import CLOSED_AS, GRADES, NO_NAME, Lead

__all__ = ["CLOSED_AS", "GRADES", "NO_NAME", "SOURCES", "Allocation", "BatchRow", "Channel", "ChannelAlias", "DoNotCall", "ImportBatch", "Inquiry", "Lead"]
