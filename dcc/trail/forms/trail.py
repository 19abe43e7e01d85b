"""Which deeds of the trail somebody wants to see."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.frame.day_fields import DayField
from dcc.models import Store, User
from dcc.reckoning import clock
from dcc.trail.audit import ACTIONS


class TrailFilterForm(forms.Form):
    """Person, object, deed or what the rooms ask the trail beside single deeds, days: kept in the address."""

    by = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none(), required=False, empty_label=_("Everybody"))
    action = forms.ChoiceField(label=_("What"), required=False)
    of = forms.RegexField(r"[a-z]{1,40}:\d{1,18}", label=_("Whom or what"), required=False, widget=forms.HiddenInput)
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until"), required=False)

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "d-input"
        self.fields["by"].queryset = people
        asked = [(name, words) for name, (words, _question) in sockets.trail_questions.named()]
        self.fields["action"].choices = [("", _("Everything")), *asked, *ACTIONS.items()]

    def narrow(self, entries, store: Store, now: datetime):
        """Return the entries asked for; what cannot be understood narrows nothing, and the form says so."""
        if not self.is_valid():
            return entries
        wanted = self.cleaned_data
        if wanted["by"]:
            entries = entries.filter(by=wanted["by"])
        if wanted["action"]:
            entries = self._of_action(entries, wanted["action"], now)
        if wanted["of"]:
            kind, key = wanted["of"].split(":")
            entries = entries.filter(object_type=kind, object_id=int(key))
        if wanted["first"]:
            entries = entries.filter(at__gte=clock.start_of(wanted["first"], store.zone))
        if wanted["last"]:
            entries = entries.filter(at__lt=self._end_of(wanted["last"], store))
        return entries

    def said(self) -> dict[str, str]:
        """Return what is asked, in words, for what is taken along."""
        wanted = self.cleaned_data if self.is_valid() else {}
        actions = dict(self.fields["action"].choices)
        words = {"by": wanted.get("by") and wanted["by"].name, "action": wanted.get("action") and str(actions[wanted["action"]])}
        words |= {name: str(wanted[name]) if wanted.get(name) else "" for name in ("of", "first", "last")}
        return {str(self.fields[name].label): said or "—" for name, said in words.items()}

    @staticmethod
    def _of_action(entries, name: str, now: datetime):
        questions = {asked: question for asked, (_words, question) in sockets.trail_questions.named()}
        return questions[name](entries, now) if name in questions else entries.filter(action=name)

    @staticmethod
    def _end_of(day, store: Store) -> datetime:
        return clock.day_range(day, store.zone)[1]
