"""What this room adds to the customer's page: visits, orders and transfers in the timeline, whose customer it is and why, whose number it counts for."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calls.models import CardCheck
from dcc.models import TrailEntry, User
from dcc.people.permissions import scopes
from dcc.templatetags.moments import price
from leads.customer.history import TAKEN, part, rows_of
from leads.customer.timeline import Entry, merged_words, read_inquiries, taken_back_in, taken_back_words
from leads.intake.phones import mask_digits
from leads.models import FollowUp, Lead
from reception.customers.head_tags import said_of_card
from reception.customers.step_words import FACTS, facts_in_words
from reception.door.attribution import RULES, Answer, decide
from reception.door.rules.evidence import facts_of, person_of
from reception.door.rules.tags import rejudge
from reception.models import Claim, Leakage, Order, Step, TagChange, Transfer, Visit
from reception.models.checks import CARD_WRONGS
from reception.models.leakage import ENDS as LEAKAGE_ENDS
from reception.models.querysets.visit import LOOK
from reception.models.showroom import CLAIM_DECISIONS
from reception.models.step import KINDS as STEPS
from reception.models.visit import KINDS as CHANGE_KINDS
from reception.models.visit import TAGS
from reception.reconcile.card_pay import VOID, unpaid

ENDS = {"delivered_at": ("truck-delivery", gettext_lazy("Car handed over")), "cancelled_at": ("file-x", gettext_lazy("Order cancelled"))}

STEP_ICONS = {"test_drive": "steering-wheel", "quote": "file-text", "talk": "message-2", "trade_in": "car", "finance": "cash"}


def parts_of(lead: Lead) -> Iterator[QuerySet]:
    """Yield the rows of this room that belong to the record. A specialist's note is written as done when it was made (reception.customers.rules.following)."""
    changes = TagChange.every.filter(visit__lead=lead)
    annulled = {"annulled_at": "annulled_at", "annulled_by": "annulled_by__name", "annulled_reason": "annulled_reason"}
    yield part("tag_change", changes, by="by__name", kind="kind", before="from_tag", after="to_tag", reason="reason", **annulled)
    returned = TrailEntry.objects.filter(object_type="visit", action="visit.return", object_id__in=Visit.objects.filter(lead=lead).values("pk"))
    yield part("returned", returned, by="by__name", detail="detail")
    yield part("step", Step.every.filter(visit__lead=lead), by="by__name", visit="visit_id", kind="kind", **{name: name for name in FACTS}, **TAKEN)
    leaked = Leakage.every.filter(visit__lead=lead)
    yield part("leakage", leaked, **annulled)
    proposed = {"by": "proposed_by__name", "outcome": "proposed_outcome", "reason": "proposed_reason"}
    yield part("leakage_proposed", leaked, at="proposed_at", **proposed)
    yield part("leakage_settled", leaked, at="settled_at", by="by__name", outcome="outcome", reason="reason")
    noted = FollowUp.objects.filter(lead=lead, kind="after_visit", ended_as="done", done_at=F("created_at"))
    yield part("noted", noted, at="created_at", agent="agent__name", note="note")
    card = {"consultant": "card__consultant", "day": "card__card_date"}
    showroom = {"tried": "card__tried", "promised": "card__promised"}
    yield part("transferred", Transfer.objects.filter(lead=lead), at="decided_at", by="by__name", **card, **showroom)
    claims = Claim.objects.filter(lead=lead)
    yield part("claimed", claims, decided_at="decided_at", **card)
    yield part("claim_decided", claims, at="decided_at", by="by__name", decision="decision")
    said = {"upheld": "upheld", "wrong": "kind", "reason": "reason", "answer": "answer"}
    yield part("card_check", CardCheck.every.filter(lead=lead), by="by__name", **said, **annulled)


def entries_of(lead: Lead, user, now: datetime) -> Iterator[Entry]:
    """Yield what happened at the door, with orders and with the showroom's card."""
    yield from _visits(lead)
    yield from _returns(lead)
    yield from _steps(lead)
    yield from _changes(lead)
    yield from _orders(lead)
    yield from _notes(lead)
    yield from _showroom(lead)
    yield from _checks(lead, user)


