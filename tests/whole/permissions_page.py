"""`python -m tests.whole.permissions_page > docs/permissions.md`: the page of rights, written from the one table and its sentences."""

import os
import sys

HEAD = """# Who may do what

Written from the table in `dcc/people/permissions.py` and the sentences in `dcc/people/rights_in_words.py` by `python -m tests.whole.permissions_page >
docs/permissions.md`; a test holds this page to them. A person with several roles may do the sum. Rows of another store exist for nobody but head
office, which sees figures of the stores listed for it.

A cell names the scope: **all** in the whole store, **own** what is theirs, **–** not at all; what the other words mean stands below each table.
What each role gets at each address stands in `tests/whole/matrix.txt`, and every address is asked.
"""


def page() -> str:
    """Return the whole page."""
    from django.utils import translation  # noqa: PLC0415 - only once Django is set up

    from dcc.people.permissions import TABLE  # noqa: PLC0415
    from dcc.people.roles import ROLES  # noqa: PLC0415

    with translation.override("en"):
        titles = [str(label) for _name, label in ROLES]
        parts = [HEAD, *(section(title, rows, titles) for title, rows in sections(TABLE))]
    return "\n".join(parts)


def sections(table: str) -> list[tuple[str, list[list[str]]]]:
    """Return the groups of the table: the remark above each, and its lines."""
    found: list[tuple[str, list[list[str]]]] = []
    for line in table.strip().splitlines()[1:]:
        if line.startswith("#"):
            found.append((line.lstrip("# "), []))
        else:
            found[-1][1].append(line.split())
    return found


def section(title: str, rows: list[list[str]], roles: list[str]) -> str:
    """Return one group: its remark, its table, and what each scope means in words."""
    head, _colon, rest = title.partition(":")
    table = [f"| | {' | '.join(roles)} |", "|---" * (len(roles) + 1) + "|"]
    table += [f"| `{name}` | {' | '.join(cell if cell != '-' else '–' for cell in cells)} |" for name, *cells in rows]
    said = [f"* `{name}` {scope}: {words}" for name, *cells in rows for scope, words in sentences(name, cells)]
    remark = [title[0].upper() + title[1:] + ".", ""] if rest else []
    return "\n".join([f"## {head[0].upper() + head[1:]}", "", *remark, *table, "", *said, ""])


def sentences(name: str, cells: list[str]) -> list[tuple[str, str]]:
    """Return (scope, sentence) for every scope of a line, in the order in which they first stand."""
    from dcc.people.rights_in_words import EVERYBODYS, PERMISSION_WORDS  # noqa: PLC0415

    held = dict.fromkeys(cell for cell in cells if cell != "-")
    return [] if name in EVERYBODYS else [(scope, str(PERMISSION_WORDS[name, scope])) for scope in held]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dcc.settings")
    import django

    django.setup()
    sys.stdout.write(page())
