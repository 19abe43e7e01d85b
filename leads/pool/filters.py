"""The filters of the list of leads, kept in the address, shown as chips."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import django_filters
from django import forms
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_filters.fields import IsoDateTimeField

from dcc.frame.day_fields import UNKNOWN, DayField
from dcc.frame.paging import whole
from dcc.models import User, Word
from dcc.models.word import in_levels
from dcc.people.permissions import may, scopes
from dcc.reckoning.clock import is_known
from leads.grading.waiting_lists import without_next_step
from leads.models import CLOSED_AS, GRADES, SOURCES, Channel, FollowUp, ImportBatch, Lead, Proposal
from leads.models.querysets.lead import uncalled_past

STATUSES = (
    ("open", _("Not closed")),
    ("pool", _("In the pool")),
    ("hand", _("Being followed")),
    ("owed", _("Follow-up open")),
    ("nothing", _("No next step")),
    ("closed", _("Closed")),
)
NONE_YET = ("none", _("Not graded"))
UNTICKED = {"", "false"}  # as a tick box reads an address
FILES = 20  # of the last days
FEW = ("grade", "level", "reception", "registered", "since", "given", "deed", "batch")  # conditions that a small part of a store meets
REASONS = ("lost_reason", "invalid_reason")
NOBODY, ANYBODY, NO_LEVEL = "none", "any", "none"
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


@dataclass(frozen=True)
class Chip:
    """One condition that holds: its name, what it says, the fields of the address that make it."""

    name: str
    value: str
    fields: tuple[str, ...]


class DayFilter(django_filters.DateFilter):
    """A day that pages reckon with."""

    field_class = DayField


class DeedField(IsoDateTimeField):
    """The moment of a deed, as our own links say it."""

    widget = forms.HiddenInput

    def clean(self, value):
        """Return the moment, None for nothing. Raises ValidationError for what is none, or lies too far away."""
        moment = super().clean(value)
        if moment is not None and not is_known(moment.date()):
            raise forms.ValidationError(UNKNOWN, code="unknown")
        return moment


class DeedFilter(django_filters.IsoDateTimeFilter):
    """The moment of a deed."""

    field_class = DeedField


class LeadFilter(django_filters.FilterSet):
    """Which leads the list shows. Days are days of the store; a period includes both."""

    status = django_filters.ChoiceFilter(label=_("State"), choices=STATUSES, empty_label=_("All"), method="by_status")
    source = django_filters.ChoiceFilter(label=_("Source"), choices=SOURCES, empty_label=_("All"), method="by_source")
    channel = django_filters.ModelChoiceFilter(label=_("Channel"), queryset=Channel.objects.none(), empty_label=_("All"))
    grade = django_filters.MultipleChoiceFilter(label=_("Grade"), choices=[*GRADES, NONE_YET], method="by_grade", widget=forms.CheckboxSelectMultiple)
    level = django_filters.MultipleChoiceFilter(label=_("Level"), choices=[], method="by_level", widget=forms.CheckboxSelectMultiple)
    agent = django_filters.ChoiceFilter(label=_("Agent"), choices=[], empty_label=_("All"), method="by_agent")
    reception = django_filters.ChoiceFilter(label=_("Reception specialist"), choices=[], empty_label=_("All"), method="by_reception")
    registered = django_filters.ChoiceFilter(label=_("Registered out of a call"), choices=[], empty_label=_("All"), method="by_registrant")
    model = django_filters.CharFilter(label=_("Car model"), field_name="model", lookup_expr="prefix", max_length=60)
    since = DayFilter(label=_("Arrival, first day"), method="by_first_day", widget=DATE)
    until = DayFilter(label=_("Arrival, last day"), method="by_last_day", widget=DATE)
    closed_as = django_filters.ChoiceFilter(label=_("Closed as"), choices=CLOSED_AS, empty_label=_("All"), method="by_outcome")
    reason = django_filters.ChoiceFilter(label=_("Closed for"), choices=[], empty_label=_("All"), method="by_reason")
    given = DayFilter(label=_("Given on"), method="by_day_given", widget=DATE)
    deed = DeedFilter(label=_("Given at"), method="by_deed")
    batch = django_filters.ModelChoiceFilter(label=_("File"), queryset=ImportBatch.objects.none(), empty_label=_("All"), method="by_batch")
    past_limit = django_filters.BooleanFilter(label=_("Untouched past the limit"), method="by_past_limit", widget=forms.CheckboxInput)
    untouched = django_filters.BooleanFilter(label=_("Never called"), method="by_untouched", widget=forms.CheckboxInput)

    class Meta:
        model = Lead
        fields: list[str] = []

    def __init__(self, data, *, queryset, user, now: datetime) -> None:
        super().__init__(data, queryset=queryset)
        self.user, self.now = user, now
        self.filters["channel"].queryset = Channel.objects.visible_to(user).order_by("source", "name")
        self.filters["batch"].queryset = _files_to_choose(user, data)
        people = User.objects.visible_to(user).filter(role_rows__name__in=("agent", "reception")).annotate(role=F("role_rows__name"))
        chosen: dict[str, list[tuple[str, str]]] = {"agent": [], "reception": []}
        for person in people.order_by("left_at", "username"):
            chosen[person.role].append((str(person.pk), person.name))
        self.filters["agent"].extra["choices"] = [(NOBODY, _("Nobody")), *chosen["agent"]]
        self.filters["reception"].extra["choices"] = [(NOBODY, _("Nobody")), *chosen["reception"]]
        self.filters["registered"].extra["choices"] = [(ANYBODY, _("By any agent")), *chosen["agent"]]
        self.filters["level"].extra["choices"] = self._levels  # asked where they are shown
        self.filters["reason"].extra["choices"] = self._reasons
        if not may(user, "import"):
            del self.filters["batch"]
        if "all" not in scopes(user, "lead.see"):
            del self.filters["agent"], self.filters["registered"], self.filters["reception"]

    def _levels(self) -> list[tuple[str, object]]:
        named = [word.name for word in self._words if word.kind == "level" and "days" in word.detail]
        return [*((name, name) for name in named), (NO_LEVEL, _("Not said"))]

    @cached_property
    def _words(self) -> list[Word]:
        """The store's words that are chosen from, in one question."""
        words = Word.objects.filter(store=self.user.store, kind__in=("level", *REASONS)).select_related("parent")
        return list(words.order_by("-kind", "position", "id"))

    def by_source(self, rows, _name, value):
        """Of one of its channels, asked beforehand: how many leads a channel has the database knows, how many a source has it does not."""
        return rows.filter(channel__in=list(Channel.objects.visible_to(self.user).filter(source=value).values_list("pk", flat=True)))

    def by_status(self, rows, _name, value):
        """Open, in the pool, in hand, with a follow-up, in hand with nothing to be done, closed. All but the last are open already (`asks_for_open`)."""
        if value == "nothing":
            return without_next_step(rows, self.now)
        meant = {"pool": Q(agent=None), "hand": Q(agent__isnull=False), "owed": _owed(), "closed": Q(closed_at__isnull=False)}
        return rows.filter(meant.get(value, Q()))

    def by_grade(self, rows, _name, values):
        """Any of the grades; `none`: not graded yet."""
        grades = ["" if value == NONE_YET[0] else value for value in values]
        if grades and "" not in grades:
            rows = rows.filter(graded_at__isnull=False)  # nothing new: so that the index of the graded is used
        return rows.filter(grade__in=grades) if grades else rows

    def by_agent(self, rows, _name, value):
        """Whoever has it now, or nobody."""
        return rows.filter(agent=None) if value == NOBODY else rows.filter(agent=value)

    def by_reception(self, rows, _name, value):
        """Whose reception specialist it has now, or none."""
        return rows.filter(reception=None) if value == NOBODY else rows.filter(reception=value)

    def by_level(self, rows, _name, values):
        """Any of the levels an agent stated; `none`: none was."""
        levels = ["" if value == NO_LEVEL else value for value in values]
        if levels and "" not in levels:
            rows = rows.exclude(level="")  # nothing new: so that the index of those with a level is used
        return rows.filter(level__in=levels) if levels else rows

    def by_outcome(self, rows, _name, value):
        """Closed, and so."""
        return rows.exclude(closed_as="").filter(closed_as=value)

    def _reasons(self) -> list[tuple[str, object]]:
        """The reasons of the lost and invalid, each followed by the words below it."""
        words = in_levels(word for word in self._words if word.kind in REASONS and word.retired_at is None)
        return [(word.name, f"{word.parent.name} / {word.name}" if word.parent else word.name) for word in words]

    def by_reason(self, rows, _name, value):
        """Closed for a reason, or for a word below it, as it was applied for."""
        applied = Proposal.objects.filter(lead=OuterRef("pk"), detail=value, decision="confirmed")
        return rows.exclude(closed_as="").filter(Q(reason=value) | Exists(applied))

    def by_registrant(self, rows, _name, value):
        """Registered by an agent who answered a stranger's call, as their own: by this one, or by any (来电登记自建)."""
        return rows.from_callers(self.user.store, None if value == ANYBODY else int(value))

    def _begins(self, day: date) -> datetime:
        return datetime.combine(day, time(0), self.user.store.zone)

    def by_first_day(self, rows, _name, day):
        """From the beginning of a day of the store."""
        return rows.filter(received_at__gte=self._begins(day))

    def by_last_day(self, rows, _name, day):
        """Until the end of a day of the store."""
        return rows.filter(received_at__lt=self._begins(day + timedelta(days=1)))

    def by_day_given(self, rows, _name, day):
        """Given to whoever has it on this day."""
        return rows.given_within(self._begins(day), self._begins(day + timedelta(days=1)))

    def by_deed(self, rows, _name, moment):
        """Given to whoever has it by the deed of this moment."""
        return rows.filter(allocated_at=moment, agent__isnull=False)

    def by_past_limit(self, rows, _name, value):
        """Of open ones: not called yet, and the limit has passed."""
        return rows.filter(uncalled_past(self.now)) if value else rows

    def by_untouched(self, rows, _name, value):
        """Of open ones: not called yet."""
        return rows.filter(first_call_at=None) if value else rows

    def by_batch(self, rows, _name, batch):
        """With an inquiry out of this file, new or joined."""
        return rows.filter(pk__in=batch.inquiries.values("lead"))

    @property
    def is_narrow(self) -> bool:
        """Whether the conditions leave a small part of the store: one of them is of those that few meet."""
        asked = {name: self.data.get(name) for name in FEW}
        most = {"level": NO_LEVEL, "reception": NOBODY}  # what most leads have
        return asks_for_open(self.data) or any(value and value != most.get(name) for name, value in asked.items()) or self.data.get("agent") == NOBODY

    def chips(self) -> list[Chip]:
        """Return what holds, in words; the two ends of a period together."""
        held = {name: self.form.cleaned_data.get(name) for name in self.filters} if self.form.is_valid() else {}
        chips = [chip for name in self.filters if name not in {"since", "until"} and held.get(name) and (chip := self._chip(name, held[name]))]
        first, last = held.get("since"), held.get("until")
        if first or last:
            chips.append(Chip(_now("Arrival"), _period(first, last), ("since", "until")))
        return chips

    def _chip(self, name: str, value) -> Chip:
        label = str(self.filters[name].label)
        if value is True:
            return Chip("", label, (name,))
        if isinstance(value, Model):
            return Chip(label, str(value), (name,))
        choices = dict(getattr(self.form.fields[name], "choices", ()))
        if isinstance(value, list):
            return Chip(label, _now(", ").join(str(choices[each]) for each in value), (name,))
        if isinstance(value, datetime):
            return Chip(label, f"{localtime(value):%m-%d %H:%M}", (name,))
        if isinstance(value, date):
            return Chip(label, f"{value:%m-%d}", (name,))
        return Chip(label, str(choices.get(value, value)) if isinstance(value, str) else str(value), (name,))