def visits_of(lead: Lead) -> list[Visit]:
    """Return the lead's visits that stand, the latest last; read once for the timeline and the panes of one page."""
    return [visit for visit in _every_visit(lead) if visit.annulled_at is None]


def orders_of(lead: Lead) -> list[Order]:
    """Return the lead's orders that stand, the latest last; read once."""
    return [order for order in _every_order(lead) if order.annulled_at is None]


def _every_visit(lead: Lead) -> list[Visit]:
    """Return its visits, those taken back among them."""
    if not hasattr(lead, "_visits"):
        lead._visits = list(
            Visit.every.filter(lead=lead).select_related("store", "by", "reception", "agent", "annulled_by", "merged_from").order_by("at", "id")
        )
        for visit in lead._visits:
            visit.lead = lead
    return lead._visits


def _every_order(lead: Lead) -> list[Order]:
    if not hasattr(lead, "_orders"):
        people = ("by", "agent", "reception", "delivered_by", "cancelled_by", "annulled_by", "merged_from")
        lead._orders = list(Order.every.filter(lead=lead).select_related(*people).order_by("at", "id"))
    return lead._orders


def _origin(row: Visit | Order) -> str:
    return merged_words(row.merged_from and row.merged_from.name)


def _taken_back(row: Visit | Order) -> str:
    return taken_back_words(row.annulled_at, row.annulled_by, row.annulled_reason)


def _visits(lead: Lead) -> Iterator[Entry]:
    steps = {(row["visit"], row["kind"]) for row in rows_of(lead, "step") if row["annulled_at"] is None}
    for visit in _every_visit(lead):
        gone = _taken_back(visit)
        purpose = visit.get_visit_class_display() if visit.purpose == LOOK else visit.purpose
        heads = ngettext("%(count)d head", "%(count)d heads", visit.heads) % {"count": visit.heads}
        fact = " · ".join(filter(None, (visit.get_first_tag_display(), purpose, heads, _origin(visit))))
        basis = _("Basis: %(basis)s") % {"basis": visit.get_first_basis_display()}
        if visit.override_reason:
            basis = _("%(basis)s, overruled: %(why)s") % {"basis": basis, "why": mask_digits(visit.override_reason)}
        yield Entry(visit.at, "visit", "door-enter", _("Came to the store"), fact=fact, by=visit.by, line=basis, taken_back=gone)
        if visit.taken_at:
            line = " · ".join(_done(visit, [kind for of, kind in steps if of == visit.pk]))
            yield Entry(visit.taken_at, "visit", "user-check", _("Received"), by=visit.reception, line=line, taken_back=gone)
        if visit.left_at:
            yield Entry(visit.left_at, "visit", "door-exit", _("Left the house"), is_minor=True, taken_back=gone)


def _done(visit: Visit, steps: Collection[str]) -> Iterator[str]:
    """Yield what the visit says was done, but for what has a step, and so an entry, of its own."""
    if visit.test_drive and "test_drive" not in steps:
        yield _("test drive")
    if visit.quoted and "quote" not in steps:
        yield _("quoted %(price)s") % {"price": price(visit.quote)} if visit.quote else _("quoted")


def _returns(lead: Lead) -> Iterator[Entry]:
    """Whoever left and came back on the same day is one group."""
    for row in rows_of(lead, "returned"):
        said = row.parsed("detail")
        left = said.get("left")
        if left:
            yield Entry(datetime.fromisoformat(left), "visit", "door-exit", _("Left the house"), is_minor=True)
        yield Entry(datetime.fromisoformat(said["back"]), "visit", "door-enter", _("Came back, still one group"), by=row.name("by"))


def _steps(lead: Lead) -> Iterator[Entry]:
    """What was done with them in the house; a step that was corrected stands struck through before the one that took its place."""
    for row in rows_of(lead, "step"):
        title = str(dict(STEPS)[row["kind"]])
        fact = facts_in_words(row["kind"], row.said)
        yield Entry(row.at, "visit", STEP_ICONS[row["kind"]], title, fact=fact, by=row.name("by"), taken_back=taken_back_in(row))


