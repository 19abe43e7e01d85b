"""How a person wants the pages: no deed for the trail."""

from dcc.models import User


def choose_language(person: User, *, language: str) -> None:
    """Let this language win over the browser's."""
    person.language = language
    person.save(update_fields=["language"])


def choose_look(person: User, *, language: str, theme: str, single_keys: bool) -> None:
    """Keep language, theme and whether single letters work as keys."""
    person.language, person.theme, person.single_keys = language, theme, single_keys
    person.save(update_fields=["language", "theme", "single_keys"])
