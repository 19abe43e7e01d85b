"""Changes a module in one place at a time and runs the tests of its subject: what no test notices is printed. On request, minutes.

    .venv/bin/python -m tests.whole.mutating reception/door/attribution.py [tests…] [--lines 40-80] [--every 3]

Without tests named, those under tests/<room>/<subject>/ run. They run once unchanged, in this process, watched for which of them pass through which
function; then for each change a process is split off, in which the changed module takes the place of the loaded one and the tests that pass
there run, the quickest first, until one fails. It ends with 1 where a change survived that changes something.
"""

import argparse
import gc
import os
import signal
import sys
import time
from collections import defaultdict
from dataclasses import replace
from inspect import getclosurevars
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
from _pytest.runner import runtestprotocol
from django.db import connections

from dcc.database import prepared
from tests.whole.changing import Change, changes_of
from tests.whole.equal_changes import EQUAL

ROOT = Path(__file__).parents[2]
ROOMS = ("dcc", "leads", "calls", "reception", "reporting")
STUCK = 20  # seconds; or four times what the tests take unchanged


class Mutating:
    """The plugin of one run of pytest that tries the changes of one module."""

    def __init__(self, target: Path, changes: list[Change]) -> None:
        self.path, self.changes = str(ROOT / target), changes
        self.name = ".".join(target.with_suffix("").parts)
        self.seconds: dict[pytest.Item, float] = {}
        self.lines: dict[pytest.Item, set[int]] = defaultdict(set)
        self.survivors: list[Change] = []
        self.equal = 0  # survivors that change nothing (tests/whole/equal_changes.py)
        self.target, self.said_there = target.as_posix(), Path(self.path).read_text().splitlines()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests once, then each change."""
        items = session.items
        for item, following in zip(items, [*items[1:], items[0]], strict=True):
            self.watch(item, following)
        if session.testsfailed:
            pytest.exit("the tests fail without any change", 2)
        if not self.survives(Change(Path(self.path).read_text(), 0, "unchanged", None), items):
            pytest.exit("the tests fail where the same module is put in place again", 2)
        for number, change in enumerate(self.changes, start=1):
            if self.survives(change, items):
                if (self.target, self.said_there[change.line - 1].strip(), change.said) in EQUAL:
                    self.equal += 1
                    continue
                self.survivors.append(change)
                print(f"\n{self.path}:{change.line}: {change.said}", flush=True)
            elif number % 25 == 0:
                print(f"\n{number} of {len(self.changes)} tried", flush=True)
        return True

    def watch(self, item: pytest.Item, following: pytest.Item) -> None:
        """Run one test unchanged; keep how long it takes and which lines of the module it passes."""
        passed = self.lines[item]

        def trace(frame, _event, _what):
            if frame.f_code.co_filename != self.path:
                return None
            passed.add(frame.f_lineno)
            return trace

        forget_prepared()  # so that each test passes where it asks
        began = time.perf_counter()
        sys.settrace(trace)
        try:
            runtestprotocol(item, nextitem=following)
        finally:
            sys.settrace(None)
        self.seconds[item] = time.perf_counter() - began

    def survives(self, change: Change, items: list[pytest.Item]) -> bool:
        """Whether all tests that pass there stay green."""
        first, last = change.within or (0, sys.maxsize)
        passing = [item for item in items if not change.within or any(first <= line <= last for line in self.lines[item])]
        if not passing:  # a function that ran while the module was loaded made its tables
            change, passing = replace(change, within=None), items
        chosen = sorted(passing, key=self.seconds.get)
        connections.close_all()
        sys.stdout.flush()
        child = os.fork()
        if not child:
            signal.alarm(STUCK + int(4 * sum(self.seconds[item] for item in chosen)))
            os._exit(self.judge(change, chosen))
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

    def judge(self, change: Change, chosen: list[pytest.Item]) -> int:
        """Return 1 at the first test that fails, 0 where none does; runs in the process split off."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        try:
            put_in_place(sys.modules[self.name], change.source, tables=change.within is None)
            forget_prepared()
        except Exception:
            return 1
        if chosen:
            chosen[0].session._setupstate.teardown_exact(chosen[0])  # of what the last test of the first run left standing
        for item, following in zip(chosen, [*chosen[1:], *chosen[:1]], strict=True):
            if any(report.failed for report in runtestprotocol(item, nextitem=following, log=False)):
                return 1
        return 0


