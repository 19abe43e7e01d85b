"""What people correct of a lead: facts, numbers; and the do-not-call list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dcc.frame.day_fields import DayField
from leads.customer.parts.choices import GENDERS, SuggestingInput, choices_with, words_of
from leads.intake.phones import read_typed
from leads.pool.allocation_words import CHANGE_REASONS


class FactsForm(forms.Form):
    """The facts of a lead. Each field remembers what stood there when the page was made, so that two people's changes are told apart."""

    name = forms.CharField(label=_("Name"), max_length=60, required=False, show_hidden_initial=True)
    gender = forms.ChoiceField(label=_("Gender"), required=False, show_hidden_initial=True)
    model = forms.CharField(label=_("Car model"), max_length=60, required=False, show_hidden_initial=True)
    city = forms.CharField(label=_("City"), max_length=60, required=False, show_hidden_initial=True)
    level = forms.ChoiceField(label=_("Level"), required=False, show_hidden_initial=True)

    def __init__(self, *args, lead, **kwargs) -> None:
        super().__init__(*args, initial={name: getattr(lead, name) for name in self.base_fields}, **kwargs)
        self.fields["gender"].choices = choices_with(GENDERS, lead.gender)
        levels, models = words_of(lead.store, "level", "car_model")
        self.fields["level"].choices = choices_with(levels, lead.level)
        self.fields["model"].widget = SuggestingInput(models)

    def changes(self) -> dict[str, tuple[str, str]]:
        """Return {fact: (what the person saw, what they want)} of those they changed."""
        return {name: (self.data.get(f"initial-{name}", ""), self.cleaned_data[name]) for name in self.changed_data}


class NumberForm(forms.Form):
    """A lead's number written anew, or its second one."""

    number = forms.CharField(label=_("New number"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}))
    second = forms.CharField(
        label=_("New second number"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )

    reason = forms.CharField(label=_("Why"), max_length=200)

    def __init__(self, *args, area: str, asks_why: bool = False, **kwargs) -> None:
        """`area`: the store's area code, for a landline typed without; `asks_why`: it is a proposal, which wants a reason."""
        super().__init__(*args, **kwargs)
        self.area = area
        if not asks_why:
            del self.fields["reason"]

    def clean(self):
        """At least one of the two, each readable."""
        for name in ("number", "second"):
            text = self.cleaned_data.get(name, "")
            phone = read_typed(text, self.area)
            if text and (not phone.number or phone.second):
                self.add_error(name, _("This is no number that can be called."))
            else:
                self.cleaned_data[name] = phone.number
        if not self.errors and not any(self.cleaned_data.get(name) for name in ("number", "second")):
            self.add_error("number", _("Write a number."))
        return self.cleaned_data


class DoNotCallForm(forms.Form):
    """Why a number goes onto the do-not-call list, and until when."""

    source = forms.CharField(label=_("Why"), max_length=120, help_text=_("What the customer said, or who asked for it."))
    until = DayField(label=_("Until and including"), required=False, help_text=_("Empty: for good."))


class GiveForm(forms.Form):
    """Whom a lead is given to, and why it changes hands."""

    agent = forms.ChoiceField(label=_("Who gets it"))
    reason = forms.ChoiceField(label=_("Why"), required=False, choices=[("", "—"), *CHANGE_REASONS])
    was = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, lead, agents, **kwargs) -> None:
        super().__init__(*args, initial={"was": lead.agent_id}, **kwargs)
        people = [(str(person.pk), person.name) for person in agents if person.pk != lead.agent_id]
        self.fields["agent"].choices = [("", "—"), *people, *([("pool", _("Back to the pool"))] if lead.agent_id else [])]
        self.fields["reason"].required = lead.agent_id is not None
        if lead.agent_id is None:
            del self.fields["reason"]