def _changes(lead: Lead) -> Iterator[Entry]:
    for row in rows_of(lead, "tag_change"):
        title = f"{dict(TAGS)[row['before']]} → {dict(TAGS)[row['after']]}"
        kind = str(dict(CHANGE_KINDS)[row["kind"]])
        gone = taken_back_in(row)
        yield Entry(row.at, "visit", "arrows-exchange", title, fact=kind, by=row.name("by"), line=mask_digits(row["reason"]), taken_back=gone)
    for row in rows_of(lead, "leakage"):
        gone = taken_back_in(row)
        yield Entry(row.at, "visit", "alert-triangle", _("Leakage"), line=_("Tagged showroom while this lead was open"), taken_back=gone)
    for row in rows_of(lead, "leakage_proposed", "leakage_settled"):
        title = _("Settlement proposed") if row.kind == "leakage_proposed" else _("Leakage settled")
        yield Entry(row.at, "visit", "gavel", title, fact=str(dict(LEAKAGE_ENDS)[row["outcome"]]), by=row.name("by"), line=mask_digits(row["reason"]))


def _orders(lead: Lead) -> Iterator[Entry]:
    orders = _every_order(lead)
    people = {back["by"] for order in orders for back in order.taken_back}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
    for order in orders:
        yield from _order(order, _taken_back(order))
        for back in order.taken_back:
            moment, what = next((datetime.fromisoformat(back[name]), words) for name, words in ENDS.items() if name in back)
            gone = taken_back_words(datetime.fromisoformat(back["at"]), names.get(back["by"], ""), back["reason"])
            yield Entry(moment, "visit", what[0], str(what[1]), taken_back=gone)


def _order(order: Order, gone: str) -> Iterator[Entry]:
    price = _("%(amount)s ten thousand") % {"amount": order.amount} if order.amount is not None else ""
    fact = " · ".join(filter(None, (order.model, order.number, price, _origin(order))))
    line = _written(order.logged_at, order.stated_reason)
    yield Entry(order.at, "visit", "file-invoice", _("Order signed"), fact=fact, by=order.by or order.reception, line=line, taken_back=gone)
    if order.cancelled_at:
        line = " · ".join(filter(None, (mask_digits(order.cancel_reason), _written(order.cancellation_logged_at))))
        yield Entry(order.cancelled_at, "visit", *map(str, ENDS["cancelled_at"]), by=order.cancelled_by, line=line, taken_back=gone)
    if order.delivered_at:
        line = _written(order.delivery_logged_at, order.delivery_reason)
        yield Entry(order.delivered_at, "visit", *map(str, ENDS["delivered_at"]), by=order.delivered_by or order.reception, line=line, taken_back=gone)


def _written(at: datetime | None, reason: str = "") -> str:
    """Say that a moment was stated: when it was written, and why only then."""
    if at is None:
        return ""
    return " · ".join(filter(None, (_("Written later, %(when)s") % {"when": f"{timezone.localtime(at):%m-%d %H:%M}"}, mask_digits(reason))))


def _notes(lead: Lead) -> Iterator[Entry]:
    for row in rows_of(lead, "noted"):
        yield Entry(row.at, "visit", "note", _("Noted down"), by=row.name("agent"), line=mask_digits(row["note"]))


def _showroom(lead: Lead) -> Iterator[Entry]:
    for row in rows_of(lead, "transferred"):
        line = _("Showroom card of %(consultant)s since %(day)s") % {"consultant": row["consultant"] or "—", "day": row["day"][5:]}
        said = " · ".join(mask_digits(words) for words in said_of_card(row["tried"], row["promised"]))
        yield Entry(row.at, "change", "transfer", _("Transferred to DCC"), by=row.name("by"), line=" · ".join(filter(None, (line, said))))
    for row in rows_of(lead, "claimed"):
        yield Entry(row.at, "change", "id", _("The showroom has a card"), fact=row["consultant"], line=row["day"][5:])
    for row in rows_of(lead, "claim_decided"):
        yield Entry(row.at, "change", "gavel", str(dict(CLAIM_DECISIONS)[row["decision"]]), by=row.name("by"))
    if lead.released_at and lead.released_at > lead.received_at:
        yield Entry(lead.released_at, "change", "transfer", _("Released by the director"))