def put_in_place(module: ModuleType, source: str, *, tables: bool) -> None:
    """Let the loaded module do what the changed one does; with its tables, also wherever they were taken to and in what was made of them."""
    fresh = dict(vars(module))
    exec(compile(source, module.__file__, "exec"), fresh)  # noqa: S102 - our own source
    kept = {name: old for name, old in vars(module).items() if isinstance(old, type | FunctionType) and old.__module__ == module.__name__}
    classes = {fresh[name]: old for name, old in kept.items() if isinstance(old, type)}
    for name, old in kept.items():
        graft(old, fresh[name])
    if not tables:
        return
    others = [one for one in list(sys.modules.values()) if getattr(one, "__name__", "").split(".")[0] in {*ROOMS, "tests"} and one is not module]
    users = []
    for name, old in list(vars(module).items()):
        if name.startswith("__") or name in kept or fresh[name] is old:
            continue
        adopt(fresh[name], classes)
        for other in [one for one in others if vars(one).get(name) is old]:
            setattr(other, name, fresh[name])
            users.append(other)
        setattr(module, name, fresh[name])
    for other in dict.fromkeys(users):
        if other.__name__.split(".")[0] in ROOMS and not {"models", "plugs", "apps"} & set(other.__name__.split(".")):
            put_in_place(other, Path(other.__file__).read_text(), tables=True)


def forget_prepared() -> None:
    """Let each prepared question be made anew, not as an earlier test and the unchanged module left it."""
    for one in gc.get_objects():
        if type(one) is FunctionType and one.__code__.co_filename == prepared.__file__ and "made" in one.__code__.co_freevars:
            getclosurevars(one).nonlocals["made"].clear()


def adopt(value: object, classes: dict[type, type]) -> None:
    """Let a new value, or what a new table holds, be of the class that is known elsewhere."""
    for one in (value, *(value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ())):
        if type(one) in classes:
            object.__setattr__(one, "__class__", classes[type(one)])


def graft(old: object, new: object) -> None:
    """Let an old function or class do what the new one does, wherever it is held."""
    if isinstance(old, type):
        for name in set(vars(old)) & set(vars(new)):
            if not name.startswith("_") and not hasattr(vars(old)[name], "__get__"):
                setattr(old, name, vars(new)[name])
            graft(vars(old)[name], vars(new)[name])
        return
    for part in ("fget", "__func__", "__wrapped__"):
        old, new = getattr(old, part, old), getattr(new, part, new)
    if isinstance(old, FunctionType) and len(old.__code__.co_freevars) == len(new.__code__.co_freevars):
        old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__


def main() -> int:
    """Try the changes of the module named."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("target", type=Path)
    asked.add_argument("tests", nargs="*")
    asked.add_argument("--lines", default="1-99999", help="only changes of these lines")
    asked.add_argument("--every", type=int, default=1, help="only each n-th change")
    said = asked.parse_args()
    first, last = map(int, said.lines.split("-"))
    changes = [change for change in changes_of((ROOT / said.target).read_text()) if first <= change.line <= last][:: said.every]
    run = Mutating(said.target, changes)
    tests = said.tests or [str(Path("tests", *said.target.parts[:2]))]
    began = time.perf_counter()
    code = pytest.main(["-q", "-p", "no:cacheprovider", "-m", "not browser and not races", *tests], plugins=[run])
    if code:
        return int(code)
    print(f"{len(changes)} changes, {len(run.survivors)} survived, {run.equal} change nothing, {(time.perf_counter() - began) / 60:.1f} minutes")
    return int(bool(run.survivors))


if __name__ == "__main__":
    sys.exit(main())
