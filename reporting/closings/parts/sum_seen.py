"""The sum under which a month is settled, as it was seen: told apart from what it came to since."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from dcc.errors import Refused


def sum_seen(said, month: date, this: date, *, unseen: str) -> Decimal:
    """Return the `total` a form sends of a month. Refused for the month one is in (`this`), and, in the words of `unseen`, where it sends no number."""
    if month >= this:
        raise Refused(_("This month is not over."))
    try:
        return Decimal(said.get("total", ""))
    except InvalidOperation:
        raise Refused(unseen) from None
