"""The pages of the measures and of the ledger say what the tables say."""

from django.utils import translation

from tests.reporting import pages


def test_the_page_of_the_measures_is_the_table():
    with translation.override("en"):
        assert (pages.DOCS / "measures.md").read_text(encoding="utf-8") == pages.measures()


def test_the_page_of_the_ledger_is_the_table():
    with translation.override("en"):
        assert (pages.DOCS / "ledger.md").read_text(encoding="utf-8") == pages.ledger()
