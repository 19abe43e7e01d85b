"""A judgement, and the leader's decision."""

from datetime import datetime, time

from django import forms
from django.utils.translation import gettext_lazy

from dcc.frame.day_fields import DayField
from dcc.models import User, Word
from leads.grading.rules.reviewing import CLOSES_AS, Decision
from leads.models import GRADES
from leads.models.lead import CLOSED_AS
from leads.models.review import DECISIONS


class GradeForm(forms.Form):
    """One grade, with a reason where one wants to give it. `again`: judged anew, though nothing happened since."""

    grade = forms.ChoiceField(choices=GRADES)
    note = forms.CharField(required=False, max_length=200)
    again = forms.BooleanField(required=False)


class AnswerForm(forms.Form):
    """Why an application is rejected."""

    answer = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=200)


class ReviewForm(forms.Form):
    """What the leader picks for one lead; `decision_for` is what the verb wants."""

    decision = forms.ChoiceField(label=gettext_lazy("Decision"), choices=DECISIONS, widget=forms.RadioSelect)
    until = DayField(label=gettext_lazy("Until"), required=False)
    agent = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("To whom"), required=False)
    consultant = forms.CharField(label=gettext_lazy("Consultant of the showroom"), required=False, max_length=40)
    outcome = forms.ChoiceField(label=gettext_lazy("Close as"), required=False, choices=[line for line in CLOSED_AS if line[0] in CLOSES_AS])
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=120)

    def __init__(self, *args, lead, opens: time, **kwargs):
        """Offer the agents who have not this lead; reasons are the store's words, others may be typed."""
        super().__init__(*args, **kwargs)
        self.lead, self.opens = lead, opens
        agents = User.objects.of_store(lead.store).employed().with_role("agent")
        self.fields["agent"].queryset = agents.exclude(pk=lead.agent_id) if lead.agent_id else agents
        self.fields["agent"].empty_label = "—"
        self.reasons = [word.name for word in Word.objects.of(lead.store, "lost_reason")]

    @property
    def decision_for(self) -> Decision:
        """What the verb wants: a nurture ends at the opening of its day."""
        data = self.cleaned_data
        until = datetime.combine(data["until"], self.opens, self.lead.store.zone) if data["until"] else None
        kind = data["decision"]
        return Decision(
            kind=kind,
            until=until if kind == "nurture" else None,
            agent=data["agent"] if kind == "reassign" else None,
            consultant=data["consultant"] if kind == "to_showroom" else "",
            outcome=data["outcome"] or "lost",
            reason=data["reason"],
        )
