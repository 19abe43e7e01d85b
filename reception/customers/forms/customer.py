"""What a reception specialist writes about a customer."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.desk.parts.call_form import day_words
from dcc.frame.day_fields import DayField, MomentField
from dcc.models import Store
from dcc.reckoning.clock import day_of
from leads.models import Lead
from reception.customers.parts.inputs import lost_of, models_of
from reception.customers.rules.order_facts import FACTS, is_odd
from reception.customers.rules.orders import Signing
from reception.customers.rules.receiving import Seen
from reception.models import Order, Visit
from reception.models.order import PAYMENTS


class DraftedForm(forms.Form):
    """One of the forms of a customer's page: what is typed into it stays in this window while another of them is sent."""

    drafts: tuple[str, ...] = ()

    def __init__(self, *args, lead: Lead, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in self.drafts:
            self.fields[name].widget.attrs["data-draft"] = f"customer-{lead.pk}-{self.add_prefix(name)}"


def price(label, **more) -> forms.DecimalField:
    """An amount in ten thousand yuan, with two places, as people say it."""
    return forms.DecimalField(label=label, min_value=Decimal("0.01"), max_digits=8, decimal_places=2, required=False, **more)


CALL_TIMES = ("09:30", "10:30", "14:00", "15:30")


class NoteForm(DraftedForm):
    """What was done, and what comes next; `cleaned_data["due_at"]` is its moment, out of the chips where no other was typed."""

    drafts = ("done", "next_step", "due_at")
    day = forms.ChoiceField(label=_("Day of the call"), required=False, widget=forms.RadioSelect)
    time = forms.ChoiceField(label=_("Time"), required=False, widget=forms.RadioSelect, choices=[(time, time.lstrip("0")) for time in CALL_TIMES])
    due_at = MomentField(label=_("Another day or time"), required=False)
    next_step = forms.CharField(label=_("Next step"), max_length=200, required=False)
    done = forms.CharField(label=_("What was done"), max_length=200, required=False)

    def __init__(self, *args, lead: Lead, now: datetime, **kwargs) -> None:
        super().__init__(*args, lead=lead, **kwargs)
        self.zone = lead.store.zone
        today = day_of(now, self.zone)
        self.fields["day"].choices = [(day.isoformat(), day_words(day, today)) for day in (today + timedelta(days=ahead) for ahead in range(3))]

    def clean(self) -> dict[str, Any]:
        """Put day and time together where no other moment was typed."""
        data = super().clean() or {}
        day, time = data.pop("day", ""), data.pop("time", "")
        if day and time and not data.get("due_at") and "due_at" not in self.errors:
            data["due_at"] = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=self.zone)
        return data


class SeenForm(forms.Form):
    """What is known of a group besides the steps it was taken through."""

    wechat = forms.BooleanField(label=_("WeChat added"), required=False)
    companion = forms.CharField(label=_("Companion"), max_length=60, required=False)
    model = forms.ChoiceField(label=_("Car model"), required=False)

    def __init__(self, data=None, *, visit: Visit, **kwargs) -> None:
        kept = {name: getattr(visit, name) for name in ("wechat", "companion", "model")}
        super().__init__(data, initial=kept, prefix="seen", **kwargs)
        self.fields["model"].choices = models_of(visit.store, besides=visit.model)

    def seen(self) -> Seen:
        """Return it as the verb takes it."""
        return Seen(**self.cleaned_data)


def why_late() -> forms.CharField:
    """Why a moment more than a day back is written only now."""
    return forms.CharField(label=_("Why only now (more than a day back)"), max_length=200, required=False)


