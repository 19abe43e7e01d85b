"""What people are told of visits, leakages, orders and transfers: a sentence for each kind, made when it is read."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dcc.models import Notice
from leads.customer.told_of import name_of, page_of


def customer(sentence: Callable[[], str], page: str = "lead") -> Callable[[Notice], tuple[str, str]]:
    """Return a kind of notice: the sentence with the customer's name in it, and where it leads: their page, or another one of ours."""

    def say(notice: Notice) -> tuple[str, str]:
        return sentence() % {"name": name_of(notice)}, page_of(notice) if page == "lead" else reverse(page)

    return say


def asked(notice: Notice) -> tuple[str, str]:
    """A group has gone, and nobody has ticked what it was promised."""
    return _("%(name)s has left: was everything kept that was promised?") % {"name": name_of(notice)}, page_of(notice, "customer")


def after_signing(notice: Notice) -> tuple[str, str]:
    """A group was typed into a signed day."""
    day = notice.detail["day"]
    return _("A visit of %(day)s was typed after the day was signed") % {"day": day[5:]}, f"{reverse('day_close')}?day={day}"


def kept_closed(notice: Notice) -> tuple[str, str]:
    """A group typed without a connection came on a day that is closed."""
    day, kept = notice.detail["day"], notice.detail["kept"]
    return _("A group of %(day)s was typed without a connection; that day is closed") % {"day": day[5:]}, f"{reverse('visit_late')}?kept={kept}"


def listed(notice: Notice) -> tuple[str, str]:
    """The director's list of the morning."""
    count = notice.detail["count"]
    words = ngettext("%(count)d showroom card is ripe", "%(count)d showroom cards are ripe", count) % {"count": count}
    return words, reverse("transfers")


def delay_asked(notice: Notice) -> tuple[str, str]:
    """A consultant asks for delay of a card."""
    words = _("Delay asked for %(name)s: %(days)s days") % {"name": notice.detail["name"], "days": notice.detail["days"]}
    return words, reverse("transfers")


SENTENCES = {
    "visit.arrived": customer(lambda: _("%(name)s is here"), "mine"),
    "visit.waiting": customer(lambda: _("%(name)s has waited for five minutes and nobody came"), "home"),
    "visit.back": customer(lambda: _("%(name)s left and is back"), "mine"),
    "visit.annulled": customer(lambda: _("%(name)s was registered by mistake: the visit is taken back")),
    "visit.after_signing": after_signing,
    "visit.kept_closed": kept_closed,
    "promise.asked": asked,
    "leakage.opened": customer(lambda: _("%(name)s came in and was tagged showroom")),
    "leakage.told": customer(lambda: _("%(name)s, a customer of yours, was tagged showroom")),
    "leakage.proposed": customer(lambda: _("How the leakage of %(name)s is settled waits for your signature"), "reconcile"),
    "order.placed": customer(lambda: _("%(name)s signed an order")),
    "order.cancelled": customer(lambda: _("%(name)s cancelled the order")),
    "order.annulled": customer(lambda: _("The order of %(name)s was taken back: it was none")),
    "order.delivery_annulled": customer(lambda: _("%(name)s has no car yet: the delivery was taken back")),
    "order.cancellation_annulled": customer(lambda: _("The order of %(name)s runs on: the cancellation was taken back")),
    "order.delivered": customer(lambda: _("%(name)s has the car")),
    "transfer.listed": listed,
    "transfer.delay": delay_asked,
}
