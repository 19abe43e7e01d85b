"""Questions about leads, and the one door to their rows."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.lookups import Exact

from dcc.database.kept_rows import StandingQuerySet
from dcc.database.related_rows import across
from dcc.people.permissions import may, scopes
from leads import sockets
from leads.models.querysets import any_key, any_of, prefix  # noqa: F401 - register the look-ups


def works_on(lead, user, permission: str) -> bool:
    """Whether this person may do it on a lead they see: on all, or on those that are theirs now, be it by proposing it. Asks no database."""
    held = scopes(user, permission)
    return "all" in held or (bool(held & {"own", "propose"}) and (user.pk == lead.agent_id or lead.reception_id in user.hands))


def bought(lead: str) -> Q:
    """Whether the lead under this key of a queryset has bought: an order of it runs."""
    return reduce(or_, (runs(lead) for runs in sockets.bought), Q(pk__in=[]))


def rung_no_more(now: datetime) -> Q:
    """Leads that have no limit to be called within: nobody may call their number (不再联系), or they have bought and are looked after."""
    barred = apps.get_model("leads", "DoNotCall").objects.holding(now)
    return bought("pk") | Q(Exists(barred.filter(store=OuterRef("store"), phone=OuterRef("phone"))))


def reads_number(lead, user, now: datetime) -> bool:
    """Whether this person may be shown the full number of a lead they see, as `with_number_for` says; who sees every lead is asked of no database."""
    if "reveal" not in scopes(user, "lead.phone") or not (lead.phone or lead.second_phone):
        return False
    seen = type(lead).objects.visible_to(user, now=now)
    in_hand = ("agent" in user.roles and lead.agent_id == user.pk) or ("reception" in user.roles and lead.is_open and lead.reception_id in user.hands)
    return in_hand or "all" in scopes(user, "lead.see") or seen.with_number_for(user, now=now).filter(pk=lead.pk).exists()


def past_limit(now: datetime) -> Q:
    """Untouched past the limit (超限未触): open, never called though there is a number one may call, the first-response limit has passed, nothing bought.

    Given or in the pool.
    """
    return Q(closed_at=None) & uncalled_past(now)


def uncalled_past(now: datetime) -> Q:
    """The same of leads that are open already: said once more, SQLite would leave the indexes of one's own rows for that of the whole store."""
    return Q(first_call_at=None, respond_by__lt=now, phone__gt="") & ~rung_no_more(now)


UNMERGED = ~Q(closed_as="merged")  # a merged lead counts nowhere
IN_TIME = Q(responded_at__lte=F("respond_by"))  # of the leads whose limit has passed: those first called within it, as the server knew (首触及时)


