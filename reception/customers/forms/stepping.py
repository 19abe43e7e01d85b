"""The steps of a visit as they are typed, a form for each kind."""

from datetime import datetime, time
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.models import Promise
from reception.customers.parts.inputs import models_of
from reception.customers.rules.stepping import Done, answers, is_odd
from reception.models import Step, Visit
from reception.models.step import KINDS

AMOUNTS = {
    "quote": {"amount": _("Car alone, in ten thousand"), "total": _("On the road, in ten thousand")},
    "trade_in": {"mileage": _("Driven, in ten thousand km"), "amount": _("Appraised, in ten thousand"), "wanted": _("They want, in ten thousand")},
}
MOST = _("At most 9999.99 ten thousand.")
SAID = {"talk": _("What was said"), "trade_in": _("Old car"), "finance": _("What was offered")}


def clock(label) -> forms.TimeField:
    """A time of the day of the visit."""
    return forms.TimeField(label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class StepForm(forms.Form):
    """One step of one kind. `corrects`: the step whose place it takes; `promises`: the open ones, of which it offers to tick those it answers."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, kind: str, visit: Visit, promises: list[Promise], corrects: Step | None = None) -> None:
        self.kind, self.visit, self.corrects = kind, visit, corrects
        self.zone = visit.store.zone
        super().__init__(data, prefix=f"step-{kind}", initial={"token": uuid4()} | (self._of(corrects) if corrects else {}))
        if kind == "test_drive":
            self.fields["what"] = forms.ChoiceField(label=_("Car driven"), required=False, choices=models_of(visit.store, besides=visit.model))
            self.initial.setdefault("what", visit.model)
            self.fields["started"] = clock(_("From"))
        elif kind in SAID:
            self.fields["what"] = forms.CharField(label=SAID[kind], max_length=120, required=kind == "talk")
        for name, label in AMOUNTS.get(kind, {}).items():
            must = kind == "quote" and name == "amount"
            sized = {"min_value": Decimal("0.01"), "max_digits": 6, "decimal_places": 2}
            self.fields[name] = forms.DecimalField(label=label, required=must, **sized, error_messages=dict.fromkeys(("max_digits", "max_whole_digits"), MOST))
        self.fields["ended"] = clock(_("Until (empty: now)") if kind == "test_drive" else _("Time (empty: now)"))
        self.answered = [promise for promise in promises if answers(kind, promise)]
        if self.answered and corrects is None:
            words = [(str(promise.pk), _("Tick “%(promise)s” with it") % {"promise": promise.text}) for promise in self.answered]
            self.fields["keeps"] = forms.MultipleChoiceField(
                label=_("Promised"), choices=words, required=False, initial=[pk for pk, _words in words], widget=forms.CheckboxSelectMultiple
            )

    @property
    def title(self) -> str:
        """What it is called."""
        return str(dict(KINDS)[self.kind])

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields one types into."""
        return [self[name] for name in self.fields if name not in ("token", "sure", "keeps")]

    def clean(self) -> dict[str, Any]:
        """A drive begins before it ends."""
        data = super().clean() or {}
        started, ended = data.get("started"), data.get("ended")
        if started and ended and ended <= started:
            self.add_error("ended", _("It ends before it begins."))
        return data

    @property
    def is_asked(self) -> bool:
        """Whether an odd price is asked about, and was not answered for just these."""
        return not self.errors and self.cleaned_data["sure"] != self.answer and is_odd(Done(self.kind, **self._amounts()))

    @property
    def answer(self) -> str:
        """What the button of the question sends: the prices that were read."""
        return "|".join(str(value or "") for value in self._amounts().values())

    def done(self, now: datetime) -> Done:
        """Return it as the verb takes it."""
        said = self.cleaned_data
        started, ended = said.get("started"), said.get("ended")
        at, minutes = self._moment(started or ended), None
        if started:
            until = self._moment(ended) if ended else min(now, self.visit.left_at) if self.visit.left_at else now
            minutes = round((until - self._moment(started)).total_seconds() / 60) if until else None
        elif self.corrects and ended == self._of(self.corrects).get("ended"):
            at, minutes = self.corrects.at, self.corrects.minutes
        return Done(self.kind, at=at, what=said.get("what", ""), minutes=minutes, token=said["token"], **self._amounts())

    def kept(self) -> list[Promise]:
        """Return the promises that are ticked with it."""
        return [promise for promise in self.answered if str(promise.pk) in self.cleaned_data.get("keeps", ())]

    def _amounts(self) -> dict[str, Decimal | None]:
        return {name: self.cleaned_data.get(name) for name in AMOUNTS.get(self.kind, {})}

    def _moment(self, clock: time | None) -> datetime | None:
        return datetime.combine(self.visit.at.astimezone(self.zone).date(), clock, self.zone) if clock else None

    def _of(self, step: Step) -> dict[str, Any]:
        """What a step that is corrected says."""
        begun = step.at.astimezone(self.zone).time().replace(second=0, microsecond=0)
        said = {name: getattr(step, name) for name in ("what", "mileage", "amount", "total", "wanted")}
        until = step.ended_at.astimezone(self.zone).time().replace(second=0, microsecond=0)
        return said | ({"started": begun, "ended": until} if step.minutes else {"ended": begun})
