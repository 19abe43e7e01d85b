"""The roster of each week: the leader keeps the agents' days, the director the reception's; on working days one of several stays for the evening."""

from datetime import date, timedelta

from dcc.models import Shift, User
from dcc.roster.rules.rostering import Cell, save_roster
from reporting.simulation.play import Play

MONDAY, SATURDAY = 0, 5
FORGOTTEN = 0.4  # of the days off nobody wrote down: they are marked on the day itself


def keep_roster(play: Play) -> None:
    """On the first day, and on each Monday, write the week; now and then somebody asks for leave on their day off."""
    if play.today.weekday() != MONDAY and Shift.objects.filter(user__in=play.cast.people, day=play.today).exists():
        return
    days = [play.today + timedelta(days=ahead) for ahead in range(7 - play.today.weekday())]
    for role, keeper in (("agent", play.cast.one("leader")), ("reception", play.cast.one("director"))):
        people = play.cast.of(role)
        cells = [_cell(play, person, number, people, day) for day in days for number, person in enumerate(people)]
        if keeper is not None and cells:
            play.do(save_roster, play.store, cells, by=keeper)


def is_day_off(number: int, people: list[User], day: date) -> bool:
    """Whether it is somebody's day off in the week."""
    return len(people) > 1 and day.weekday() == number % 5


def is_off(person: User, day: date) -> bool:
    """Whether the roster lets somebody have this day."""
    return Shift.objects.filter(user=person, day=day, starts=None).exists()


def stays_late(person: User, day: date) -> bool:
    """Whether somebody's shift lasts into the evening."""
    return Shift.objects.filter(user=person, day=day, ends__hour__gte=19).exists()


def _cell(play: Play, person: User, number: int, people: list[User], day: date) -> Cell:
    early, late = (play.words.get(("shift", "work"), []) + [""] * 2)[:2]
    if is_day_off(number, people, day) and not play.by_turns("day off forgotten", FORGOTTEN):
        others = [one for one in people if one.pk != person.pk]
        if play.by_turns("leave", 0.2):
            return Cell(person.pk, day, leave="annual", stand_in=others[0].pk, made_up=play.by_turns("made up for", 0.5))
        return Cell(person.pk, day, play.word("shift", "off"))
    there = [one for one in range(len(people)) if not is_day_off(one, people, day)] or list(range(len(people)))
    stays = late and len(people) > 1 and day.weekday() < SATURDAY and number == there[day.toordinal() % len(there)]
    return Cell(person.pk, day, late if stays else early)
