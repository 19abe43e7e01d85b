"""The reception's deeds on the trail in words: fields, ways, answers; and whose visit, order or card it was."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc import sockets
from dcc.trail import trail_words
from leads.models import Lead
from reception.door.waiting_news import waiting_news
from reception.models import Order, ShowroomCard, Transfer, Visit
from reception.models.showroom import CLAIM_DECISIONS, DECISIONS, DELAY_DECISIONS, STATES
from reception.models.visit import TAGS

WAYS = {"tail": _("by the last four digits"), "name": _("by name"), "number": _("by the number")}
FIELDS = {
    "test_drive": _("Test drive"),
    "quoted": _("Quoted"),
    "wechat": _("WeChat added"),
    "heads": _("Heads"),
    "companion": _("Companion"),
    "name": _("Name"),
    "model": _("Car model"),
    "consultant": _("Showroom consultant"),
    "card_date": _("Carded on"),
    "last_contact_at": _("Last contact"),
    "tried": _("Done with them"),
    "promised": pgettext_lazy("showroom card", "Promised"),
}


def said(words):
    """Return what says a word of a table; one that is not in it stands as it is."""
    known = dict(words)
    return lambda value: str(known.get(value, value))


def when_true(sentence):
    """Return what says a fact that holds, and nothing of one that does not."""
    return lambda value: str(sentence) if value else ""


def say_moment(value) -> str:
    """Say a moment of the trail."""
    return f"{localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"


trail_words.hide("leads", "lead")
trail_words.register(
    {"way": "", "done": "", "next": "", "overruled": "", "number": "", "group": "", "until": _("until")},
    {
        "way": said(WAYS),
        "done": when_true(_("what was done")),
        "next": when_true(_("the next step")),
        "overruled": when_true(_("against the rule")),
        "number": when_true(_("with another number")),
        "claim.decide": said(CLAIM_DECISIONS),
        "tag_change.annul": said(TAGS),
        "group": said(FIELDS),
        "visit.note": said(FIELDS),
        "showroom_card.change": said(FIELDS),
        "showroom_card.close": said(STATES),
        "delay.answer": said(DELAY_DECISIONS),
        "transfer.take_back": said(DECISIONS),
    },
)


def _named(rows, user, now, lead_of, name_of):
    """Name the rows after their customers, and link those this person may see."""
    rows = list(rows)
    seen = set(Lead.objects.visible_to(user, now=now).filter(pk__in=[lead_of(row) for row in rows]).values_list("pk", flat=True))
    return {row.pk: (name_of(row), reverse("lead", args=[lead_of(row)]) if lead_of(row) in seen else "") for row in rows}


def visits_on_the_trail(user, ids, now):
    """Name the visits after who came."""
    rows = Visit.every.filter(store=user.store, pk__in=ids).select_related("lead")
    return _named(rows, user, now, lambda row: row.lead_id, lambda row: row.name or (row.lead.name if row.lead else ""))


def orders_on_the_trail(user, ids, now):
    """Name the orders after who signed."""
    return _named(Order.every.filter(store=user.store, pk__in=ids).select_related("lead"), user, now, lambda row: row.lead_id, lambda row: row.lead.name)


def cards_on_the_trail(user, ids, _now):
    """Name the showroom's cards after their customers."""
    return {card.pk: (card.name, "") for card in ShowroomCard.objects.filter(store=user.store, pk__in=ids)}


def transfers_on_the_trail(user, ids, now):
    """Name the transfers after their customers."""
    rows = Transfer.every.filter(store=user.store, pk__in=ids).select_related("card")
    return _named(rows, user, now, lambda row: row.lead_id, lambda row: row.card.name)


sockets.robot_kinds.add(sockets.RobotKind(_("Group waits in the showroom"), waiting_news), name="visit.waiting", position=20)
sockets.trail_links.add_each(
    {"visit": visits_on_the_trail, "order": orders_on_the_trail, "showroomcard": cards_on_the_trail, "transfer": transfers_on_the_trail}
)
