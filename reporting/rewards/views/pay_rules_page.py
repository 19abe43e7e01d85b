"""奖励规则: what each post is paid for, what that came to in a month, and a change tried on it before it is set."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import form_status, refusal_on, refusal_said
from dcc.models import Word
from dcc.people.permissions import may, requires
from dcc.people.roles import ROLES
from dcc.reckoning.clock import day_of, day_said
from dcc.reckoning.months import last_of, month_after, month_before, month_of
from leads.models import Lead
from reporting.models import RewardRate, RewardRule
from reporting.rewards.forms.rule_form import RuleForm
from reporting.rewards.month_sheets import MonthSheets, came_of, people_of, reckoned
from reporting.rewards.months_done import months_done
from reporting.rewards.paid_events import lines_of
from reporting.rewards.pay_sheet import KINDS
from reporting.rewards.rule_book import POSTS, Entry, entries_of
from reporting.rewards.rule_rows import difference, shelves_of, tried_rows
from reporting.rewards.rule_words import KIND_WORDS, amount_of, condition_of, name_of
from reporting.rewards.rules.setting_rules import Draft, change_rule, earliest_of, end_rule, open_rule

NEW = 0


class RulesPage:
    """The rules of one post in one request: the month they are shown of, the rule that is open."""

    def __init__(self, request, said) -> None:
        self.request, self.user, self.store, self.now = request, request.user, request.user.own_store, timezone.now()
        self.role = said.get("role") or POSTS[0]
        if self.role not in POSTS:
            raise Http404
        today = day_of(self.now, self.store.zone)
        self.month = month_of(min(day_said(f"{said.get('month', '')}-01") or month_before(today), today))
        rows = [*RewardRate.objects.visible_to(self.user).from_on(self.month), *RewardRule.objects.visible_to(self.user).from_on(self.month)]
        self.all = entries_of(rows)
        self.entries = [entry for entry in self.all if entry.role == self.role]
        self.earliest = earliest_of(self.store, self.now)
        self.may_change = may(self.user, "reward_rule.change")
        self.old = self._open(said.get("rule", ""))
        self.kind = self.old.kind if self.old else said.get("new", "")
        if self.kind not in ("", *KINDS) or (self.kind and not self.old and not self.may_change):
            raise Http404

    def _open(self, key: str) -> Entry | None:
        if not key:
            return None
        found = next((entry for entry in self.entries if entry.key == key), None)
        if found is None:
            raise Http404
        return found

    def form(self, data=None) -> RuleForm:
        """The form of the rule that is open."""
        models = [word.name for word in Word.objects.visible_to(self.user).of(self.store, "car_model")] if self.kind == "model" else []
        return RuleForm(data, role=self.role, kind=self.kind, earliest=self.earliest, models=models, old=self.old)

    def address(self, **said: str) -> str:
        """The page of this post and month."""
        words = "&".join(f"{name}={value}" for name, value in {"role": self.role, "month": f"{self.month:%Y-%m}", **said}.items())
        return f"{reverse('rewards_rules')}?{words}"

    def context(self, form: RuleForm | None, draft: Draft | None = None) -> dict[str, Any]:
        """Return what the template shows."""
        tried = self._with(draft) if draft else self.entries
        months = months_done(self.store, [self.month], [*self.entries, *tried])[self.month]
        people = people_of(self.store, self.role, months)
        now = reckoned(self.role, months, self.entries, people)
        last = last_of(self.month)
        return {
            "role": self.role,
            "posts": [(name, dict(ROLES)[name], len([one for one in self.all if one.role == name and one.rule.first <= last])) for name in POSTS],
            "month": self.month,
            "before": month_before(self.month),
            "after": month_after(self.month) if month_after(self.month) <= day_of(self.now, self.store.zone) else None,
            "shelves": shelves_of(self.entries, came_of(now), last),
            "people": people,
            "total": now.total,
            "old": self.old,
            "title": name_of(self.old.rule) if self.old else KIND_WORDS.get(self.kind, ""),
            "kind": KIND_WORDS.get(self.kind, ""),
            "new": "" if self.old else self.kind,
            "kinds": [(kind, KIND_WORDS[kind]) for kind in KINDS],
            "form": form,
            "may_change": self.may_change,
            "earliest": self.earliest,
            "last_end": self.earliest - timedelta(days=1),
            **self._tried(now, months, tried, draft),
        }

    def _tried(self, now: MonthSheets, months, tried: list[Entry], draft: Draft | None) -> dict[str, Any]:
        """What the change would have come to, and the end of the rule that is open."""
        found: dict[str, Any] = {}
        if self.old:
            without = reckoned(self.role, months, [entry for entry in self.entries if entry is not self.old], now.people)
            found["without"] = difference(without.total - now.total)  # type: ignore[arg-type]
            found["is_ending"] = self.old.rule.last is not None and self.old.rule.last >= self.earliest - timedelta(days=1)
            found["has_ended"] = self.old.rule.last is not None and not found["is_ending"]
        if draft:
            rows, total = tried_rows(now, reckoned(self.role, months, tried, now.people))
            found |= {"tried": rows, "tried_total": total, "is_tried": True}
        return found

    def _with(self, draft: Draft) -> list[Entry]:
        """The rules as they would have been in the month shown."""
        others = [entry for entry in self.entries if entry is not self.old]
        return [*others, Entry("new", self.role, replace(draft.rule, first=date.min, key=NEW), dict(draft.condition))]


@require_safe
@requires("reward_rule.see")
def show(request):
    """The rules of a post (`?role=`) in a month (`?month=`), one of them open (`?rule=`) or a new one of a kind (`?new=`)."""
    page = RulesPage(request, request.GET)
    form = page.form() if page.kind and page.may_change else None
    return render(request, "reporting/rewards/rules.html", page.context(form))


@require_safe
@requires("reward_rule.see")
def lines(request):
    """The events one rule (`?rule=`) paid in a month (`?month=`)."""
    page = RulesPage(request, request.GET)
    if page.old is None:
        return HttpResponseRedirect(page.address())
    months = months_done(page.store, [page.month], page.entries)[page.month]
    found = lines_of(reckoned(page.role, months, page.entries, people_of(page.store, page.role, months)), page.old)
    leads = Lead.objects.visible_to(page.user, now=page.now).in_bulk({line.done.lead for line in found})
    return render(request, "reporting/rewards/lines.html", {
        "entry": page.old,
        "name": name_of(page.old.rule),
        "condition": condition_of(page.old.rule, page.role),
        "amount": amount_of(page.old.rule),
        "month": page.month,
        "role": page.role,
        "label": dict(ROLES)[page.role],
        "lines": [(line, leads.get(line.done.lead)) for line in found],
        "came": sum((line.amount for line in found), Decimal()),
    })  # fmt: skip


@require_POST
@requires("reward_rule.change")
def save(request):
    """Set the rule that is open, or try it on the month shown."""
    page = RulesPage(request, request.POST)
    if not page.kind:
        return HttpResponseRedirect(page.address(), status=303)
    form, draft = page.form(request.POST), None
    if form.is_valid():
        with refusal_on(form):
            draft = form.draft()
            if "try" not in request.POST:
                entry = _set(page, draft, form.cleaned_data["first_day"])
                messages.success(request, _("From %(day)s: %(rule)s.") % {"day": entry.rule.first, "rule": name_of(entry.rule)})
                return HttpResponseRedirect(page.address(rule=entry.key), status=303)
    return render(request, "reporting/rewards/rules.html", page.context(form, draft), status=form_status(form))


def _set(page: RulesPage, draft: Draft, first_day: date) -> Entry:
    if page.old:
        return change_rule(page.store, page.old.key, draft, first_day=first_day, by=page.user, now=page.now)
    return open_rule(page.store, draft, first_day=first_day, by=page.user, now=page.now)


@require_POST
@requires("reward_rule.change")
def end(request):
    """Let a rule end with this month, or, where it was ended, run on."""
    page = RulesPage(request, request.POST)
    if page.old is None:
        return HttpResponseRedirect(page.address(), status=303)
    last_day = None if "on" in request.POST else page.earliest - timedelta(days=1)
    with refusal_said(request):
        end_rule(page.store, page.old.key, last_day=last_day, by=page.user, now=page.now)
        said = {"rule": name_of(page.old.rule), "day": last_day}
        messages.success(request, _("%(rule)s runs on.") % said if last_day is None else _("%(rule)s ends with %(day)s.") % said)
    return HttpResponseRedirect(page.address(), status=303)
