"""Forms that ask before they do it all the same, sent again: where the half hour is full, where a call was logged meanwhile."""

from datetime import UTC, datetime

from django import forms
from django.utils.translation import gettext as _

from calls.appointments.rules.appointments import Full
from calls.models import Call
from dcc.frame.answers import RefusalOn
from dcc.frame.moment_words import short_moment
from leads.models import Lead


class AsksWhenFull(forms.Form):
    """`though_full` holds the moment that was asked about: sent again it is booked, another moment is asked anew."""

    though_full = forms.CharField(required=False, widget=forms.HiddenInput)

    def books_though_full(self, at: datetime | None) -> bool:
        """Whether this very moment was asked about and is wanted all the same."""
        return at is not None and self.cleaned_data.get("though_full") == _written(at)

    def ask(self, question: Full, at: datetime) -> None:
        """Let the form come back with the question."""
        self.data = self.data.copy()
        self.data[self.add_prefix("though_full")] = _written(at)
        self.add_error(None, str(question))


class RefusalOrQuestion(RefusalOn):
    """As a refusal; a full half hour is a question, asked on the form."""

    def __init__(self, form: AsksWhenFull, at: datetime | None) -> None:
        super().__init__(form)
        self.asks, self.at = form.ask, at

    def __exit__(self, kind, error: BaseException | None, trace) -> bool:
        if not isinstance(error, Full) or self.at is None:
            return super().__exit__(kind, error, trace)
        self.asks(error, self.at)
        return True


class AsksAboutAnother(forms.Form):
    """`calls_known` holds how many calls of the lead stood when the form was drawn: one logged since (another tab, a colleague) is asked about."""

    calls_known = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def ask_about_another(self, lead: Lead, now: datetime) -> None:
        """Let the form come back with the call that was logged meanwhile; sent again it is a further one. The same form twice is no other call."""
        known = self.cleaned_data.get("calls_known")
        if known is None or lead.call_count <= known:
            return
        last = Call.objects.filter(lead=lead).exclude(outcome="missed").select_related("agent").order_by("-id").first()
        if last is None or last.token == self.cleaned_data.get("token"):
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("calls_known")] = lead.call_count
        facts = {"when": short_moment(last.at, now), "who": last.agent or "—", "outcome": last.outcome_name or last.get_outcome_display()}
        self.add_error(None, _("Meanwhile a call is logged: %(when)s, %(who)s, %(outcome)s. If yours is a further one, save again.") % facts)


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
