"""The form of one call: what came of it, what was said, what comes next."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from calls.appointments.parts.asks_when_full import AsksAboutAnother, AsksWhenFull
from calls.appointments.parts.promise_lines import PromiseLines
from calls.appointments.slots import days_ahead, half_hours
from calls.cards.parts.card_contents import CardContents
from calls.cards.rules.cards import lacks_real_number
from calls.desk.parts.living_elsewhere import LivesElsewhere
from calls.desk.parts.time_of_day import ClockField
from calls.desk.queue_words import CHECK_WORDS
from calls.desk.retry import FRUITLESS
from calls.desk.rules.calling import Said
from calls.desk.rules.finishing import CardFacts, Learned, Next
from dcc.frame.day_fields import MomentField
from dcc.frame.moment_words import weekday
from dcc.models import User, Word
from dcc.reckoning.rounding import rounded
from dcc.roster.duty import there_today
from dcc.store.store_settings import value, working_hours
from leads.intake.phones import read_typed
from leads.models import NO_NAME, Lead

USUAL = (0, 1, 2, 3, 7)  # days ahead on which one calls again
MONTHS = 60  # days from which a level is said in months
STEPS = (
    ("invite", gettext_lazy("Invite")),
    ("callback", pgettext_lazy("next step", "Call again")),
    ("lost", gettext_lazy("Apply for lost")),
    ("invalid", gettext_lazy("Apply for invalid")),
)
ENDS = (("unreachable", gettext_lazy("Out of reach")), ("out_of_area", gettext_lazy("Out of area")))  # two more ways to close, beside a loss

STEP_KEYS = {"invite": "Q", "callback": "W", "lost": "E", "invalid": "R"}
CALL_TIMES = (time(9, 30), time(10, 30), time(14), time(15, 30), time(17), time(18, 30))
AGREED = STEPS[:2]  # what is agreed with a colleague's customer
LISTS = ("call_outcome", "level", "lost_reason", "invalid_reason", "car_model")
PREFIXES = {"invite": "visit", "callback": "call"}


class LevelSelect(forms.RadioSelect):
    """The levels; each says the day of the next call at its interval."""

    call_days: Mapping[str, str] = {}

    def create_option(self, name, value, *args, **kwargs):
        """Return one level with its day, where its word has an interval."""
        option = super().create_option(name, value, *args, **kwargs)
        if day := self.call_days.get(value):
            option["attrs"]["data-call-day"] = day
        return option


class CallForm(AsksWhenFull, AsksAboutAnother, PromiseLines, CardContents, LivesElsewhere):
    """One call. `said`, `card` and `then` are what the verb wants; the outcome is one of the store's words.

    `began` is the start as somebody writes it down later, `started` as the browser says it: statements both, read where the server saw no dial.
    """

    fruitless = " ".join(sorted(FRUITLESS))  # outcomes, for the script that shows what follows them
    token = forms.UUIDField(widget=forms.HiddenInput)
    started = forms.IntegerField(required=False, widget=forms.HiddenInput)
    began = MomentField(label=gettext_lazy("Began at"), required=False)
    seconds = forms.IntegerField(label=gettext_lazy("Seconds of talk"), required=False, min_value=0, max_value=4 * 3600)
    which = forms.ChoiceField(label=gettext_lazy("Which number"), required=False, choices=[("second", gettext_lazy("Second number"))])
    outcome = forms.ModelChoiceField(Word.objects.none(), label=gettext_lazy("Outcome"), empty_label=None, widget=forms.RadioSelect)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=2000, strip=True, widget=forms.Textarea(attrs={"rows": 3}))
    checks = forms.MultipleChoiceField(label=gettext_lazy("Spoke of"), required=False, choices=list(CHECK_WORDS.items()), widget=forms.CheckboxSelectMultiple)
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False, widget=LevelSelect)
    step = forms.ChoiceField(label=gettext_lazy("Next step"), required=False, choices=STEPS, widget=forms.RadioSelect)
    visit_day = forms.ChoiceField(label=gettext_lazy("Day of the visit"), required=False, widget=forms.RadioSelect)
    visit_time = ClockField(label=gettext_lazy("Time"), required=False, max_length=8)
    visit_at = MomentField(label=gettext_lazy("Another time"), required=False)
    call_day = forms.ChoiceField(label=gettext_lazy("Day of the call"), required=False, widget=forms.RadioSelect)
    call_time = ClockField(label=gettext_lazy("Time"), required=False, max_length=8)
    call_at = MomentField(label=gettext_lazy("Another time"), required=False)
    reception = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Received by"), required=False)
    promise = forms.CharField(label=gettext_lazy("What was promised"), required=False, max_length=200)
    lost_reason = forms.ChoiceField(label=gettext_lazy("Reason of the loss"), required=False, widget=forms.RadioSelect)
    competitor = forms.CharField(label=gettext_lazy("Model they bought"), required=False, max_length=60)
    lost_detail = forms.CharField(label=gettext_lazy("Closer"), required=False, max_length=60)
    where = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=120)
    refuses = forms.BooleanField(label=gettext_lazy("They said: do not call again"), required=False)
    invalid_reason = forms.ChoiceField(label=gettext_lazy("Why invalid"), required=False, widget=forms.RadioSelect)
    invalid_detail = forms.CharField(label=gettext_lazy("Closer"), required=False, max_length=60)
    give_up = forms.BooleanField(label=gettext_lazy("Apply for invalid"), required=False)
    card = forms.BooleanField(label=gettext_lazy("Open the card"), required=False)
    real_number = forms.CharField(label=gettext_lazy("Real number"), required=False, max_length=40)
    retry_at = MomentField(label=gettext_lazy("Call again at"), required=False)
    told_of_recording = forms.BooleanField(label=gettext_lazy("Told of the recording"), required=False)

    def __init__(
        self,
        *args,
        lead: Lead | None,
        store,
        values: Mapping[str, Any],
        now: datetime,
        incoming: bool = False,
        proposes: bool = True,
        must_go_on: bool = False,
        **kwargs,
    ):
        """Offer the store's own words, the days and times inside its hours, the specialists on duty; an application where one may propose it.

        `values`: the store's settings as they stand; where it records its calls, whoever is spoken with has to be told. `must_go_on`: something has to
        come next.
        """
        super().__init__(*args, **kwargs)
        hours = working_hours(store, values)
        self.lead, self.store, self.hours, self.now, self.incoming = lead, store, hours, now, incoming
        self.records = values["records_calls"]
        self.proposes, self.must_go_on = proposes, must_go_on
        self.fields["step"].choices = STEPS if proposes else AGREED
        words = list(Word.objects.filter(store=store, retired_at=None, kind__in=LISTS).order_by("position", "id"))
        of = lambda kind: [word for word in words if word.kind == kind and word.parent_id is None]  # noqa: E731 - read where it stands
        self.outcomes = [word for word in of("call_outcome") if self._is_offered(word)]
        self.fields["outcome"].queryset = Word.objects.filter(pk__in=[word.pk for word in self.outcomes])
        self.levels = of("level")
        self.fields["level"].choices = [(word.name, level_words(word)) for word in self.levels]
        self.models = of("car_model")
        self.lost_reasons, self.invalid_reasons = of("lost_reason"), of("invalid_reason")
        self.lost_below, self.invalid_below = below(self.lost_reasons, words), below(self.invalid_reasons, words)
        self.fields["lost_reason"].choices = [*((word.name, word.name) for word in self.lost_reasons), *ENDS]
        self.fields["invalid_reason"].choices = [(word.name, word.name) for word in self.invalid_reasons]
        self.today = now.astimezone(hours.zone).date()
        self.half_hours, self.call_times = half_hours(hours), CALL_TIMES
        self._offer("visit", days_ahead(now, hours))
        self._offer("call", self._days_to_call())
        self.fields["reception"].queryset = there_today(store, "reception", now)
        known = lead.reception if lead else None
        others = [(person.pk, person.name) for person in self.fields["reception"].queryset if person != known]
        self.fields["reception"].choices = [("", known.name if known else _("Whoever is on duty")), *others]
        self.fields["token"].initial = uuid4()
        self.fields["calls_known"].initial = lead.call_count if lead else None

    @classmethod
    def typed(cls, data) -> dict[str, Any]:
        """Return what stands in a form that was sent for something else than saving, to stand there again."""
        found = {name: field.widget.value_from_datadict(data, {}, name) for name, field in cls.base_fields.items()}
        return {name: value for name, value in found.items() if value}

    def _offer(self, prefix: str, offered_days: list[date]) -> None:
        self.fields[f"{prefix}_day"].choices = [(day.isoformat(), day_words(day, self.today)) for day in offered_days]

    def _days_to_call(self) -> list[date]:
        """Return the usual days and those of the levels' intervals; the one of the level that stands is chosen beforehand."""
        today = self.today
        by_level = {word.name: today + timedelta(days=word.detail["interval"]) for word in self.levels if word.detail.get("interval")}
        self.fields["level"].widget.call_days = {name: day.isoformat() for name, day in by_level.items()}
        if day := by_level.get(self.initial.get("level", "")):
            self.initial.setdefault("call_day", day.isoformat())
        return sorted({*(today + timedelta(days=ahead) for ahead in USUAL), *by_level.values()})

    def _is_offered(self, word: Word) -> bool:
        if self.incoming:
            return word.meaning == "connected"
        return word.meaning != "virtual_expired" or (self.lead is not None and self.lead.is_virtual)

    def clean_real_number(self) -> str:
        """Return the number as it is kept; what is none stays as typed, and is refused by name."""
        text = self.cleaned_data["real_number"]
        return read_typed(text, value(self.store, "area_code", self.now)).number or text

    def clean(self):
        """Ask for what the chosen next step needs."""
        data = super().clean()
        step = data.get("step")
        self._check_number_of_card(data)
        if self.lead is not None and not self.incoming:
            self.ask_about_another(self.lead, self.now)
        if self.records and (word := data.get("outcome")) and word.meaning == "connected" and not data.get("told_of_recording"):
            self.add_error("told_of_recording", _("Tell them that the call is recorded, and tick it."))
        if self.must_go_on and not step and "step" not in self.errors:
            self.add_error("step", _("What comes next? Agree it with them."))
        prefix = PREFIXES.get(step)
        if prefix and not data.get(f"{prefix}_at") and f"{prefix}_at" not in self.errors:
            self._ask_for_moment(data, prefix)
        if step == "invalid" and not data.get("invalid_reason"):
            self.add_error("invalid_reason", _("Say why it is invalid."))
        if step == "lost" and not data.get("refuses"):
            self._check_end(data)
        return data

    def _check_number_of_card(self, data) -> None:
        """A card wants the real number: who has told a portal's alone is asked for it."""
        opens = data.get("card") and (word := data.get("outcome")) and word.meaning == "connected"
        if opens and self.lead is not None and not data.get("real_number") and "real_number" not in self.errors and lacks_real_number(self.lead):
            self.add_error("real_number", _("A card needs the real number: this one is virtual and ends. Ask for it."))

    def _ask_for_moment(self, data, prefix: str) -> None:
        """Ask for the day, or for the time, whichever is missing."""
        if not data.get(f"{prefix}_day") and f"{prefix}_day" not in self.errors:
            self.add_error(f"{prefix}_day", _("Choose a day."))
        if not data.get(f"{prefix}_time") and f"{prefix}_time" not in self.errors:
            self.add_error(f"{prefix}_time", _("At what time? Write it like 1030."))

    def _check_end(self, data) -> None:
        reason = data.get("lost_reason")
        if reason == "out_of_area":
            self.check_place(data)
            return
        if reason == "unreachable":
            if not data.get("where"):
                self.add_error("where", _("Say why they are out of reach."))
            return
        if not reason:
            self.add_error("lost_reason", _("Say why they are lost."))
        if reason in self.needs_competitor and not data.get("competitor"):
            self.add_error("competitor", _("%(reason)s: write which model they bought.") % {"reason": reason})
        if reason in self.needs_why and not data.get("where"):
            self.add_error("where", _("%(reason)s: write why they chose it.") % {"reason": reason})

    @property
    def steps(self) -> list[tuple[str, str, str]]:
        """The next steps on offer: value, words, key."""
        return [(value, label, STEP_KEYS[value]) for value, label in self.fields["step"].choices]

    @property
    def asks_name(self) -> bool:
        """Whether the customer's name is not known yet."""
        return self.lead is not None and self.lead.name in ("", NO_NAME)

    @property
    def passed(self) -> str:
        """The store's clock: what of today lies before it is over."""
        return f"{self.now.astimezone(self.hours.zone):%H:%M}"

    @property
    def needs_competitor(self) -> set[str]:
        """The reasons of a loss that name a rival."""
        return {word.name for word in self.lost_reasons if word.detail.get("competitor")}

    @property
    def needs_why(self) -> set[str]:
        """The reasons of a loss that want a sentence."""
        return {word.name for word in self.lost_reasons if word.detail.get("why")}

    @property
    def missing(self) -> list[str]:
        """What is wrong or missing in a form that comes back, by its words."""
        return [str(self.fields[name].label) for name in self.errors if name in self.fields]

    def _moment(self, data) -> datetime | None:
        """Return the moment of the chosen step: the calendar's, where one was typed there, else the chips'."""
        prefix = PREFIXES.get(data.get("step") or "")
        if prefix is None:
            return None
        if data.get(f"{prefix}_at"):
            return data[f"{prefix}_at"]
        day, clock = data.get(f"{prefix}_day"), data.get(f"{prefix}_time")
        return datetime.combine(date.fromisoformat(day), clock, self.hours.zone) if day and clock else None

    @property
    def said(self) -> Said:
        """The call itself."""
        data = self.cleaned_data
        word = data["outcome"]
        talked = word.meaning == "connected"
        return Said(
            outcome=word.meaning,
            outcome_name=word.name,
            at=data.get("began") or read_moment(data.get("started")),
            seconds=(data.get("seconds") or 0) if talked else 0,
            note=data["note"],
            level=data["level"] if talked else "",
            checks=tuple(data["checks"]) if talked else (),
            told=talked and data["told_of_recording"],
            token=data["token"],
            retry_at=None if talked else data.get("retry_at"),
            second=data["which"] == "second",
        )

    def _never_reached(self, meaning: str) -> str:
        """Return the store's word for why a number at which nobody answers is invalid."""
        wanted = {"empty_number": "wrong_number", "virtual_expired": "wrong_number"}.get(meaning, "never_reached")
        return next((word.name for word in self.invalid_reasons if word.meaning == wanted), self.invalid_reasons[0].name)

    @property
    def card_facts(self) -> CardFacts | None:
        """The card to open, None where none is asked for."""
        data = self.cleaned_data
        wanted = data["card"] and data["outcome"].meaning == "connected"
        return CardFacts(name=data["name"], model=data["model"]) if wanted else None

    @property
    def learned(self) -> Learned | None:
        """What the talk told of the customer; an unanswered call tells nothing."""
        data = self.cleaned_data
        return Learned(data["name"], data["model"], self.wanted) if data["outcome"].meaning == "connected" else None

    @property
    def then(self) -> Next:
        """The next step; an unanswered call has none but an application for invalid, where one gives up."""
        data = self.cleaned_data
        step = data["step"]
        if data["outcome"].meaning != "connected":
            return Next("invalid", reason=self._never_reached(data["outcome"].meaning)) if data["give_up"] else Next()
        if step == "invalid":
            return Next("invalid", reason=data["invalid_reason"], detail=detail_of(data["invalid_reason"], data["invalid_detail"], self.invalid_below))
        if step == "lost" and data["refuses"]:
            return Next("refuses")
        if step == "lost" and data["lost_reason"] == "out_of_area":
            return Next("out_of_area", reason=self.elsewhere)
        if step == "lost" and data["lost_reason"] in dict(ENDS):
            return Next(data["lost_reason"], reason=data["where"])
        if step == "lost":
            detail = detail_of(data["lost_reason"], data["lost_detail"], self.lost_below)
            return Next("lost", reason=data["lost_reason"], detail=detail, competitor=data["competitor"], why=data["where"])
        at = self._moment(data)
        if step == "invite":
            return Next(step, at=at, reception=data["reception"], note=data["promise"], though_full=self.books_though_full(at), promises=self.promises)
        return Next(step, at=at, note=data["promise"]) if step else Next()


