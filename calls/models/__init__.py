"""Calls, cards and appointments: the agent's work."""

from calls.models.appointment import Appointment
from calls.models.call import OUTCOMES, Call
from calls.models.card import Card, CardCheck, CardFact
from calls.models.confirmation import Confirmation
from calls.models.dial import Dial
from calls.models.incoming import IncomingNumber
from calls.models.promise import Promise
from calls.models.second_look import SecondLook

__all__ = ["OUTCOMES", "Appointment", "Call", "Card", "CardCheck", "CardFact", "Confirmation", "Dial", "IncomingNumber", "Promise", "SecondLook"]
