"""The dullest valid row of each model; whatever is special is a word at the call."""

from tests.factories.calls import AppointmentFactory, CallFactory, CardFactory, PromiseFactory, SecondLookFactory
from tests.factories.dcc import ShiftFactory, StoreFactory, UserFactory
from tests.factories.leads import (
    AllocationFactory,
    ChannelAliasFactory,
    ChannelFactory,
    DoNotCallFactory,
    FollowUpFactory,
    GradingFactory,
    ImportBatchFactory,
    InquiryFactory,
    LeadFactory,
    ProposalFactory,
    RequestFactory,
    TopicFactory,
)
from tests.factories.reception import LeakageFactory, OrderFactory, ShowroomCardFactory, TransferFactory, VisitFactory

__all__ = [
    "AllocationFactory",
    "AppointmentFactory",
    "CallFactory",
    "CardFactory",
    "ChannelAliasFactory",
    "ChannelFactory",
    "DoNotCallFactory",
    "FollowUpFactory",
    "GradingFactory",
    "ImportBatchFactory",
    "InquiryFactory",
    "LeadFactory",
    "LeakageFactory",
    "OrderFactory",
    "PromiseFactory",
    "ProposalFactory",
    "RequestFactory",
    "SecondLookFactory",
    "ShiftFactory",
    "ShowroomCardFactory",
    "StoreFactory",
    "TopicFactory",
    "TransferFactory",
    "UserFactory",
    "VisitFactory",
]
