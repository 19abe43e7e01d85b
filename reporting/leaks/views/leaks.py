"""The leak map: where leads are lost now, whose they are, what it may cost; the leader gives them to others from here."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.errors import Refused
from dcc.frame.answers import refusal_kept
from dcc.frame.paging import Count, Pager, address_of, whole
from dcc.models import User
from dcc.people.permissions import may, requires
from leads.exports.offered import offered
from leads.pool.parts.giving_answers import say_dealt
from leads.pool.rules.allocating import allocate, moves_of
from leads.pool.whole_list import check, seal
from reporting.leaks.gaps import REASON
from reporting.leaks.leak_map import LeakMap, leak_map
from reporting.leaks.leak_picture import picture_of
from reporting.leaks.leak_rows import SIZE, lines_of, rows_of
from reporting.leaks.listed_leaks import narrowed
from reporting.leaks.takers import channel_names, takers

DEED = "leaks"


class LeakPage:
    """The leak map of one request: the gap that is open, how it is narrowed, what was ticked."""

    def __init__(self, request) -> None:
        if not may(request.user, "leak.see"):
            raise Http404
        self.request, self.user, self.store, self.now = request, request.user, request.user.own_store, timezone.now()
        self.map: LeakMap = leak_map(self.store, now=self.now, user=self.user, only=narrowed(request.GET))
        self.names = {person.pk: person.name for person in User.objects.visible_to(self.user)}
        self.line = self.map.opened(request.GET.get("gap", ""))
        self.acts = may(self.user, "lead.allocate")

    @property
    def query(self) -> str:
        """What the deed is about: the gap and how it is narrowed."""
        return address_of(self.request.GET, "page", "gap", gap=self.line.gap.name if self.line else "")

    def chosen(self) -> list[tuple[int, int | None]]:
        """Return the leads meant, each with whose it was when it was seen: those ticked, or all of the gap, where it still holds as many."""
        here = {leak.lead: leak.agent for leak in self.line.leaks} if self.line else {}
        if self.request.POST.get("all"):
            check(self.request.POST.get("sealed", ""), self.user, self.query, len(here), deed=DEED)
            return list(here.items())
        ticked = [text.partition("-") for text in self.request.POST.getlist("lead")]
        return [(lead, whole(was) or None) for pk, _dash, was in ticked if (lead := whole(pk)) in here]

    def context(self) -> dict[str, Any]:
        """Return what the templates show."""
        return {
            "now": self.now,
            "map": self.map,
            "picture": None if self.map.mine else picture_of(self.map),
            "lines": lines_of(self.map, self.names, now=self.now),
            "owners": self._choices("agent", [(pk, self.names.get(pk, "")) for pk in sorted(self.map.all_owners)], _("Everybody")),
            "channels": self._choices("channel", channel_names(self.store, self.map.all_channels), _("All channels")),
            "acts": self.acts,
            "asked": address_of(self.request.GET, "page", "gap"),
            **(self._list() if self.line else {}),
        }

    def _choices(self, name: str, choices: list[tuple[int, str]], every: str) -> list[dict]:
        here = self.request.GET.get(name, "")
        links = [{"label": every, "url": f"?{address_of(self.request.GET, name, 'page')}", "is_here": not here}]
        return links + [{"label": label, "url": f"?{address_of(self.request.GET, 'page', **{name: pk})}", "is_here": here == str(pk)} for pk, label in choices]

    def _list(self) -> dict[str, Any]:
        """What the open gap's list shows: a page of its leads, and who could have them."""
        pages = max((self.line.people - 1) // SIZE, 0)
        page = min(whole(self.request.GET.get("page")) or 0, pages)
        shown = self.line.leaks[page * SIZE : (page + 1) * SIZE]

        def turned(to: int) -> str:
            return address_of(self.request.GET, "gap", gap=self.line.gap.name, page=to)

        before, after = turned(page - 1) if page else "", turned(page + 1) if page < pages else ""
        return {
            "line": self.line,
            "rows": rows_of(self.line, shown, self.names, now=self.now, picked=[lead for lead, _was in self._ticked()]),
            "pager": Pager(page * SIZE + 1, page * SIZE + len(shown), Count(self.line.people), before, after) if pages else None,
            "query": self.query,
            "take": offered(self.user, "leaks", self.query),
            **({"agents": takers(self.store, self.now), "sealed": seal(self.user, self.query, self.line.people, deed=DEED)} if self.acts else {}),
        }

    def _ticked(self) -> list[tuple[int, str]]:
        return [(lead, was) for pk, _dash, was in (text.partition("-") for text in self.request.POST.getlist("lead")) if (lead := whole(pk)) is not None]


@require_safe
@requires("figures.see")
def show(request):
    """The map, its table, and the list of the gap that is open."""
    return render(request, "reporting/leaks/leaks.html", LeakPage(request).context())


@require_POST
@requires("lead.allocate")
def give(request):
    """Give the leads chosen of a gap to another agent: looked at first, then done by one allocation each that says through which gap they were lost."""
    page = LeakPage(request)
    agent = whole(request.POST.get("agent"))
    with refusal_kept() as refusal:
        if page.line is None:
            raise Refused(_("Nothing was chosen."))
        chosen = page.chosen()
        moves = moves_of(chosen, agent=agent, reason=REASON + page.line.gap.name)
        if not agent:
            raise Refused(_("Choose an agent."), about="agent")
        if not moves:
            raise Refused(_("Nothing was chosen.") if not chosen else _("They are theirs already. Choose another agent."), about="agent")
        if request.POST.get("done"):
            say_dealt(request, allocate(page.store, moves, by=request.user, now=page.now), agent=agent)
            return HttpResponseRedirect(f"{reverse('leaks')}?{page.query}", status=303)
        return render(request, "reporting/leaks/leaks.html", page.context() | {"preview": _preview(page, chosen, agent)})
    messages.error(request, refusal.sentence)
    return render(request, "reporting/leaks/leaks.html", page.context(), status=refusal.status)


def _preview(page: LeakPage, chosen: list[tuple[int, int | None]], agent: int) -> dict[str, Any]:
    """Who is taken from whom, and to whom."""
    meant = dict(chosen)
    leaks = [leak for leak in page.line.leaks if leak.lead in meant] if page.line else []
    return {"agent": agent, "name": page.names.get(agent, ""), "rows": rows_of(page.line, leaks, page.names, now=page.now), "count": len(leaks)}
