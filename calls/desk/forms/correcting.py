"""The form in which a call is corrected just after it was logged."""

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.desk.parts.call_form import level_words
from calls.desk.rules.correcting import Corrected
from calls.models import Call
from dcc.models import Word
from leads.intake.phones import mask_digits


class CorrectForm(forms.Form):
    """Outcome, level and note of one call, as they stand."""

    outcome = forms.ModelChoiceField(Word.objects.none(), label=_("Outcome"), empty_label=None)
    level = forms.ChoiceField(label=_("Level"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, strip=True, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, call: Call, **kwargs):
        """Offer the store's words: of an incoming call those of a conversation."""
        super().__init__(*args, **kwargs)
        words = Word.objects.filter(store=call.store_id, retired_at=None).order_by("position", "id")
        outcomes = words.filter(kind="call_outcome", **({"meaning": "connected"} if call.direction == "in" else {}))
        if "," not in call.phone:
            outcomes = outcomes.exclude(meaning="virtual_expired")
        self.fields["outcome"].queryset = outcomes
        self.fields["level"].choices = [("", "—"), *((word.name, level_words(word)) for word in words.filter(kind="level"))]
        standing = outcomes.filter(name=call.outcome_name, meaning=call.outcome).first() or outcomes.filter(meaning=call.outcome).first()
        self.initial = {"outcome": standing, "level": call.level, "note": mask_digits(call.note)}
        self.call = call

    @property
    def said(self) -> Corrected:
        """What the call says instead; nobody states a level to whom nobody spoke."""
        data = self.cleaned_data
        word = data["outcome"]
        note = self.call.note if data["note"] == mask_digits(self.call.note).strip() else data["note"]  # a number in it is masked here, and stays
        return Corrected(word.meaning, word.name, note, data["level"] if word.meaning == "connected" else "")
