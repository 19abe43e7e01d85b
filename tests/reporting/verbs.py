"""The verbs of the product, and who was heard doing them."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from cProfile import Profile
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
    """Listen to which verbs are done meanwhile, by whomever; told when it is over."""
    names: dict[CodeType, str] = {inspect.unwrap(deed).__code__: name for name, deed in verbs().items()}
    done: set[str] = set()
    listener = Profile()
    with listener:
        yield done
    done |= {names[entry.code] for entry in listener.getstats() if entry.code in names}
