"""What the processes of a race at the reception do: imported by them, so it imports models only when it runs."""

from datetime import datetime


def register(desk: str, phone: str, at: datetime) -> tuple[str, int]:
    """Register somebody at a desk; say whether it was registered or the desk was asked, and the visit."""
    from dcc.models import User  # noqa: PLC0415
    from reception.door.rules.evidence import Person  # noqa: PLC0415
    from reception.door.rules.registration import Registration, SameGroup  # noqa: PLC0415
    from reception.door.rules.visits import register_visit  # noqa: PLC0415

    by = User.objects.get(username=desk)
    try:
        return "registered", register_visit(by.store, Registration(person=Person(phone)), by=by, now=at).pk
    except SameGroup as asked:
        return "asked", asked.visit.pk


def register_all(desk: str, phones: list[str], at: datetime) -> int:
    """Register one group after the other at a desk; return how many were registered."""
    from django.db import OperationalError  # noqa: PLC0415

    registered = 0
    for phone in phones:
        for _again in range(20):  # SQLite lets one write at a time
            try:
                registered += register(desk, phone, at)[0] == "registered"
                break
            except OperationalError:
                continue
    return registered


def sign_the_day(desk: str, at: datetime) -> int:
    """Sign the day; return the signature."""
    from dcc.models import User  # noqa: PLC0415
    from dcc.reckoning.clock import day_of  # noqa: PLC0415
    from reception.day_close.rules.signing import sign_day  # noqa: PLC0415

    by = User.objects.get(username=desk)
    return sign_day(by.store, day_of(at, by.store.zone), answers={}, early=True, by=by, now=at).pk


def take(person: str, visit: int, at: datetime) -> bool:
    """Press 我去接待."""
    from dcc.models import User  # noqa: PLC0415
    from reception.customers.rules.receiving import take_visit  # noqa: PLC0415
    from reception.models import Visit  # noqa: PLC0415

    return take_visit(Visit.objects.get(pk=visit), by=User.objects.get(username=person), now=at)


def sign(person: str, leakage: int, outcome: str, at: datetime) -> bool:
    """Sign how a leakage is settled."""
    from dcc.models import User  # noqa: PLC0415
    from reception.models import Leakage  # noqa: PLC0415
    from reception.reconcile.rules.leakages import sign_settlement  # noqa: PLC0415

    return sign_settlement(Leakage.objects.get(pk=leakage), outcome=outcome, reason="同意", by=User.objects.get(username=person), now=at)


def settle_or_correct(person: str, leakage: int, outcome: str, at: datetime) -> bool:
    """Sign how a leakage is settled or, without an outcome, correct its visit to DCC meanwhile; False where somebody was quicker and that is said."""
    from dcc.errors import Refused  # noqa: PLC0415
    from dcc.models import User  # noqa: PLC0415
    from reception.door.rules.tags import Correction, correct_tag  # noqa: PLC0415
    from reception.models import Leakage  # noqa: PLC0415

    if outcome:
        return sign(person, leakage, outcome, at)
    row = Leakage.objects.select_related("visit", "lead__agent").get(pk=leakage)
    try:
        correct_tag(row.visit, Correction(named="person", named_user=row.lead.agent), reason="录音", by=User.objects.get(username=person), now=at)
    except Refused:
        return False
    return True


def confirm(person: str, transfer: int, at: datetime) -> bool:
    """Confirm a transfer; False where somebody decided it before."""
    from dcc.errors import Refused  # noqa: PLC0415
    from dcc.models import User  # noqa: PLC0415
    from reception.models import Transfer  # noqa: PLC0415
    from reception.showroom.rules.transfers import confirm_transfer  # noqa: PLC0415

    try:
        return bool(confirm_transfer(Transfer.objects.get(pk=transfer), by=User.objects.get(username=person), now=at))
    except Refused:
        return False


def order(person: str, lead: int, at: datetime) -> bool:
    """Sign an order; False where one runs already."""
    from dcc.errors import Refused  # noqa: PLC0415
    from dcc.models import User  # noqa: PLC0415
    from leads.models import Lead  # noqa: PLC0415
    from reception.customers.rules.orders import Signing, place_order  # noqa: PLC0415

    try:
        return bool(place_order(Lead.objects.get(pk=lead), Signing(), by=User.objects.get(username=person), now=at))
    except Refused:
        return False


def annul(person: str, visit: int, at: datetime) -> bool:
    """Take a visit back; False where somebody did before."""
    from dcc.errors import Refused  # noqa: PLC0415
    from dcc.models import User  # noqa: PLC0415
    from reception.door.rules.annulling_visits import annul_visit  # noqa: PLC0415
    from reception.models import Visit  # noqa: PLC0415

    try:
        return bool(annul_visit(Visit.every.get(pk=visit), reason="认错人", by=User.objects.get(username=person), now=at))
    except Refused:
        return False


def take_or_annul(person: str, visit: int, at: datetime) -> bool:
    """Press 我去接待 or 撤销, whichever is this person's; False where the other was quicker."""
    from dcc.errors import Refused  # noqa: PLC0415

    try:
        return take(person, visit, at) if person.startswith("reception") else annul(person, visit, at)
    except Refused:
        return False


def annul_delivery(person: str, order: int, at: datetime) -> bool:
    """Take a delivery back; False where somebody did before."""
    from dcc.errors import Refused  # noqa: PLC0415
    from dcc.models import User  # noqa: PLC0415
    from reception.customers.rules.annulling_orders import annul_delivery  # noqa: PLC0415
    from reception.models import Order  # noqa: PLC0415

    try:
        return bool(annul_delivery(Order.every.get(pk=order), reason="没交车", by=User.objects.get(username=person), now=at))
    except Refused:
        return False
