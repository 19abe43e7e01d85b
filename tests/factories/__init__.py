"""The dullest valid row of each model; whatever is special is a word at the call."""

from tests.factories.dcc import StoreFactory, UserFactory
from tests.factories.leads import (
    AllocationFactory,
    ChannelAliasFactory,
    ChannelFactory,
    DoNotCallFactory,
    ImportBatchFactory,
    InquiryFactory,
    LeadFactory,
)

__all__ = [
    "AllocationFactory",
    "ChannelAliasFactory",
    "ChannelFactory",
    "DoNotCallFactory",
    "ImportBatchFactory",
    "InquiryFactory",
    "LeadFactory",
    "StoreFactory",
    "UserFactory",
]