def _checks(lead: Lead, user) -> Iterator[Entry]:
    """What was found of the card, and what whoever opened it says: for those who see checks, and for whoever opened it."""
    if "all" not in scopes(user, "check.see") and lead.card_by_id != user.pk:
        return
    for row in rows_of(lead, "card_check"):
        title = _("Card checked: true") if row["upheld"] else _("Card checked: not true, pays nothing")
        said = [_("“%(said)s”") % {"said": mask_digits(row["reason"])}] if row["reason"] else []
        said += [_("answered: “%(said)s”") % {"said": mask_digits(row["answer"])}] if row["answer"] else []
        kind = str(dict(CARD_WRONGS).get(row["wrong"], ""))
        yield Entry(row.at, "grade", "shield-check", title, fact=kind, by=row.name("by"), line=" · ".join(said), taken_back=taken_back_in(row))


def attribution_panel(lead: Lead, user, now: datetime) -> tuple[str, dict[str, Any]]:
    """归属依据: the rules of the last visit, or of a visit now where nobody came yet."""
    last = next((visit for visit in reversed(visits_of(lead)) if visit.purpose == LOOK), None)
    answer = rejudge(last, unchanged=not rows_of(lead, "tag_change"))[2] if last else decide(facts_of(lead.store, person_of(lead), at=now))
    tag, basis = (last.tag, last.basis) if last else (answer.tag, answer.basis)
    may_prove = bool(scopes(user, "visit.see"))
    shown = {"tag": tag, "basis": basis, "lines": _lines(answer, basis), "visit": last, "may_prove": may_prove}
    return "reception/customers/_panel_attribution.html", shown


def _lines(answer: Answer, basis: str) -> list[dict[str, Any]]:
    """Return the four rules with what each says; the one that decided is the one on the visit."""
    return [
        {"number": RULES.index(line.rule) + 1, "rule": line.rule, "at": line.at, "hit": line.rule == basis, "holds": line.state != "no" or line.rule == basis}
        for line in answer.lines
    ]


def credit_panel(lead: Lead, user, now: datetime) -> tuple[str, dict[str, Any]]:
    """功劳: written when it happens, never moved by a change of hands."""
    visit = next((visit for visit in reversed(visits_of(lead)) if visit.tag == "dcc" and visit.purpose == LOOK), None)
    order = orders_of(lead)[-1] if orders_of(lead) else None
    rows = [(_("Card"), _card_credit(lead, user))]
    rows += [(_("Visit"), visit.agent), (_("Received"), visit.reception)] if visit else []
    rows += [(_("Order"), " · ".join(str(who) for who in (order.agent, order.reception) if who))] if order else []
    return "reception/customers/_panel_credit.html", {"rows": [(label, name or "—") for label, name in rows]}


def _card_credit(lead: Lead, user) -> str:
    """Who opened the card; where it was found not true, that it pays nothing (reception.reconcile.card_pay), for whoever may know."""
    name = str(lead.card_by or "")
    sees = "all" in scopes(user, "check.see") or lead.card_by_id == user.pk
    if not sees or not any(not row["upheld"] and row["annulled_at"] is None for row in rows_of(lead, "card_check")):
        return name
    return _("%(name)s, pays nothing: not true") % {"name": name} if unpaid([lead.pk]).get(lead.pk) == VOID else name


def keep_orders(lead: Lead, user) -> tuple[str, str, str] | None:
    """The way to the customer's order page, for whoever keeps or corrects it; of a closed lead for whoever takes its orders back."""
    held = scopes(user, "order.correct")
    if ("all" in held and (lead.is_open or orders_of(lead))) or (lead.is_open and "own" in held and lead.reception_id in user.hands):
        return reverse("customer", args=[lead.pk]), _("Visit and order"), "file-invoice"
    return None


def release(lead: Lead, user) -> tuple[str, str, str] | None:
    """The director's way to release somebody who came by a transfer; the leader's to propose it, once, while the lead is open."""
    held = scopes(user, "person.release")
    transfers = [inquiry.received_at for inquiry in read_inquiries(lead) if inquiry.channel.source == "transfer"] if held else []
    if not any(lead.released_at is None or at > lead.released_at for at in transfers):
        return None
    if "all" in held:
        return reverse("person_release", args=[lead.pk]), _("Release…"), "transfer"
    proposed = any(row["kind"] == "release" and row["decided_at"] is None for row in rows_of(lead, "request"))
    return (reverse("person_release", args=[lead.pk]), _("Propose the release…"), "transfer") if lead.is_open and not proposed else None
