"""Which of the files taken in somebody wants to see."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc.frame.day_fields import DayField
from dcc.models import Store, User
from dcc.reckoning import clock
from leads.models import Channel, ImportBatch

DONE = (("done", _("Imported")), ("undone", pgettext_lazy("import", "Undone")))
DAYS = ("first", "last")


class RecordFilterForm(forms.Form):
    """Channel, who, state, name and days: kept in the address."""

    channel = forms.ModelChoiceField(label=_("Channel"), queryset=Channel.objects.none(), required=False, empty_label=_("All"))
    by = forms.ModelChoiceField(label=_("By"), queryset=User.objects.none(), required=False, empty_label=_("Everybody"))
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *DONE], required=False)
    name = forms.CharField(label=_("File name"), max_length=100, required=False)
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until"), required=False)

    def __init__(self, data, *, user: User) -> None:
        super().__init__(data)
        channels: forms.ModelChoiceField = self.fields["channel"]
        people: forms.ModelChoiceField = self.fields["by"]
        channels.queryset = Channel.objects.visible_to(user).order_by("source", "name")
        people.queryset = User.objects.visible_to(user).filter(pk__in=ImportBatch.objects.visible_to(user).taken_in().values("by"))
        for field in self.fields.values():
            field.widget.attrs["class"] = "d-input"

    def narrow(self, batches: QuerySet[ImportBatch], store: Store) -> QuerySet[ImportBatch]:
        """Return the files asked for; what cannot be understood narrows nothing, and the form says so."""
        if not self.is_valid():
            return batches
        said = self.cleaned_data
        equal = {name: said[name] for name in ("channel", "by", "state") if said[name]}
        if said["name"]:
            equal["filename__icontains"] = said["name"]
        if said["first"]:
            equal["committed_at__gte"] = clock.start_of(said["first"], store.zone)
        if said["last"]:
            equal["committed_at__lt"] = clock.day_range(said["last"], store.zone)[1]
        return batches.filter(**equal)

    def chips(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return what holds as (word, value, fields of the address); the two ends of a period together."""
        said = self.cleaned_data if self.is_valid() else {}
        held = [(str(self.fields[name].label), _value(said[name]), (name,)) for name in ("channel", "by", "state", "name") if said.get(name)]
        first, last = said.get("first"), said.get("last")
        days = [f"{day:%m-%d}" if day else "…" for day in (first, last)]
        return [*held, *([(_now("Days"), _now("%(first)s to %(last)s") % {"first": days[0], "last": days[1]}, DAYS)] if first or last else [])]


def _value(value) -> str:
    return str(dict(DONE).get(value, value)) if isinstance(value, str) else getattr(value, "name", str(value))
