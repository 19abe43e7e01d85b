"""A store's days, one after the other: what each brings, and when its people do what."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from dcc.models import Store, User
from dcc.notices.rules.notices import mark_read
from dcc.reckoning.clock import start_of
from dcc.trail.rules.sealing import seal_trail
from leads.models import Lead
from reporting.simulation import (
    appraising,
    barred_work,
    closing_days,
    data_manager,
    day_closing,
    director,
    door,
    evening_letters,
    front_desk_work,
    given_work,
    leader,
    lists_taken,
    market,
    money,
    month_paying,
    one_person,
    reception_work,
    ringing,
    rule_keeping,
    sample_checks,
    showroom_work,
    telephone_work,
    topics_work,
    weekly_roster,
)
from reporting.simulation.cast import load_cast
from reporting.simulation.customers import Town
from reporting.simulation.play import Play
from reporting.simulation.play_clock import Clock
from reporting.simulation.streams import Streams

DAY_CLOSE = timedelta(minutes=8)  # after the store has closed
DUE_AT = ((0, 5), (8, 1), (9, 32), (10, 32), (11, 32), (13, 5), (14, 32), (15, 32), (16, 32), (17, 31), (18, 35), (20, 1))


@dataclass(frozen=True)
class How:
    """How a store is played. `until` breaks the last day off, `stops` is which role, or who, works until when (a day that is half worked).

    `scenes` are further deeds, each with its moment: `deed(play, inbox)`.
    `before_call(person, places, now)` looks on whenever somebody asks their queue what is next; `each_day(play)` is told of every day that is over.
    """

    seed: int
    per_day: int
    until: datetime | None = None
    stops: dict[str, datetime] = field(default_factory=dict)
    scenes: Sequence[tuple[datetime, Callable[[Play, market.Inbox], None]]] = ()
    before_call: Callable[[User, Any, datetime], None] | None = None
    each_day: Callable[[Play], None] | None = None


def play_days(store: Store, first: date, days: int, how: How) -> Play:
    """Let a store live through its days; each is one transaction. Return the play, with what was done."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        begins = start_of(first, store.zone)
        play = Play(store, load_cast(store), Streams(how.seed), Town(how.seed), Clock(begins), how.per_day, folder, how.stops, how.before_call)
        play.rings, play.arrives = ringing.ring, front_desk_work.receive
        play.uploaded = play.rules_set = Lead.objects.filter(store=store).exists()
        sample_checks.keep_secret(play)
        inbox = market.Inbox()
        for moment, deed in how.scenes:
            play.clock.at(moment, deed, play, inbox)
        for number in range(days):
            day = first + timedelta(days=number)
            with transaction.atomic():
                _plan(play, inbox, day, number)
                ends = start_of(day + timedelta(days=1), store.zone)
                play.clock.run(min(ends, how.until) if how.until else ends)
            if how.each_day:
                how.each_day(play)
        seal_trail(now=play.clock.now)
    return play


def _plan(play: Play, inbox: market.Inbox, day: date, number: int) -> None:
    """Lay out one day: what the market brings, and if the store is open, who does what when."""
    play.clock.run(start_of(day, play.store.zone))
    play.look_around()
    market.ask_on_portals(play, inbox, day)
    for moment in market.strangers_ring(play, day):
        play.clock.at(moment, ringing.ring, play, play.new_stranger(play.streams["rings"]), "")
    for hour, minute in DUE_AT:
        play.clock.at(play.moment(day, hour, minute), play.do_what_is_due)
    if not play.hours.works_on(day):
        return
    for moment in market.strangers_walk_in(play, day):
        door.comes(play, play.new_stranger(play.streams["walks"], came=True), moment, "stranger")
    _plan_office(play, inbox, day, number)


def _plan_office(play: Play, inbox: market.Inbox, day: date, number: int) -> None:
    def at(hour: int, minute: int, deed: Callable, *facts, **how) -> None:
        play.clock.at(play.moment(day, hour, minute), lambda: deed(play, *facts, **how))

    play.clock.at(play.hours.hours_of(day)[1] + DAY_CLOSE, day_closing.close_day, play)
    at(8, 10, weekly_roster.keep_roster)
    at(8, 15, leader.mark_absences)
    at(8, 20, leader.plan_month)
    at(8, 22, rule_keeping.keep_rules)
    at(8, 22, money.keep_costs)
    at(8, 24, _read_notices)
    at(8, 25, _sit_down)
    at(8, 33, ringing.note_all_missed)
    _plan_rounds(at, inbox)
    if number < showroom_work.BACKLOG_DAYS:
        at(8, 55, showroom_work.type_backlog)
    at(9, 5, topics_work.settle_topics)
    at(9, 8, reception_work.gather_calls)
    at(9, 15, showroom_work.ask_for_delay)
    at(9, 40, director.day)
    at(10, 5, sample_checks.check_sample)
    at(10, 20, money.plan_campaigns)
    at(10, 30, lists_taken.take_lists)
    at(10, 55, data_manager.grade)
    at(11, 50, leader.review)
    at(14, 30, money.invite_to_campaigns)
    at(14, 50, given_work.ask_consultants)
    at(15, 10, data_manager.type_in_by_hand)
    at(15, 30, money.settle_refunds)
    at(15, 40, one_person.join_leads)
    at(15, 50, barred_work.keep_the_list)
    at(16, 0, telephone_work.gather_besides)
    at(17, 15, data_manager.reconcile)
    at(17, 35, data_manager.grade)
    at(17, 36, closing_days.close_days)
    at(17, 45, month_paying.pay_month)
    at(17, 46, appraising.sign_appraisals)
    at(17, 40, topics_work.raise_topics)
    at(17, 45, leader.review)
    at(17, 50, leader.propose_leakages)


def _plan_rounds(at: Callable[..., None], inbox: market.Inbox) -> None:
    at(17, 55, evening_letters.write_report)
    at(18, 40, evening_letters.add_to_report)
    for hour, minute in data_manager.EXPORTS:
        at(hour, minute, data_manager.fetch_files, inbox, all_of_them=(hour, minute) in (data_manager.EXPORTS[0], data_manager.EXPORTS[-1]))
    for hour, minute in leader.ROUNDS:
        at(hour, minute, leader.allocate_pool)


def _read_notices(play: Play) -> None:
    """Everyone reads in the morning what they were told since yesterday."""
    for person in play.cast.people:
        if any(play.works(person, role) for role in person.roles):
            play.do(mark_read, person)


def _sit_down(play: Play) -> None:
    """Agents and reception specialists begin; whose shift is the late one stays for the evening."""
    agents = play.present("agent")
    for agent in agents:
        telephone_work.plan_shift(play, agent, "agent", evening=weekly_roster.stays_late(agent, play.today))
    for person in play.present("reception"):
        if person not in agents:
            telephone_work.plan_shift(play, person, "reception")
