"""What people are told of visits, leakages, orders and transfers: a sentence for each kind, made when it is read."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dcc.models import Notice


def _name(notice: Notice) -> str:
    """Return the name of the person a notice speaks of, for whoever may see the lead now."""
    return str(notice.lead) if notice.lead else _("A customer")


def about(sentence, url_name: str):
    """Return the two halves of a notice kind: the sentence with the name in it, and the page it leads to."""

    def say(notice: Notice) -> tuple[str, str]:
        return sentence() % {"name": _name(notice)}, reverse(url_name) if url_name else ""

    return say


def listed(notice: Notice) -> tuple[str, str]:
    """The director's list of the morning."""
    count = notice.detail["count"]
    words = ngettext("%(count)d showroom card is ripe", "%(count)d showroom cards are ripe", count) % {"count": count}
    return words, reverse("transfers")


def customer(sentence):
    """A notice that leads to the customer's page."""

    def say(notice: Notice) -> tuple[str, str]:
        return sentence() % {"name": _name(notice)}, reverse("lead", args=[notice.lead_id]) if notice.lead else ""

    return say


SENTENCES = {
    "visit.arrived": about(lambda: _("%(name)s is here"), "mine"),
    "visit.waiting": about(lambda: _("%(name)s has waited for five minutes and nobody came"), "waiting"),
    "leakage.opened": customer(lambda: _("%(name)s came in and was tagged showroom")),
    "leakage.told": customer(lambda: _("%(name)s, a customer of yours, was tagged showroom")),
    "leakage.proposed": about(lambda: _("How %(name)s is settled waits for your signature"), "reconcile"),
    "order.placed": customer(lambda: _("%(name)s signed an order")),
    "order.cancelled": customer(lambda: _("%(name)s cancelled the order")),
    "order.delivered": customer(lambda: _("%(name)s has the car")),
    "transfer.listed": listed,
}
