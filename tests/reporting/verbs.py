"""The verbs of the product, and who was heard doing them."""

import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import CodeType

ROOMS = ("dcc", "leads", "calls", "reception", "reporting")


def verbs() -> dict[str, Callable]:
    """Every public function of a module of rules that takes the moment at which it is done."""
    found = {}
    for room in ROOMS:
        rules = import_module(f"{room}.rules")
        for module in sorted(each.name for each in pkgutil.iter_modules(rules.__path__, f"{room}.rules.")):
            for name, deed in inspect.getmembers(import_module(module), inspect.isfunction):
                own = inspect.unwrap(deed).__module__ == module
                if own and not name.startswith("_") and "now" in inspect.signature(deed).parameters:
                    found[f"{module}.{name}"] = deed
    return found


@contextmanager
def heard() -> Iterator[set[str]]:
    """Listen to which verbs are done meanwhile, by whomever."""
    names: dict[CodeType, str] = {inspect.unwrap(deed).__code__: name for name, deed in verbs().items()}
    done: set[str] = set()

    def listen(frame, event, _argument) -> None:
        if event == "call" and frame.f_code in names:
            done.add(names[frame.f_code])

    sys.setprofile(listen)
    try:
        yield done
    finally:
        sys.setprofile(None)