def _owed() -> Exists:
    """Something dated is owed to the lead: a follow-up is open."""
    return Exists(FollowUp.objects.filter(lead=OuterRef("pk"), done_at=None))


def asks_for_open(params) -> bool:
    """Whether an address asks for open leads alone."""
    is_ticked = any(params.get(name, "").lower() not in UNTICKED for name in ("past_limit", "untouched"))
    return params.get("status") in {"open", "pool", "hand", "owed", "nothing"} or is_ticked


def filtered(user, params, now: datetime) -> LeadFilter:
    """Return the list's filter as an address asks for it."""
    return LeadFilter(params, queryset=Lead.objects.visible_to(user, now=now, only_open=asks_for_open(params)), user=user, now=now)


def _files_to_choose(user, data) -> QuerySet[ImportBatch]:
    """The latest files of this person, and the one the address holds, though it was undone: a store takes in thousands."""
    files = ImportBatch.objects.visible_to(user)
    latest, asked = Q(pk__in=files.filter(state="done").values("pk")[:FILES]), Q(pk=whole(data.get("batch")), state__in=("done", "undone"))
    return files.filter(latest | asked).only("filename", "uploaded_at")


def _period(first: date | None, last: date | None) -> str:
    if first and last:
        return _now("%(first)s to %(last)s") % {"first": f"{first:%m-%d}", "last": f"{last:%m-%d}"}
    return _now("from %(day)s") % {"day": f"{first:%m-%d}"} if first else _now("until %(day)s") % {"day": f"{last:%m-%d}"}