def below(reasons: list[Word], words: list[Word]) -> list[tuple[str, list[str]]]:
    """Return each reason that has words below it, with these."""
    found = [(reason.name, [word.name for word in words if word.parent_id == reason.pk]) for reason in reasons]
    return [(name, names) for name, names in found if names]


def detail_of(reason: str, chosen: str, levels: list[tuple[str, list[str]]]) -> str:
    """Return the word chosen below a reason; "" where another reason was chosen afterwards."""
    return chosen if chosen in dict(levels).get(reason, []) else ""


def read_moment(milliseconds: int | None) -> datetime | None:
    """Return the moment that a browser's clock says, None for what is none."""
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds is not None else None
    except (ValueError, OverflowError, OSError):
        return None


def level_words(word: Word) -> str:
    """Return a level as the segment says it: H 7 天内, O 已订."""
    if word.meaning == "ordered":
        return _("%(name)s ordered") % {"name": word.name}
    days_to_buy = word.detail.get("days")
    if days_to_buy and days_to_buy >= MONTHS:
        return _("%(name)s in %(months)d months") % {"name": word.name, "months": rounded(Fraction(days_to_buy, 30))}
    return _("%(name)s in %(days)d days") % {"name": word.name, "days": days_to_buy} if days_to_buy else word.name


def day_words(day: date, today: date) -> str:
    """Return a day as its chip says it: 今天, 明天, 周六 28."""
    if day == today:
        return _("Today")
    if day == today + timedelta(days=1):
        return _("Tomorrow")
    return _("%(weekday)s %(day)d") % {"weekday": weekday(day), "day": day.day}
