"""Calls, cards and appointments: the agent's work."""

from calls.models.appointment import Appointment
from calls.models.call import OUTCOMES, Call
from calls.models.card import Card, CardCheck

__all__ = ["OUTCOMES", "Appointment", "Call", "Card", "CardCheck"]
