"""Every page a leader opens, at many leads and at ten thousand, against a plain page of fifty rows."""

import logging
from collections.abc import Callable

from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dcc.models import Store, User
from leads.models import Lead
from reporting.benchmarks.database import filled
from reporting.benchmarks.filling import fill
from reporting.benchmarks.timing import best, counted_queries, row

HELP = "every page a leader opens, at --leads and at 10,000, against a plain page of fifty rows"
PLAIN = Template(
    "<table>{% for lead in leads %}<tr><td>{{ lead.name }}</td><td>{{ lead.phone }}</td><td>{{ lead.model }}</td><td>{{ lead.channel.name }}</td>"
    "<td>{{ lead.agent.name }}</td><td>{{ lead.received_at }}</td><td>{{ lead.grade }}</td></tr>{% endfor %}</table>"
)
SMALL = 10_000
SKIPPED = {"healthz", "readyz", "login", "logout", "language", "password"}
QUESTIONS = {
    "funnel": "?from=2025-10-01&to=2026-09-30",
    "daily": "?from=2026-09-15&to=2026-09-15",
    "figure_rows": "?measure=leads&from=2026-09-01&to=2026-09-30",
}
WIDTHS = [26, 9, 9, 8, 9, 9]


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
        for name in sorted(_pages()):
            if line := _line(name, large, small, floor):
                say(line)


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


def _line(name: str, large: Store, small: Store, floor: float) -> str:
    clients = {store: _leader(store) for store in (large, small)}
    address = reverse(name) + QUESTIONS.get(name, "")
    status = clients[large].get(address).status_code
    if status != 200:  # not a leader's, or not opened by GET
        return ""
    times = {store: best(lambda client=client: client.get(address), 3) for store, client in clients.items()}
    queries: list[int] = []
    with counted_queries(queries):
        clients[large].get(address)
    return row([name, times[large], times[small], f"{times[large] / floor:.1f}×", f"{times[large] / times[small]:.1f}×", queries[0]], WIDTHS)


def _leader(store: Store) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=f"{store.code.lower()}-leader0"), "dcc.backends.PersonBackend")
    return client
