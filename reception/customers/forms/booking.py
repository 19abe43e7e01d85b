"""The next visit of a customer in hand: the days and half hours the agent's form offers, or another one."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from calls.appointments.parts.asks_when_full import AsksWhenFull
from calls.appointments.parts.promise_lines import PromiseLines
from calls.appointments.slots import days_ahead, half_hours
from calls.desk.parts.call_form import day_words
from dcc.frame.day_fields import MomentField
from dcc.reckoning.clock import day_of
from dcc.store.store_settings import values_at, working_hours
from leads.models import Lead
from reception.customers.forms.customer import DraftedForm


class BookForm(DraftedForm, AsksWhenFull, PromiseLines):
    """The next visit; `cleaned_data["at"]` is its moment, out of the chips where no other was typed."""

    drafts = ("at", "note")
    day = forms.ChoiceField(label=_("Day of the visit"), required=False, widget=forms.RadioSelect)
    time = forms.ChoiceField(label=_("Time"), required=False)
    at = MomentField(label=_("Another day or time"), required=False)
    note = forms.CharField(label=_("What for"), max_length=200, required=False)

    def __init__(self, *args, lead: Lead, now: datetime, **kwargs) -> None:
        super().__init__(*args, lead=lead, auto_id="next-visit-%s", **kwargs)  # beside it stands the form of a note, which asks for a day too
        self.zone = lead.store.zone
        hours = working_hours(lead.store, values_at(lead.store, now))
        self.fields["day"].choices = [(day.isoformat(), day_words(day, day_of(now, self.zone))) for day in days_ahead(now, hours)]
        self.fields["time"].choices = [("", "—"), *((f"{slot:%H:%M}", f"{slot.hour}:{slot.minute:02d}") for slot in half_hours(hours))]

    def clean(self):
        """Put day and time together where no other moment was typed."""
        data = super().clean()
        if not data.get("at") and "at" not in self.errors:
            if data.get("day") and data.get("time"):
                data["at"] = datetime.fromisoformat(f"{data['day']}T{data['time']}").replace(tzinfo=self.zone)
            else:
                self.add_error("day", _now("Choose a day and a time."))
        return data
