"""Moments, spans and prices as the pages write them."""

from datetime import datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dcc.frame.moment_words import day, span, when
from dcc.reckoning.money_words import to_the_cent, yuan
from dcc.reckoning.rounding import percent

register = template.Library()
register.simple_tag(percent)  # `{% percent over under %}`: 82.2%, half up; — where nothing is divided by
register.filter(when)
register.filter(day)
register.filter(to_the_cent)  # `{{ amount|to_the_cent }}`: 4,364.00
register.filter(yuan)  # `{{ amount|yuan }}`: 38,808; — where there is none


@register.simple_tag
def this_moment() -> datetime:
    """`{% this_moment as now %}`: when the page is made; what stands on paper says it."""
    return timezone.now()


@register.filter
def price(value: Decimal) -> str:
    """Return a price that is kept in ten thousand yuan: 31.20 万, CNY 312,000."""
    amount = str(value) if (get_language() or "").startswith("zh") else f"{value * 10_000:,.0f}"
    return _("CNY %(amount)s") % {"amount": amount}


@register.filter(name="span")
def span_filter(minutes: float | None) -> str:
    """`{{ minutes|span }}`."""
    return span(minutes) if minutes is not None else "—"
