"""Moments as the front desk says them."""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from calls.desk.queue_words import talk_length
from reception.customers.step_words import FACTS, facts_in_words
from reception.models import Step

register = template.Library()


@register.filter
def coming(moment: datetime | None) -> str:
    """`{{ moment|coming }}`: 今天 14:30, 明天 10:00, 昨天 16:00, 11-25 14:30."""
    if moment is None:
        return "—"
    local, today = timezone.localtime(moment), timezone.localtime(timezone.now()).date()
    words = {today: _("Today"), today + timedelta(days=1): _("Tomorrow"), today - timedelta(days=1): _("Yesterday")}
    return f"{words.get(local.date(), f'{local:%m-%d}')} {local:%H:%M}"


@register.filter(name="length_of_talk")
def length_of_talk(seconds: int) -> str:
    """`{{ call.seconds|length_of_talk }}`: 3:41."""
    return talk_length(seconds)


@register.filter
def step_facts(step: Step) -> str:
    """`{{ step|step_facts }}`: RAV4荣放 · 25 分钟."""
    return facts_in_words(step.kind, {name: getattr(step, name) for name in FACTS})


@register.filter
def says(words: dict, key: int) -> str:
    """`{{ asked|says:card.pk }}`: what a table of words says under a key, nothing where it has none."""
    return words.get(key, "")


@register.filter
def days_until(first: date, last: date) -> int:
    """`{{ card.card_date|days_until:today }}`: how many days lie between two days."""
    return (last - first).days
