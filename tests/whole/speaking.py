"""Which texts of a page hold words of a language: who reads English reads no Chinese but what people wrote themselves, and who reads Chinese no English."""

import re

from django.apps import apps
from django.db.models import CharField, JSONField, TextField

from tests.whole.crawling import Visit

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
ENGLISH = re.compile(r"[A-Za-z]{3,}")
OURS = {"DCC", "English", "中文", "csv", "xlsx", "xls", "txt", "Ctrl", "Alt", "Enter", "Esc", "Space", "zhangwei"}  # the same in every language


def written() -> set[str]:
    """Return every text people or files brought into the database."""
    texts = set()
    for model in apps.get_models():
        columns = [each.attname for each in model._meta.concrete_fields if isinstance(each, CharField | TextField | JSONField)]
        for row in model._base_manager.values_list(*columns) if columns else ():
            texts |= {str(value) for value in row if value}
    return texts


def foreign(visits: list[Visit], kind: re.Pattern, known: set[str]) -> list[str]:
    """Return the texts of pages that hold words of a language, but for what people wrote."""
    known_words = sorted({word for text in known for word in kind.findall(text)} | OURS, key=len, reverse=True)
    theirs = re.compile("|".join(map(re.escape, known_words)))
    found = {}
    for visit in visits:
        for text in visit.page.texts:
            if kind.search(theirs.sub("", text)):
                found.setdefault(text, visit.address)
    return sorted(f"{address}: {text}" for text, address in found.items())
