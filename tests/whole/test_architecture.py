"""The tree is as docs/architecture.md draws it: sizes, names, doors. The layers are import-linter's, complexity is ruff's."""

import re
from pathlib import PurePath

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from dcc.people.permissions import PERMISSIONS
from tests.whole import offences, tree

PYTHON, FUNCTION, PARAMETERS, TEMPLATE, CSS, JS = 400, 40, 6, 150, 300, 150
# a table may be as long as its facts
TABLES = {"leads/intake/column_names.py", "dcc/people/permissions.py", "dcc/store/store_settings.py", "dcc/store/store_defaults.py"}
BANNED_NAMES = {"utils", "util", "common", "misc", "services", "tools", "stuff"}
SAFE_HTML: set[str] = set()  # files that may declare text to be HTML, each with its reason
BEFORE_LOG_IN = {"dcc/installation/views/health.py", "dcc/log_in/views/log_in.py"}  # nobody is logged in yet whose rows these could be
# who may ask what time it is: pages, the words of moments on them, commands; what lets a log-in in, the worker's own loop with its leases, the start
CLOCK_READERS = ("/views/", "/templatetags/", "/management/", "reporting/benchmarks/")
CLOCK_FILES = {"dcc/frame/moment_words.py", "dcc/log_in/backends.py", "leads/intake/rules/background.py", "dcc/robots/rules/courier.py", "dcc/wsgi.py"}
CLOCK_FILES |= {"reporting/evening_report/rules/letters_carried.py"}
PUBLIC = {"healthz", "readyz", "login", "login_code", "logout", "password", "language"}  # open to everybody, or to everybody who is logged in
PUBLIC |= {"wall"}  # to whoever has its address
PUBLIC |= {"capture", "capture_schema"}  # to whichever program has a token, and the schema to all
# What sets it for the others; a window of the browser goes by the machine's clock, and the program of its tests with it.
MAY_READ_IT = ("tests/clock.py", "tests/browser/", "tests/faults/")


def offenders(names, check) -> dict:
    """Return {file: what the check found in it} for those in which it found something."""
    return {name: found for name in names if (found := check(tree.read(name)))}


@pytest.mark.parametrize(
    ("names", "limit"),
    [
        ([name for name in tree.named(".py") if name not in TABLES and "/migrations/" not in name], PYTHON),
        (tree.templates(), TEMPLATE),
        (tree.named(".css", under=("static/css/",)), CSS),
        (tree.named(".js", under=("static/js/",)), JS),
    ],
    ids=["python", "templates", "css", "js"],
)
def test_no_file_is_longer_than_its_kind_may_be(names, limit):
    assert {name: tree.lines(name) for name in names if tree.lines(name) > limit} == {}


def test_there_is_something_of_every_kind_to_judge():
    assert all([tree.code(), tree.templates(), tree.named(".css", under=("static/css/",)), tree.named(".js", under=("static/js/",))])


def test_every_function_fits_a_screen_and_takes_few_things():
    assert offenders(tree.named(".py"), lambda source: offences.long_functions(source, FUNCTION)) == {}
    assert offenders(tree.code(), lambda source: offences.crowded_functions(source, PARAMETERS)) == {}


def test_everything_public_says_what_it_is_for():
    assert offenders(tree.code(), offences.silent) == {}


def test_modules_are_named_after_things_of_the_trade():
    assert [name for name in tree.named(".py") if PurePath(name).stem in BANNED_NAMES] == []


def test_templates_hold_no_code_and_escape_everything():
    assert offenders(tree.templates(), offences.inline_code) == {}
    assert offenders(tree.templates(), offences.unescaped) == {}
    assert {name for name in tree.code() if offences.marked_safe(tree.read(name))} == SAFE_HTML


def test_a_fragment_never_extends():
    fragments = [name for name in tree.templates() if PurePath(name).name.startswith("_")]

    assert fragments
    assert [name for name in fragments if "{% extends" in tree.read(name)] == []


def test_colours_stand_in_tokens_alone():
    sheets = [name for name in tree.named(".css", under=("static/css/",)) if PurePath(name).name != "tokens.css"]

    assert offenders(sheets, offences.colours) == {}


def test_nothing_happens_behind_the_back_of_a_save():
    assert offenders(tree.code(), offences.saves_behind_the_back) == {}


def test_views_reach_rows_by_the_one_door():
    assert offenders([name for name in tree.code() if "/views/" in name and name not in BEFORE_LOG_IN], offences.managers_in_views) == {}


def test_views_answer_refusals_in_one_way():
    catching = [name for name in tree.code() if "/views/" in name and "except Refused" in tree.read(name)]

    assert catching == ["reception/door/views/front_desk.py"]  # three refusals of one registration, each with a page of its own


def test_no_clock_below_the_views():
    below = [name for name in tree.code() if name not in CLOCK_FILES and not any(part in name for part in CLOCK_READERS)]

    assert offenders(below, offences.clocks) == {}
    assert [name for name in CLOCK_FILES if not offences.clocks(tree.read(name))] == []


def test_no_test_reads_the_clock_of_the_machine():
    judged = [name for name in tree.named(".py", under=("tests/",)) if not name.startswith(MAY_READ_IT)]

    assert offenders(judged, offences.clocks) == {}


def test_a_room_is_never_reached_by_a_string():
    foreign = re.compile(r'(?:ForeignKey|OneToOneField|ManyToManyField)\("(\w+)\.[^\n]*')
    found = [(name, match[0]) for name in tree.code() for match in foreign.finditer(tree.read(name)) if match[1] != name.split("/")[0]]

    assert found
    assert [(name, line) for name, line in found if 'related_name="+"' not in line] == []


def views(patterns=None, prefix=""):
    """Every (address, name, view) of the program."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.name, pattern.callback


def test_every_view_names_its_permission_or_is_public():
    found = list(views())

    assert {name for _address, name, _view in found} >= PUBLIC
    assert [address for address, name, view in found if getattr(view, "permission", None) not in PERMISSIONS and name not in PUBLIC] == []
    assert [address for address, name, _view in found if not name] == []