class StatingForm(forms.Form):
    """A moment that may be stated; why it lies more than a day back is asked of whoever may write such a one, `states`."""

    def __init__(self, *args, states: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not states and "why_late" in self.fields:
            del self.fields["why_late"]


def payment(**more) -> forms.ChoiceField:
    """How a car is paid; chosen again it is taken away."""
    return forms.ChoiceField(label=_("Payment"), choices=[("", "—"), *PAYMENTS], required=False, widget=forms.RadioSelect, **more)


def trade_in(**more) -> forms.TypedChoiceField:
    """Whether an old car is given in."""
    choices = [("", "—"), ("yes", _("With an old car")), ("no", _("Without one"))]
    return forms.TypedChoiceField(
        label=_("Trade-in"), choices=choices, required=False, coerce=lambda word: word == "yes", empty_value=None, widget=forms.RadioSelect, **more
    )


class OrderForm(StatingForm, DraftedForm):
    """A signed order."""

    drafts = ("amount", "number", "expected_on", "signed_at")
    model = forms.ChoiceField(label=_("Car model"), required=False)
    amount = price(_("Agreed price, in ten thousand"))
    number = forms.CharField(label=_("Order number"), max_length=40, required=False)
    expected_on = DayField(label=_("To be handed over on"), required=False)
    payment = payment()
    trade_in = trade_in()
    signed_at = MomentField(label=_("Signed at (empty: now)"), required=False)
    why_late = why_late()
    token = forms.UUIDField(widget=forms.HiddenInput)
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, lead: Lead, **kwargs) -> None:
        super().__init__(*args, lead=lead, prefix="order", **kwargs)
        self.fields["model"].choices = models_of(lead.store, besides=lead.model)

    @property
    def question(self) -> dict | None:
        """What is asked before it is signed: model, amount and whether that is an odd one; None once it was answered for just these."""
        said = getattr(self, "cleaned_data", None)
        if said is None or self.errors or said["sure"] == self.answer:
            return None
        return {"model": said["model"], "amount": said["amount"], "odd": is_odd(said["amount"])}

    @property
    def answer(self) -> str:
        """What the button of the question sends: the model and the amount that were read."""
        return f"{self.cleaned_data['model']}|{self.cleaned_data['amount'] or ''}"

    def signing(self) -> Signing:
        """Return it as the verb takes it."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "sure"}
        return Signing(stated_reason=said.pop("why_late", ""), **said)


class OrderFactsForm(forms.Form):
    """What an order says, completed or corrected; each field remembers what it was shown with."""

    model = forms.ChoiceField(label=_("Car model"), required=False, show_hidden_initial=True)
    amount = price(_("Agreed price, in ten thousand"), show_hidden_initial=True)
    number = forms.CharField(label=_("Order number"), max_length=40, required=False, show_hidden_initial=True)
    expected_on = DayField(label=_("To be handed over on"), required=False, show_hidden_initial=True)
    payment = payment(show_hidden_initial=True)
    trade_in = trade_in(show_hidden_initial=True)

    def __init__(self, data=None, *, order: Order, store: Store, **kwargs) -> None:
        said = {name: getattr(order, name) for name in FACTS} | {"trade_in": {None: "", True: "yes", False: "no"}[order.trade_in]}
        super().__init__(data, initial=said, prefix=f"change-{order.pk}", **kwargs)
        self.fields["model"].choices = models_of(store, besides=order.model)

    def changes(self) -> dict:
        """Return what was typed as the verb takes it: name → (as it was shown, as it is to be)."""
        return {name: (self._shown(name), self.cleaned_data[name]) for name in self.changed_data}

    def _shown(self, name: str):
        field, bound = self.fields[name], self[name]
        try:
            return field.clean(field.hidden_widget().value_from_datadict(self.data, self.files, bound.html_initial_name))
        except forms.ValidationError:
            return None


class SigningForm(forms.Form):
    """Another moment of a signing, and why."""

    signed_at = MomentField(label=_("Signed at"))
    why = forms.CharField(label=_("Why"), max_length=200)


class CancelForm(forms.Form):
    """Why an order is cancelled."""

    reason = forms.CharField(label=_("Why"), max_length=120)
    at = MomentField(label=_("Cancelled at (empty: now)"), required=False)


class DeliverForm(StatingForm):
    """When the car was handed over."""

    at = MomentField(label=_("Handed over at (empty: now)"), required=False)
    why_late = why_late()


class LostForm(forms.Form):
    """An application for lost."""

    reason = forms.ChoiceField(label=_("Reason"))
    detail = forms.ChoiceField(label=_("Closer"), required=False)
    competitor = forms.CharField(label=_("Model they bought"), max_length=60, required=False)
    why = forms.CharField(label=_("Why"), max_length=120, required=False)

    def __init__(self, *args, store: Store, **kwargs) -> None:
        super().__init__(*args, prefix="lost", **kwargs)
        reasons, details = lost_of(store)
        self.fields["detail"].choices = [("", "—"), *details]
        self.fields["reason"].choices = [(name, name) for name in reasons]
