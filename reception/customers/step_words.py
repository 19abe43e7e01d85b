"""What a step says beside its kind and its moment, in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dcc.templatetags.moments import price
from leads.intake.phones import mask_digits

FACTS = ("what", "minutes", "mileage", "amount", "total", "wanted")  # of reception.models.Step


def facts_in_words(kind: str, said: Mapping[str, Any]) -> str:
    """Return the car, the minutes, the prices and what was said of a step of this kind, as far as it has them; a number stands masked."""
    exact = {name: Decimal(str(said[name])).quantize(Decimal("0.01")) for name in ("mileage", "amount", "total", "wanted") if said[name]}
    money = {name: price(exact[name]) for name in exact if name != "mileage"}
    amount = _("car %(amount)s") if kind == "quote" else _("appraised %(amount)s")
    parts = (
        mask_digits(said["what"] or ""),
        _("%(minutes)s min") % {"minutes": said["minutes"]} if said["minutes"] else "",
        _("%(km)s × 10,000 km") % {"km": exact["mileage"]} if "mileage" in exact else "",
        amount % {"amount": money["amount"]} if "amount" in money else "",
        _("on the road %(amount)s") % {"amount": money["total"]} if "total" in money else "",
        _("they want %(amount)s") % {"amount": money["wanted"]} if "wanted" in money else "",
    )
    return " · ".join(filter(None, parts))
