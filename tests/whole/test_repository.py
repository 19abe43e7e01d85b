"""What must never stand in the repository: hosts of registries, paths of a machine, files of others, secrets."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import PurePath

import pytest

from tests.whole import tree

FORBIDDEN = {
    "host of a registry": re.compile(r"(?:pypi|npmjs|pythonhosted|yarnpkg|npmmirror|aliyuncs|jsdelivr|unpkg|cdnjs|debian)\.(?:org|com|net)", re.IGNORECASE),
    "resolved address in a lock": re.compile(r"\"resolved\"\s*:|--(?:extra-)?index-url|--find-links"),
    "path of a machine": re.compile(r"(?<![\w.])/(?:root|home/[a-z]+|Users/\w+|work)/"),
    "private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
}
BINARY = (".mo", ".xlsx", ".xls", ".png", ".ico", ".woff2", ".gz", ".zip", ".db", ".sqlite3")
SENT = "tests/samples/"  # what senders send, in whatever letters
THEIRS = re.compile(r"\.min\.(?:js|css)$|(?:^|/)(?:node_modules|vendor|third_party)/|\.(?:whl|tgz|jar|map|woff2?|ttf|otf|eot|so|exe)$")
LARGEST = 400_000


def breaches(text: str) -> list[str]:
    """Return which of the forbidden things stand in a text."""
    return [thing for thing, pattern in FORBIDDEN.items() if pattern.search(text)]


def sent(name: str) -> bool:
    """Whether a sender wrote it, and not we."""
    return name.startswith(SENT) and not name.endswith((".py", ".md"))


def judged() -> list[str]:
    """Return the files whose text is judged: all but this one, which has to name what it looks for."""
    return [name for name in tree.files() if not name.endswith(BINARY) and not sent(name) and PurePath(name).name != "test_repository.py"]


def test_no_file_names_a_registry_a_machine_or_a_secret():
    assert {name: found for name in judged() if (found := breaches(tree.read(name)))} == {}


def test_no_file_of_others_is_kept():
    assert [name for name in tree.files() if THEIRS.search(name)] == []


def test_no_file_is_too_large_to_be_written_by_hand():
    not_by_hand = {"requirements/base.txt", "requirements/dev.txt", "package-lock.json", f"{SENT}ledger_small.jsonl", "locale/zh_Hans/LC_MESSAGES/django.po"}

    assert [name for name in tree.files() if name not in not_by_hand and (tree.ROOT / name).stat().st_size > LARGEST] == []


def test_every_command_can_be_called():
    commands = [name for name in tree.files() if name.startswith("bin/") or name in {".ci/run", "manage.py"}]

    assert {"bin/setup", "bin/demo", "bin/dev", "bin/test", "bin/check", ".ci/run"} <= set(commands)
    assert [name for name in commands if not (tree.ROOT / name).stat().st_mode & 0o111] == []


def test_shell_commands_need_only_the_plain_shell():
    commands = [name for name in tree.files() if name.startswith("bin/") and not tree.read(name).startswith("#!/usr/bin/env python3")]

    assert {name: tree.read(name).splitlines()[0] for name in commands} == dict.fromkeys(commands, "#!/bin/sh")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://registry.npmjs.org/x", ["host of a registry"]),
        ('"resolved": "x"', ["resolved address in a lock"]),
        ("open('/root/x')", ["path of a machine"]),
        ("-----BEGIN RSA PRIVATE KEY-----", ["private key"]),
        ("/leads/work/ and node_modules", []),
    ],
)
def test_a_breach_is_found(text, found):
    assert breaches(text) == found


def imported(source: str) -> set[str]:
    """Return the first names of what a module imports."""
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [name.name for node in found if isinstance(node, ast.Import) for name in node.names]
    return {name.split(".")[0] for name in [*names, *(node.module or "" for node in found if isinstance(node, ast.ImportFrom))]}


def locked(lock: str) -> set[str]:
    """Return the packages of a lock."""
    return {re.sub("[-_.]+", "-", name).lower() for name in re.findall(r"^([\w.-]+)==", tree.read(lock), re.MULTILINE)}


def test_the_program_runs_on_what_the_lock_of_production_holds():
    ours = {*tree.ROOMS, *sys.stdlib_module_names}
    wanted = set().union(*(imported(tree.read(name)) for name in [*tree.code(), "manage.py", "gunicorn.conf.py"])) - ours
    sold_as = packages_distributions()
    packages = {name: {re.sub("[-_.]+", "-", package).lower() for package in sold_as.get(name, [])} for name in wanted}

    assert {"django", "openpyxl", "xlsxwriter"} <= wanted
    assert {name: found for name, found in packages.items() if not found & locked("requirements/base.txt")} == {}
    assert locked("requirements/base.txt") <= locked("requirements/dev.txt")
