"""People of a store that lived are erased: not one figure, report or verified visit changes, and its ledger goes out and comes in as before."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import CharField, TextField

from dcc.models import Store
from leads.models import Lead
from leads.numbers.erased_numbers import is_word
from reception.erasing.obstacles import obstacle
from reception.erasing.person_rows import PersonRows, numbers_of, rows_of_lead, rows_of_number
from reception.erasing.rules.erasing import erase_person
from reception.models import Transfer, Visit
from reporting.figures.reports import CHANNELS, REPORTS
from reporting.ledger.reader import import_ledger
from reporting.ledger.verifying import verify_ledger
from reporting.ledger.writer import export_ledger
from tests.held import held
from tests.moments import MONDAY_9
from tests.reporting.ledger_checker import check
from tests.reporting.lives import figures_of, what_comes_back
from tests.reporting.living import FIRST, LAST

SECOND = re.compile(r'"second_phone": "\d+"')
NOW = datetime.combine(LAST, datetime.min.time(), MONDAY_9.tzinfo)


@pytest.fixture(scope="module")
def kept(lived, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """The ledger of the store that lived, taken in once for all these tests."""
    path = tmp_path_factory.mktemp("erased") / "lived.jsonl"
    path.write_bytes(lived.ledger)
    for _held in held(django_db_blocker, lambda: import_ledger(path, now=MONDAY_9)):
        yield


@pytest.fixture
def people(kept, db) -> dict[str, PersonRows]:
    """Whoever may be erased, by what is special about them; a transferred first cycle and an unnamed walk-in among them."""
    store = Store.objects.get(code="L1")
    transferred = [rows_of_lead(one.lead) for one in Transfer.objects.filter(store=store, lead__closed_at__isnull=False).select_related("lead__store")]
    strangers = [rows_of_number(store, phone) for phone in Visit.objects.filter(store=store, lead=None).exclude(phone="").values_list("phone", flat=True)]
    unnamed = [PersonRows(visits=[pk]) for pk in Visit.objects.filter(store=store, lead=None, phone="").values_list("pk", flat=True)[:3]]
    came = Visit.objects.filter(store=store, lead__closed_at__isnull=False, identified_at__isnull=False).select_related("lead__store")
    others = Lead.objects.filter(store=store, closed_at__isnull=False).select_related("store").order_by("pk")
    found = {"transferred": transferred, "stranger": strangers, "unnamed": unnamed, "identified": [rows_of_lead(one.lead) for one in came]}
    found["others"] = [rows_of_lead(lead) for lead in others[:60]]
    return {f"{what} {place}": rows for what, each in found.items() for place, rows in enumerate(each) if not obstacle(rows)}


def answers(store: Store) -> dict[str, object]:
    """Everything reports say of the store."""
    said: dict[str, object] = {"figures": figures_of("L1", FIRST, LAST)}
    for name in (*REPORTS, CHANNELS, "leaks", "plan", "tomorrow", "statement"):
        written = StringIO()
        call_command("report", name, "--store", "L1", "--from", f"{FIRST}", "--to", f"{LAST}", stdout=written)
        said[name] = json.loads(written.getvalue())
    return said


def test_not_one_figure_changes_and_the_ledger_still_verifies(people, tmp_path):
    store = Store.objects.get(code="L1")
    before, after = tmp_path / "before.jsonl", tmp_path / "after.jsonl"
    export_ledger(store, before, now=MONDAY_9)
    said, broken = answers(store), check(before)
    numbers = set()

    for rows in people.values():
        mine = set(numbers_of(store, rows))
        if mine:
            numbers |= mine
            erase_person(store, rows, by=None, now=NOW)

    export_ledger(store, after, now=MONDAY_9)
    written = after.read_text("utf-8")
    assert {what.split()[0] for what in people} >= {"transferred", "stranger", "others"}
    assert len(numbers) > 40
    assert [number for number in numbers if f'"{number}"' in SECOND.sub("", written)] == []  # what another customer gave as a second number is theirs
    assert answers(store) == said
    assert verify_ledger(after).said == verify_ledger(before).said
    assert check(after) == broken
    assert what_comes_back_equal(after)


def what_comes_back_equal(path) -> bool:
    """Whether the ledger goes out as it came in."""
    Store.objects.filter(code="L1").update(code="L0")
    for person in apps.get_model("dcc", "User").objects.filter(store__code="L0"):
        person.username = f"x-{person.username}"
        person.save(update_fields=["username"])
    return what_comes_back("L1", path, FIRST, LAST)[0] == path.read_bytes()


def test_nothing_says_who_they_were(people):
    store = Store.objects.get(code="L1")
    rows = next(rows for what, rows in people.items() if what.startswith("transferred"))
    said = texts_of(rows)
    names = {text for (_model, column), texts in said.items() for text in texts if column in ("name", "note", "remark", "phone", "first_name")}

    erase_person(store, rows, by=None, now=NOW)

    left = {text for texts in texts_of(rows).values() for text in texts}
    assert names & left - {"未留名"} == set()
    assert {lead.phone for lead in Lead.every.filter(pk__in=rows.leads) if not is_word(lead.phone)} <= {None}


def texts_of(rows: PersonRows) -> dict[tuple[str, str], set[str]]:
    """Every text that stands in a person's rows, by model and column."""
    found: dict[tuple[str, str], set[str]] = {}
    for model in apps.get_models():
        columns = {field.name: field for field in model._meta.concrete_fields}
        keys = {"lead": rows.leads, "visit": rows.visits, "card": rows.cards}
        filters = [{f"{name}__in": keys[name]} for name in keys.keys() & columns.keys()]
        own = {"lead": rows.leads, "visit": rows.visits, "showroomcard": rows.cards}.get(model._meta.model_name or "")
        for asked in [*filters, *([{"pk__in": own}] if own else [])] if model._meta.app_label != "dcc" else ():
            for name, column in columns.items():
                if isinstance(column, CharField | TextField) and not column.choices:
                    texts = model._base_manager.filter(**asked).values_list(name, flat=True)
                    found.setdefault((model._meta.label, name), set()).update(filter(None, texts))
    return found
