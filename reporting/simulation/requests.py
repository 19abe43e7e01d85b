"""What one proposes and another decides: a second number told on the phone, the release of a transferred customer."""

from datetime import timedelta

from dcc.models import User
from leads.grading.rules.requesting import confirm_number, reject_request, request_number, withdraw_request
from leads.models import Lead, Request
from reception.showroom.rules.persons import confirm_release, propose_release
from reporting.simulation import invented
from reporting.simulation.play import Play
from reporting.simulation.play_clock import MINUTE


def hear_number(play: Play, person: User, lead: Lead) -> None:
    """Seldom a customer says at the telephone that they have another number; seldom it was misheard, and taken back."""
    if person.pk not in (lead.agent_id, lead.reception_id) or not play.by_turns("another number", 0.02):
        return
    told = play.do(request_number, lead, second=invented.phone(play.streams["numbers"]), reason="客户说常用另一个号", by=person)
    if told is not None and play.by_turns("misheard", 0.1):
        play.clock.at(play.now + 3 * MINUTE, _take_back, play, told, person)


def _take_back(play: Play, told: Request, person: User) -> None:
    play.do(withdraw_request, told, by=person)


def answer_numbers(play: Play, who: User) -> None:
    """The data manager rings the numbers that were proposed, and confirms those that answer."""
    for told in _open(play, "number"):
        if play.by_turns("number rejected", 0.15):
            play.do(reject_request, told, answer="拨打是空号", by=who)
        else:
            play.do(confirm_number, told, by=who)


def ask_release(play: Play, leader: User) -> None:
    """Seldom a transferred customer wants nobody but their consultant: the leader proposes to let them go."""
    came = Lead.objects.open().filter(store=play.store, inquiries__channel__source="transfer", released_at=None, reached_at__isnull=False)
    lead = came.exclude(requests__kind="release").order_by("opened_at", "id").first()
    if lead is not None and play.by_turns("release proposed", 0.06):
        play.do(propose_release, lead, reason="客户只认原顾问", by=leader)


def answer_releases(play: Play, director: User) -> None:
    """The director answers what the leader proposed the day before."""
    for asked in _open(play, "release").filter(at__lt=play.now - timedelta(hours=1)):
        if play.by_turns("release granted", 0.6):
            play.do(confirm_release, asked, answer="同意，由原顾问接待", by=director)
        else:
            play.do(reject_request, asked, answer="转出规则不变", by=director)


def _open(play: Play, kind: str):
    return Request.objects.waiting(kind).filter(store=play.store).select_related("lead__store", "lead__agent", "lead__reception", "store", "by")
