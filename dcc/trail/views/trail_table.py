"""The columns of the trail."""

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy

from dcc.frame.drawn_cells import faint, linked
from dcc.frame.moment_words import when
from dcc.frame.table_columns import Column, Table


class TrailTable(Table):
    """Who did what to whom, and what became of it. Its rows are `dcc.trail.views.trail.Line`."""

    caption = gettext_lazy("Trail")
    look = "is-still"

    at = Column(gettext_lazy("When"))
    by = Column(gettext_lazy("Who"))
    sentence = Column(gettext_lazy("What"), is_key=True, look="d-strong")
    of = Column(gettext_lazy("Whom or what"))
    change = Column(gettext_lazy("Before → after"), look="is-wrap is-line")

    def render_at(self, record):
        """The moment, exact for machines."""
        moment = record.entry.at
        return format_html('<time datetime="{}">{}</time>', timezone.localtime(moment).isoformat(), when(moment))

    def render_by(self, record):
        """Who did it; nobody, where it happens by itself."""
        return record.entry.by.name if record.entry.by else faint("—")

    def render_of(self, record):
        """What was acted on, as far as one may see it."""
        return linked(record.object_words, record.object_url, look="d-link")

    def render_change(self, record):
        """What else is known, then what was and what became of it."""
        words = record.words
        facts = [format_html('<span class="d-soft">{}</span>', fact) for fact in words.facts]
        after = format_html("<b>{}</b>", words.after) if words.after else ""
        change = format_html_join(" → ", "{}", ((part,) for part in (words.before, after) if part))
        return format_html_join(" · ", "{}", ((part,) for part in (*facts, change) if part))
