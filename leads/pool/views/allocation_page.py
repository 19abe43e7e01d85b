"""Everything the allocation page shows: what waits, what of it is chosen, who can take it, what the rules would do."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Case, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from dcc.database.bulk import chunked
from dcc.frame.paging import Count, Position, count_up_to, counts_of, page_by_key, pager_of, whole
from dcc.reckoning.clock import day_of, day_range
from dcc.store.store_settings import values_at, working_hours
from leads import sockets
from leads.dealing.in_force import rules_at
from leads.dealing.line_words import Names, said_lines
from leads.models import Channel, Lead
from leads.models.querysets.or_never import OrNever
from leads.pool.allocation_facts import Plan, desks, make_plan
from leads.pool.allocation_words import in_words
from leads.pool.first_response import short_until
from leads.pool.parts.giving_answers import seen_at, seen_leads
from leads.pool.parts.lead_rows import Row, rows_of
from leads.pool.rules.allocating import MOST

SIZE = 100
ORDER = ("missed", "due", "id")  # who rang and was missed stands before all limits (docs/rules/domain.md#missed-calls), with high intent that is nobody's
SHOWS = ("all", "new", "again", "short")


class PoolPage:
    """The allocation page of one request; `plan` is empty until something chosen was planned."""

    def __init__(self, request, *, now: datetime) -> None:
        self.request, self.user, self.store, self.now = request, request.user, request.user.store, now
        self.params = request.GET
        self.show = self.params.get("show") if self.params.get("show") in SHOWS else "all"
        self.values = values_at(self.store, now)
        self.hours = working_hours(self.store, self.values)
        self.desks = desks(self.store, self.values, now=now)
        self.rules = rules_at(self.store, now)
        self.channels = list(Channel.objects.visible_to(self.user))
        self.channel = whole(self.params.get("channel"))
        self.chosen: list[Any] = []  # with `missed` and `due`, asked for with them
        self.plan: Plan | None = None

    @cached_property
    def pool(self):
        """All that waits in the store, the most urgent first."""
        high = Case(When(grade="H", reception=None, then="graded_at"))  # whom nobody receives (docs/rules/domain.md#nobody-stands-nowhere)
        keys = {"missed": OrNever(Coalesce("missed_at", high)), "due": OrNever("respond_by")}
        return Lead.objects.visible_to(self.user, now=self.now).in_pool().annotate(**keys).order_by(*ORDER)

    @cached_property
    def listed(self):
        """What of it the address asks for."""
        rows = {"all": self.pool.all, "new": self.pool.fresh, "again": self.pool.taken_back, "short": self._short}[self.show]()
        if self.channel is not None:
            rows = rows.filter(channel=self.channel)
        return rows.filter(model=self.params["model"]) if self.params.get("model") else rows

    def _short(self):
        """Those whose limit is half over: each channel by its own."""
        store_limit = self.values["first_response_minutes"]
        limits = {channel.first_response_minutes or store_limit for channel in self.channels}
        due = Q(respond_by__lte=self.now)
        for limit in limits:
            of_limit = [channel.pk for channel in self.channels if (channel.first_response_minutes or store_limit) == limit]
            due |= Q(channel__in=of_limit, respond_by__lte=short_until(self.now, limit, self.hours))
        return self.pool.filter(due)

    def chosen_ids(self) -> list[int]:
        """Return the leads that were ticked and still wait, or all of the list as it was when the page was made; the most urgent first."""
        if self.request.POST.get("all"):
            return list(self.listed.filter(opened_at__lte=seen_at(self.request)).values_list("pk", flat=True)[:MOST])
        return [pk for pk, _was in seen_leads(self.request, Lead.objects.visible_to(self.user, now=self.now))]

    def choose(self) -> None:
        """Find what was chosen and still waits, the most urgent first."""
        self.chosen = sorted(self._waiting(self.chosen_ids()), key=lambda lead: (lead.missed, lead.due, lead.pk))

    def plan_chosen(self) -> None:
        """Plan what is chosen and still waits."""
        self.choose()
        self.plan = make_plan(self.chosen, self.desks, store=self.store, now=self.now, rules=self.rules)

    def still_waiting(self, pks: Iterable[int]) -> set[int]:
        """Return those of some leads that nobody has taken yet."""
        return {lead.pk for lead in self._waiting(list(pks))}

    def _waiting(self, pks: list[int]) -> list[Any]:
        return [lead for some in chunked(pks) for lead in self.pool.filter(pk__in=some).select_related("channel")]

    def agent_of(self, pk: int) -> str:
        """Return the name of whoever would get a lead."""
        return self._gifts.get(pk, ("", ""))[0]

    def why(self, pk: int) -> str:
        """Return why."""
        return self._gifts.get(pk, ("", ""))[1]

    @cached_property
    def _gifts(self) -> dict[int, tuple[str, str]]:
        if self.plan is None:
            return {}
        names = {desk.person.pk: desk.person.name for desk in self.desks}
        return {gift.lead: (names.get(gift.agent or 0, ""), self.plan.words[gift.lead]) for gift in self.plan.gifts}

    def _rows(self, leads) -> list[Row]:
        picked = {lead.pk for lead in self.chosen}
        rows = rows_of(leads, values=self.values, hours=self.hours, now=self.now)
        for row in rows:
            row.agent, row.why, row.is_picked = self.agent_of(row.lead.pk), self.why(row.lead.pk), row.lead.pk in picked
        return rows

    def context(self) -> dict:
        """Return what the templates show."""
        page = page_by_key(self.listed.select_related("channel"), ORDER, Position.of(self.params), size=SIZE, anchors=self.pool)
        given = Lead.objects.visible_to(self.user, now=self.now).given_within(*day_range(day_of(self.now, self.store.zone), self.store.zone))
        counted = counts_of(self.store, {"again": self.pool.taken_back(), "given": given})
        waiting, again = count_up_to(self.pool), Count(counted["again"])
        total = waiting if self.show == "all" and not self._narrowed else count_up_to(self.listed)
        on_duty = [desk for desk in self.desks if desk.seat.on_duty]
        self._due(on_duty)
        return {
            "pager": pager_of(page, self.params, total),
            "rows": self._rows(page.rows),
            "show": self.show,
            "waiting": waiting,
            "again": again,
            "fresh": count_up_to(self.pool.fresh()) if waiting.more else waiting.number - again.number,
            "short": count_up_to(self._short()),
            "total": total,
            "given_today": counted["given"],
            "today": day_of(self.now, self.store.zone),
            "desks": self.desks,
            "on_duty": on_duty,
            "off_duty": len(self.desks) - len(on_duty),
            "room": sum(max(desk.seat.cap - desk.ruled, 0) for desk in on_duty),
            "panels": [panel for add in sockets.pool_panels if (panel := add(self.user, self.now))],
            "channels": [(channel.pk, channel.name) for channel in self.channels if channel.retired_at is None],
            "channel": self.channel,
            "model": self.params.get("model", ""),
            "models": sorted({lead.model for lead in page.rows if lead.model} | ({self.params["model"]} if self.params.get("model") else set())),
            "is_narrowed": self._narrowed or self.show != "all",
            "query": self.params.urlencode(),
            "seen": self.request.POST.get("seen") or self.now.isoformat(),
            "rules": self._rules(on_duty),
            "advice": self._advice(),
            "rule_text": _("Give %(n)s by the rules"),
            "gives": self.plan.gives if self.plan else None,
        }

    @property
    def _narrowed(self) -> bool:
        return bool(self.channel or self.params.get("model"))

    def _due(self, on_duty) -> None:
        """Say of each on duty where the mark of their due share stands: what lines gave today, by weight, as a part of their cap."""
        given, weights = sum(desk.seat.ruled for desk in on_duty), sum(desk.share.weight for desk in on_duty)
        for desk in on_duty:
            desk.due = float(given * desk.share.weight / weights / desk.seat.cap) if given and desk.seat.cap else None

    def _rules(self, on_duty) -> dict:
        counts = self.plan.counts if self.plan else {}
        names = Names({channel.pk: channel.name for channel in self.channels}, {desk.person.pk: desk.person.name for desk in self.desks})
        stuck = Counter(gift.reason for gift in self.plan.stuck) if self.plan else Counter()
        return {
            "lines": said_lines(self.rules.lines, names, counts),
            "full": sum(1 for desk in on_duty if not desk.seat.is_free),
            "stuck": stuck.total(),
            "stuck_why": [(in_words(reason), count) for reason, count in stuck.most_common()],
            "capped": stuck["cap"],
        }

    def _advice(self) -> dict:
        """What the chosen ones want: how many are late already, which is the most urgent."""
        if not self.chosen:
            return {}
        rows = rows_of(self.chosen[:SIZE], values=self.values, hours=self.hours, now=self.now)
        return {"count": len(self.chosen), "late": sum(row.is_late for row in rows), "first": rows[0]}
