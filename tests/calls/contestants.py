"""What the processes of a race at the telephones do: imported by them, so it imports models only when it runs."""

from datetime import datetime
from uuid import UUID, uuid4


def log(person: str, lead: int, token: str, at: datetime) -> int:
    """Save one and the same form of an unanswered call; return the call it stands for."""
    from calls.desk.rules.calling import Said  # noqa: PLC0415
    from calls.desk.rules.finishing import finish_call  # noqa: PLC0415
    from dcc.models import User  # noqa: PLC0415
    from leads.models import Lead  # noqa: PLC0415

    said = Said(outcome="no_answer", token=UUID(token))
    return finish_call(Lead.objects.get(pk=lead), said=said, by=User.objects.get(username=person), now=at).pk


def agree(person: str, lead: int, token: str, kind: str, when: datetime, at: datetime) -> int:
    """Save one and the same form of a conversation with its card and next step; return the call it stands for."""
    from calls.desk.rules.calling import Said  # noqa: PLC0415
    from calls.desk.rules.finishing import CardFacts, Next, finish_call  # noqa: PLC0415
    from dcc.models import User  # noqa: PLC0415
    from leads.models import Lead  # noqa: PLC0415

    then = Next(kind, at=None if kind == "lost" else when, reason="他品战败" if kind == "lost" else "", competitor="CR-V", why="便宜")
    said, by = Said(outcome="connected", token=UUID(token)), User.objects.get(username=person)
    return finish_call(Lead.objects.get(pk=lead), said=said, card=CardFacts(), then=then, by=by, now=at).pk


def take(person: str, window: int, token: str, channel: int, at: datetime) -> int:
    """Send one and the same form of an answered call, the card in it; return the call it stands for."""
    from calls.desk.rules.calling import Said  # noqa: PLC0415
    from calls.desk.rules.finishing import CardFacts  # noqa: PLC0415
    from calls.incoming.rules.incoming import Agreed, Caller, take_call  # noqa: PLC0415
    from calls.models import IncomingNumber  # noqa: PLC0415
    from dcc.models import User  # noqa: PLC0415
    from leads.models import Channel  # noqa: PLC0415

    by = User.objects.get(username=person)
    said, caller = Said(outcome="connected", token=UUID(token)), Caller(channel=Channel.objects.get(pk=channel), name="王建国", model="卡罗拉")
    return take_call(IncomingNumber.objects.get(pk=window), said=said, caller=caller, agreed=Agreed(CardFacts()), by=by, now=at).pk


def talk(person: str, lead: int, at: datetime) -> bool:
    """Save a conversation, each its own form; False where it is refused."""
    from calls.desk.rules.calling import Said  # noqa: PLC0415
    from calls.desk.rules.finishing import finish_call  # noqa: PLC0415
    from dcc.errors import Refused  # noqa: PLC0415
    from dcc.models import User  # noqa: PLC0415
    from leads.models import Lead  # noqa: PLC0415

    said = Said(outcome="connected", token=uuid4())
    try:
        return bool(finish_call(Lead.objects.get(pk=lead), said=said, by=User.objects.get(username=person), now=at))
    except Refused:
        return False


def card(person: str, lead: int, at: datetime) -> bool:
    """Open the card."""
    from calls.cards.rules.cards import open_card  # noqa: PLC0415
    from dcc.models import User  # noqa: PLC0415
    from leads.models import Lead  # noqa: PLC0415

    return open_card(Lead.objects.get(pk=lead), by=User.objects.get(username=person), now=at)


def answer(person: str, number: str, channel: int, at: datetime) -> int:
    """Take a stranger's call; return the lead it stands on."""
    from calls.desk.rules.calling import Said  # noqa: PLC0415
    from calls.incoming.rules.incoming import Agreed, Caller, identify, take_call  # noqa: PLC0415
    from dcc.models import User  # noqa: PLC0415
    from leads.models import Channel  # noqa: PLC0415

    by = User.objects.get(username=person)
    caller = Caller(channel=Channel.objects.get(pk=channel))
    return take_call(identify(number, by=by, now=at), said=Said(outcome="connected"), caller=caller, agreed=Agreed(), by=by, now=at).lead_id


def book(person: str, lead: int, scheduled_for: datetime, at: datetime) -> bool:
    """Invite; False where somebody was quicker."""
    from calls.appointments.rules.appointments import book as book_visit  # noqa: PLC0415
    from dcc.errors import Refused  # noqa: PLC0415
    from dcc.models import User  # noqa: PLC0415
    from leads.models import Lead  # noqa: PLC0415

    try:
        return bool(book_visit(Lead.objects.get(pk=lead), scheduled_for=scheduled_for, by=User.objects.get(username=person), now=at))
    except Refused:
        return False


def no_shows(at: datetime) -> int:
    """End what nobody kept."""
    from calls.appointments.rules.appointments import mark_no_shows  # noqa: PLC0415

    return mark_no_shows(now=at)


def grade(person: str, lead: int, letter: str, at: datetime) -> bool:
    """Grade by one key; False where the lead was graded before."""
    from dcc.errors import Refused  # noqa: PLC0415
    from dcc.models import User  # noqa: PLC0415
    from leads.grading.rules.grading import grade_lead  # noqa: PLC0415
    from leads.models import Lead  # noqa: PLC0415

    try:
        return bool(grade_lead(Lead.objects.get(pk=lead), grade=letter, only_waiting=True, by=User.objects.get(username=person), now=at))
    except Refused:
        return False


def show(person: str, lead: int, way: str, at: datetime) -> bool:
    """Have a number shown, by the button or by dialling; False where the day's budget is spent."""
    from calls.desk.rules.dialling import dial  # noqa: PLC0415
    from dcc.errors import Refused  # noqa: PLC0415
    from dcc.models import User  # noqa: PLC0415
    from leads.customer.rules.revealing import reveal_number  # noqa: PLC0415
    from leads.models import Lead  # noqa: PLC0415

    verb = {"reveal": reveal_number, "dial": dial}[way]
    try:
        return bool(verb(Lead.objects.get(pk=lead), by=User.objects.get(username=person), now=at))
    except Refused:
        return False
