"""`manage.py benchmark NAME`: the floor and our own code side by side, in a database of the benchmark's own."""

import pkgutil
from importlib import import_module

from django.core.management.base import BaseCommand

from reporting import benchmarks
from reporting.benchmarks.own_database import own_database


def found() -> dict:
    """Every module of the folder that can be run, by name."""
    names = [module.name for module in pkgutil.iter_modules(benchmarks.__path__)]
    modules = {name: import_module(f"reporting.benchmarks.{name}") for name in names}
    return {getattr(module, "NAME", name): module for name, module in modules.items() if hasattr(module, "run")}


class Command(BaseCommand):
    """Run one benchmark."""

    help = "Measure against the floor: manage.py benchmark funnel|pages|… It fills a database of its own, never a store's."

    def add_arguments(self, parser) -> None:
        """Each benchmark has arguments of its own."""
        names = parser.add_subparsers(dest="benchmark", required=True)
        for name, module in found().items():
            module.add_arguments(names.add_parser(name, help=module.HELP))

    def handle(self, *args, benchmark: str, **options) -> None:
        """Open the database and run it."""
        with own_database():
            found()[benchmark].run(options, self.stdout.write)
