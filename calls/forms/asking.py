"""Forms that agree when a customer comes: asked where the half hour is full, and sent again to book it all the same."""

from datetime import UTC, datetime

from django import forms

from calls.rules.appointments import Full


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


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
