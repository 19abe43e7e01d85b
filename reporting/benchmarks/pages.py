"""Every page that a leader, an agent and a reception specialist open, at many leads and at ten thousand, against a plain page of fifty rows; full queues."""

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dcc.models import Store, User
from leads.models import Lead
from reporting.benchmarks import full_queues
from reporting.benchmarks.own_database import filled
from reporting.benchmarks.setwise_filling import fill
from reporting.benchmarks.timing import best, counted_queries, row

HELP = "every page a leader, an agent and a reception specialist open, at --leads and at 10,000, against a plain page; 40 agents with 200 to call each"
PLAIN = Template(
    "<table>{% for lead in leads %}<tr><td>{{ lead.name }}</td><td>{{ lead.phone }}</td><td>{{ lead.model }}</td><td>{{ lead.channel.name }}</td>"
    "<td>{{ lead.agent.name }}</td><td>{{ lead.received_at }}</td><td>{{ lead.grade }}</td></tr>{% endfor %}</table>"
)
SMALL = 10_000
SKIPPED = {"healthz", "readyz", "login", "logout", "language", "password"}
ROLES = ("leader", "agent", "reception")
QUESTIONS = {
    "funnel": ("?from=2025-10-01&to=2026-09-30",),
    "daily": ("?from=2026-09-15&to=2026-09-15",),
    "figure_rows": ("?measure=leads&from=2026-09-01&to=2026-09-30",),
    "leads": ("", "?sort=name", "?sort=limit", "?status=open", "?past_limit=true"),
}
WIDTHS = [46, 9, 9, 8, 9, 9]


def add_arguments(parser) -> None:
    """Take the size of the store."""
    parser.add_argument("--leads", type=int, default=1_000_000)


def run(options: dict, say: Callable[[str], None]) -> None:
    """Print milliseconds of the server, their ratios to the plain page and to the small store, and the queries."""
    large, small = (filled("B", leads, fill, say) for leads in (options["leads"], SMALL))
    with override_settings(ALLOWED_HOSTS=["testserver"], DEBUG=False):
        floor = best(lambda: _plain(large))
        say(f"{connection.vendor}, {options['leads']:,} leads; a plain page of fifty rows takes {floor:.1f} ms")
        say(row(["page", "large", "small", "× floor", "× small", "queries"], WIDTHS))
        logging.disable(logging.WARNING)
        for role in ROLES:
            clients = {store: _client(store, role) for store in (large, small)}
            for name in sorted(_pages()):
                for asked in QUESTIONS.get(name, ("",)):
                    if line := _line(f"{role} {name}{asked}", reverse(name) + asked, clients, floor):
                        say(line)
        full_queues.measure(floor, say, WIDTHS)


def _plain(store: Store) -> str:
    leads = Lead.objects.filter(store=store).select_related("channel", "agent").order_by("-received_at", "-id")[:50]
    return PLAIN.render(Context({"leads": leads}))


def _pages(patterns: list | None = None) -> list[str]:
    """The names of all addresses without arguments."""
    names = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            names += _pages(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name and not pattern.pattern.converters and pattern.name not in SKIPPED:
            names.append(pattern.name)
    return names


def _line(title: str, address: str, clients: dict[Store, Client], floor: float) -> str:
    if any(client.get(address).status_code != 200 for client in clients.values()):  # not this role's, or not opened by GET
        return ""
    large, small = (best(lambda client=client: _opened(client, address), 3) for client in clients.values())
    queries: list[int] = []
    with counted_queries(queries):
        _opened(next(iter(clients.values())), address)
    return row([title, large, small, f"{large / floor:.1f}×", f"{large / small:.1f}×", queries[0]], WIDTHS)


def _opened(client: Client, address: str) -> None:
    """Open a page as the first to ask in a while: no snapshot of a store stands in the cache."""
    cache.clear()
    client.get(address)


def _client(store: Store, role: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=f"{store.code.lower()}-{role}0"), "dcc.log_in.backends.PersonBackend")
    return client