class LeadQuerySet(StandingQuerySet):
    """Questions about leads. Views reach leads through `visible_to` alone."""

    def visible_to(self, user, *, now: datetime, only_open: bool = False) -> "LeadQuerySet":
        """The leads this person may read at a moment (docs/rules/trust.md#rows): of their own store, all of them or their own. Who has no such right sees none.

        An agent's own: allocated to them now, and to be read only, those whose card they opened while these were theirs. Rooms above add what their
        roles receive through `sockets.own_rows`, and what they read on through `sockets.read_rows`. With `only_open` each way to own one asks for open
        ones, and the whole does not: said there, it would have every open lead of the store looked at.
        """
        held = scopes(user, "lead.see")
        if not user.store_id or not held:
            return self.none()
        only = {"closed_at": None} if only_open else {}
        if "all" in held:
            return self.filter(store_id=user.store_id, **only)
        return self.filter(self._in_hand_of(user, now, **only) | self._read_by(user, **only) or Q(pk=None))

    def given_visible_to(self, user) -> "LeadQuerySet":
        """Those that were given to the showroom, ever, for whoever keeps what became of them; no other lead opens by this door."""
        if not user.store_id or not may(user, "given.see"):
            return self.none()
        given = across(self.model, "reviews").filter(lead=OuterRef("pk"), decision="to_showroom")
        return self.filter(Exists(given), store_id=user.store_id)

    def with_number_for(self, user, *, now: datetime) -> "LeadQuerySet":
        """Of visible ones, those whose full number this person may be shown: none that they may only read."""
        if "reveal" not in scopes(user, "lead.phone"):
            return self.none()
        return self if "all" in scopes(user, "lead.see") else self.filter(self._in_hand_of(user, now) or Q(pk=None))

    def workable_by(self, user, permission: str, *, now: datetime) -> "LeadQuerySet":
        """Of the visible ones, those on which this person may do `permission`: all, or the ones that are theirs now."""
        held = scopes(user, permission)
        if not held:
            return self.none()
        visible = self.visible_to(user, now=now)
        return visible if "all" in held else visible.filter(Q(agent=user) | Q(reception__in=user.hands, closed_at=None))

    @staticmethod
    def _in_hand_of(user, now: datetime, **only) -> Q:
        """Ways to own a lead. Each says the store itself and has an index: a store asked once for all of them would have every lead of it looked at."""
        own = Q(store_id=user.store_id, agent=user, **only) if "agent" in user.roles else Q()
        for rows in sockets.own_rows:
            own |= rows(user, now)
        return own

    def _read_by(self, user, **only) -> Q:
        read = self._carded_by(user, **only)
        for rows in () if only else sockets.read_rows:
            read |= rows(user)
        return read

    def _carded_by(self, user, **only) -> Q:
        """Those whose card this agent opened while they were theirs: the last allocation until then was to them (docs/rules/trust.md#rows)."""
        if "agent" not in user.roles:
            return Q()
        until_then = self._allocations().filter(lead=OuterRef("pk"), at__lte=OuterRef("card_at")).order_by("-at", "-id")
        return Q(store_id=user.store_id, card_by=user, **only) & Q(Exact(Subquery(until_then.values("agent")[:1]), user.pk))

    def _allocations(self):
        return across(self.model, "allocations")

    def open(self) -> "LeadQuerySet":
        """Those whose purchase cycle still runs."""
        return self.filter(closed_at=None)

    def ungraded(self) -> "LeadQuerySet":
        """Open, with contact since their last grading; who waits for a grade besides by an application: leads.grading.waiting_lists.grading_leads."""
        return self.open().filter(ungraded_since__isnull=False)

    def to_review(self) -> "LeadQuerySet":
        """Open, and waiting for the leader's decision (待审核)."""
        return self.open().filter(review_since__isnull=False)

    def unmerged(self) -> "LeadQuerySet":
        """Those that count: all but the ones merged into another."""
        return self.filter(UNMERGED)

    def merged(self) -> "LeadQuerySet":
        """Those merged into another, by what they carry: its index holds them alone."""
        return self.filter(merged_into__isnull=False)

    def closed(self) -> "LeadQuerySet":
        """Those whose purchase cycle has ended."""
        return self.filter(closed_at__isnull=False)

    def in_pool(self) -> "LeadQuerySet":
        """Open and nobody's: what the leader has to give, the most urgent first: who rang and was missed, then by limit."""
        return self.filter(closed_at=None, agent=None).order_by(F("missed_at").asc(nulls_last=True), "respond_by", "id")

    def in_hand(self) -> "LeadQuerySet":
        """Open and an agent's (手上)."""
        return self.filter(closed_at=None, agent__isnull=False)

    def given_within(self, start: datetime, end: datetime) -> "LeadQuerySet":
        """Those that whoever has them was given in a half-open range (今日已分): once each; a deed undone gave nothing (docs/rules/domain.md#given-today)."""
        given = self._allocations().filter(lead=OuterRef("pk"), agent=OuterRef("agent"), at__gte=start, at__lt=end).exclude(reason="undo")
        return self.filter(Exists(given), allocated_at__gte=start, agent__isnull=False)

    def received_by(self, user) -> "LeadQuerySet":
        """Open and this reception specialist's (手上)."""
        return self.filter(closed_at=None, store_id=user.store_id, reception=user)

    def left_to(self, user) -> "LeadQuerySet":
        """Open and theirs for whom this reception specialist stands in meanwhile."""
        return self.filter(closed_at=None, store_id=user.store_id, reception__in=user.stood_in_for)

    def from_callers(self, store, agent: int | None = None) -> "LeadQuerySet":
        """The strangers whom an agent who answered their call registered as their own (来电登记): one agent, or any; whose they are now is another matter."""
        registered = self._allocations().filter(store=store).of_callers()
        return self.filter(pk__in=(registered.filter(agent=agent) if agent else registered).values("lead"))

    def with_registrant(self) -> "LeadQuerySet":
        """Each with the key of the agent who registered it out of a call."""
        registered = self._allocations().filter(lead=OuterRef("pk")).of_callers()
        return self.annotate(registrant=Subquery(registered.values("agent")[:1]))

    def untouched(self) -> "LeadQuerySet":
        """Open, and nobody has called yet."""
        return self.filter(closed_at=None, first_call_at=None)

    def past_limit(self, now: datetime) -> "LeadQuerySet":
        """Those untouched past the limit."""
        return self.filter(past_limit(now))

    def limit_passed(self, start: datetime, end: datetime, now: datetime) -> "LeadQuerySet":
        """Those whose first-response limit lies in a half-open range and has passed; merged ones count nowhere."""
        return self.filter(respond_by__gte=start, respond_by__lt=end, respond_by__lte=now).unmerged()

    def taken_back(self) -> "LeadQuerySet":
        """Those that were in somebody's hand and came back into the pool (再分)."""
        return self.filter(self._came_back())

    def fresh(self) -> "LeadQuerySet":
        """Those nobody has had yet (新到); an undone allocation does not count."""
        return self.exclude(self._came_back())

    def _came_back(self) -> Exists:
        returned = self._allocations().filter(lead=OuterRef("pk"), agent=None)
        return Exists(returned.exclude(reason="undo"))

    def cycles_of(self, lead) -> "LeadQuerySet":
        """The other purchase cycles of the same number in the same store, the latest first."""
        if not lead.phone:
            return self.none()
        return self.filter(store_id=lead.store_id, phone=lead.phone).exclude(pk=lead.pk).order_by("-received_at", "-id")
