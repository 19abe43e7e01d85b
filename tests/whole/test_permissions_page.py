"""The page of rights says what the table says."""

from django.utils import translation

from dcc.people.permissions import PERMISSIONS
from tests.whole import tree
from tests.whole.permissions_page import page, section, sections


def test_the_page_is_written_from_the_table():
    assert tree.read("docs/permissions.md") == page(), "Write it anew: python -m tests.whole.permissions_page > docs/permissions.md"


def test_every_right_has_its_line():
    written = page()

    assert [name for name in PERMISSIONS if written.count(f"| `{name}` |") != 1] == []


def test_a_group_is_a_table_with_its_sentences():
    ((title, rows),) = sections("permission a b\n# import: own = one's own\nimport all -")

    with translation.override("en"):
        lines = section(title, rows, ["Data", "Other"]).splitlines()

    assert lines == [
        "## Import",
        "",
        "Import: own = one's own.",
        "",
        "| | Data | Other |",
        "|---|---|---|",
        "| `import` | all | – |",
        "",
        "* `import` all: Import files of leads",
    ]
