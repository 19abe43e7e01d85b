"""`manage.py try_rules`: other rules of attribution and transfer, tried on a period that was, by the very code of the page."""

import json
from collections import deque

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from dcc.database.snapshot import one_moment
from dcc.models import Store
from dcc.store.store_settings import SETTINGS
from reporting.ledger.writer import Export
from reporting.management.arguments import add_period, check_period, store_called
from reporting.trials.settings_tried import TRIED
from reporting.trials.told import told
from reporting.trials.trying import LONGEST, Asked, Result, try_rules


class Command(BaseCommand):
    """Say which visits and cards of a period would have moved. Changes nothing."""

    help = "manage.py try_rules --store S1 --from 2026-08-01 --to 2026-10-29 --set attribution_days_after=3 [--set …] [--format json]"

    def add_arguments(self, parser) -> None:
        """Take the period and the settings, by their names on the page of settings."""
        parser.add_argument("--store", required=True)
        add_period(parser)
        parser.add_argument("--set", action="append", default=[], dest="said", metavar="NAME=VALUE")
        parser.add_argument("--format", default="table", choices=["json", "table"])

    def handle(self, *args, store, first, last, said, **options) -> None:
        """Try and write."""
        found = store_called(store)
        check_period(first, last)
        if (last - first).days >= LONGEST:
            raise CommandError(f"a period has {LONGEST} days at most")
        asked = Asked(first, last, dict(map(_value, said)))
        with one_moment():
            result = try_rules(found, asked)
            names = _names(found, result)
        answer = told(result, found, lambda kind, pk: names.of(kind, pk))
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1) if options["format"] == "json" else _table(answer, result))


def _value(said: str) -> tuple[str, int]:
    """Return the setting and the value of NAME=VALUE."""
    name, equals, text = said.partition("=")
    if not equals or name not in TRIED:
        raise CommandError(f"--set takes NAME=VALUE, the name one of {', '.join(TRIED)}, not {said!r}")
    try:
        return name, SETTINGS[name].field().clean(text)
    except ValidationError as problem:
        raise CommandError(f"{name}: {problem.messages[0]}") from None


def _names(store: Store, result: Result):
    """Return what an export of this moment calls its rows; read only where the answer names any."""
    export = Export(store)
    if result.moved or result.orders or result.cards:
        deque(export.lines(), maxlen=0)
    return export.names


def _table(answer: dict, result: Result) -> str:
    """Say it for people: the totals, then each visit that moves."""
    kinds = {kind: sum(one.kind == kind for one in result.moved) for kind in ("out", "in", "credit")}
    lines = [f"visits {answer['visits']}, DCC to showroom {kinds['out']}, showroom to DCC {kinds['in']}, credit only {kinds['credit']}"]
    lines += [
        f"{one['visit']}  {one['from']} -> {one['to']} ({one['basis']})  {one['agent_from'] or '-'} -> {one['agent_to'] or '-'}" for one in answer["moved"]
    ]
    lines += [f"{who}  {now} -{less} +{more} = {tried}" for who, (now, less, more, tried) in answer["people"].items()]
    lines += [f"orders {', '.join(answer['orders']) or '-'}", f"cards {len(answer['cards'])}"]
    return "\n".join(lines)
