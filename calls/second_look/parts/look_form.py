"""The form of a call of a second look: that of any call, with what they say whom one asks anew."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from calls.desk.parts.call_form import CallForm
from calls.desk.rules.finishing import Next
from calls.incoming.rules.incoming import Agreed
from calls.second_look.rules.calling_looks import Answer

ANSWERS = (
    ("again", gettext_lazy("Wants to buy still"), gettext_lazy("Opens a new lead, yours"), "Y"),
    ("bought", gettext_lazy("Has bought"), gettext_lazy("Ask which one; may stay open"), "U"),
    ("not_buying", gettext_lazy("Does not buy"), gettext_lazy("Not drawn again"), "I"),
)


class LookForm(CallForm):
    """One call of a second look. `answer` is what the verb wants; the rows of a next step stand for 还要买 alone."""

    fruitless = ""
    answer = forms.ChoiceField(label=gettext_lazy("They say"), required=False, choices=[line[:2] for line in ANSWERS], widget=forms.RadioSelect)
    bought_model = forms.CharField(label=pgettext_lazy("second look", "Model they bought"), required=False, max_length=60)

    @property
    def answers(self):
        """The answers on offer: value, words, what follows, key."""
        return ANSWERS

    def clean(self):
        """Somebody one speaks with says something; who wants to buy still has a next step."""
        outcome = self.data.get(self.add_prefix("outcome"))
        self.talks = any(str(word.pk) == outcome and word.meaning == "connected" for word in self.outcomes)
        self.must_go_on = self.talks and self.data.get(self.add_prefix("answer")) == "again"
        self.records = self.records and self.must_go_on  # what is kept on a look alone is no call that says who was told
        if not self.must_go_on:
            self.data = self.data.copy()
            self.data.pop(self.add_prefix("step"), None)
            self.cleaned_data["step"] = ""
        data = super().clean()
        if self.talks and not data.get("answer"):
            self.add_error("answer", _("What do they say? Choose one."))
        return data

    def ask_about_another(self, lead, now) -> None:
        """Nobody else calls a lead that is looked at again."""

    @property
    def said_to(self) -> Answer:
        """What they said."""
        data = self.cleaned_data
        return Answer(data["answer"], data["bought_model"], bool(data["refuses"]) and data["answer"] == "not_buying") if self.talks else Answer()

    @property
    def agreed(self) -> Agreed:
        """What was agreed with who wants to buy still."""
        return Agreed(self.card_facts, self.learned, self.then) if self.must_go_on else Agreed(then=Next())
