"""`manage.py words`: gather the words of the pages and compile their translations."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand

from dcc.frame import catalogue


class Command(BaseCommand):
    """Keep locale/ in step with code and templates."""

    help = "Gathers the words of code and templates into locale/, keeps what is translated and drops what is gone; then compiles them."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Two ways to do less or more."""
        parser.add_argument("--compile", action="store_true", help="compile only")
        take = "take translations still missing from these .po files, the first that has one"
        parser.add_argument("--take", metavar="FILE", type=Path, nargs="+", default=[], help=take)

    def handle(self, *args, **options) -> None:
        """Print how many words there are and which lack their Chinese."""
        path = catalogue.po_file(settings.BASE_DIR)
        if not options["compile"]:
            self.update(path, options["take"])
        if path.exists():
            catalogue.compile_words(path)

    def update(self, path: Path, sources: list[Path]) -> None:
        """Gather, keep, take, write."""
        rooms = [config.name for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]
        words = catalogue.gather(settings.BASE_DIR, rooms)
        for source in [path, *sources]:
            catalogue.fill(words, catalogue.read(source))
        catalogue.write(words, path)
        missing = [message.id for message in catalogue.messages(words) if not catalogue.is_translated(message)]
        self.stdout.write(f"{len(words)} words, {len(missing)} without translation")
        for text in missing:
            self.stdout.write(f"  {text!r}")
