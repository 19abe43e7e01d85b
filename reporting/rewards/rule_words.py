"""What a rule of pay is called: its name, its condition, its amount, as a table and the trail say them."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from dcc.reckoning.money_words import yuan
from reporting.figures.measures import MEASURES
from reporting.rewards.pay_sheet import ALL_GOALS, DEDUCTION, EVENT, FACTOR, GOAL, MODEL, TIER, TRANSFER, Rule
from reporting.rewards.rule_book import PERCENT

SHELVES: tuple[tuple[str, Any, Any, tuple[str, ...]], ...] = (  # in the order in which they are reckoned
    (EVENT, pgettext_lazy("reward", "Per event"), gettext_lazy("paid once per event; void cards and what the showroom claims pay nothing"), (EVENT,)),
    (TIER, pgettext_lazy("reward", "Tier"), gettext_lazy("added to each event while a rate lies in [from, to), as an exact fraction"), (TIER,)),
    (FACTOR, pgettext_lazy("reward", "Factor"), gettext_lazy("multiplies events and tiers alone"), (FACTOR,)),
    (GOAL, pgettext_lazy("reward", "Targets"), gettext_lazy("each target of the month's plan"), (GOAL, ALL_GOALS)),
    (MODEL, pgettext_lazy("reward", "Model"), gettext_lazy("deals of a model, not multiplied"), (MODEL,)),
    (TRANSFER, pgettext_lazy("reward", "Transferred card"), gettext_lazy("extra for a deal; the leader ticks each"), (TRANSFER,)),
    (DEDUCTION, pgettext_lazy("reward", "Deduction"), gettext_lazy("taken off per event, not multiplied"), (DEDUCTION,)),
)
SHELF_WORDS: dict[str, Any] = {kind: label for kind, label, _note, _kinds in SHELVES}
KIND_WORDS: dict[str, Any] = {
    EVENT: pgettext_lazy("reward", "Per event"),
    TIER: pgettext_lazy("reward", "Tier"),
    FACTOR: pgettext_lazy("reward", "Factor"),
    GOAL: pgettext_lazy("reward", "Each target reached"),
    ALL_GOALS: pgettext_lazy("reward", "All targets reached"),
    MODEL: pgettext_lazy("reward", "Model"),
    TRANSFER: pgettext_lazy("reward", "Deal of a transferred card"),
    DEDUCTION: pgettext_lazy("reward", "First call too late"),
}


def label_of(measure: str) -> str:
    """What is counted, as the figures call it."""
    return str(MEASURES[measure].label if measure in MEASURES else measure)


def name_of(rule: Rule) -> str:
    """What a rule is called in a line."""
    if rule.kind == EVENT:
        return label_of(rule.measure)
    if rule.kind == TIER:
        return _("More per %(what)s") % {"what": label_of(rule.measure)}
    return rule.model if rule.kind == MODEL else str(KIND_WORDS[rule.kind])


def condition_of(rule: Rule, role: str) -> str:
    """When a rule pays."""
    if rule.kind == TIER:
        return f"{label_of(rule.over)} ÷ {label_of(rule.under)} {range_of(rule.least, rule.below)}"
    if rule.kind == FACTOR:
        return _("Deals ÷ target; without a target it is 1")
    if rule.kind == GOAL:
        return _("each by itself")
    if rule.kind == ALL_GOALS:
        return _("none missed")
    if rule.kind == MODEL:
        return _("deals of this model")
    if rule.kind == TRANSFER:
        return _("deals of the month that were transferred")
    if rule.kind == DEDUCTION:
        return _("whose hands the lead was in as its limit passed")
    said = {"deals": _("delivered in the month"), "visits": _("came to look at a car, by the last credit"), "cards": _("opened in the month")}
    return said.get(rule.measure, _("in the month"))


def range_of(least: Fraction, below: Fraction | None) -> str:
    """A range of shares: ≥ 15%, or [30%, 35%)."""
    return f"≥ {share(least)}" if below is None else f"[{share(least)}, {share(below)})"


def share(value: Fraction) -> str:
    """A share in percent to its last digit."""
    return f"{plain(value * PERCENT)}%"


def plain(value: Fraction) -> str:
    """A number as people write it: 15, 12.5."""
    text = f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount_of(rule: Rule) -> str:
    """What a rule pays, for what."""
    if rule.kind == FACTOR:
        return _("no cap") if rule.cap is None else _("at most %(cap)s") % {"cap": plain(rule.cap)}
    said = {"amount": yuan(rule.amount)}
    if rule.kind == EVENT:
        return _("%(amount)s yuan each") % said
    if rule.kind == DEDUCTION:
        return _("−%(amount)s yuan each") % said
    return _("+%(amount)s yuan") % said if rule.kind == ALL_GOALS else _("+%(amount)s yuan each") % said


def said_of(rule: Rule, role: str) -> str:
    """A rule in one line, for the trail and a refusal."""
    name = f"{KIND_WORDS[rule.kind]} {name_of(rule)}" if rule.kind in (EVENT, TIER, MODEL) else name_of(rule)
    parts = [name, amount_of(rule)]
    if rule.kind == TIER:
        parts.insert(1, condition_of(rule, role))
    return pgettext("between the parts of a rule", ", ").join(parts)
