"""What the market brings: people who ask on portals, ring, or walk in, by the hours and weekdays of life."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from reporting.simulation import invented
from reporting.simulation.play import Play
from reporting.simulation.portals import PORTALS, Portal
from reporting.simulation.streams import about

PORTAL_SHARE, RING_SHARE, WALK_SHARE = 0.8, 0.12, 0.4  # of the leads of a day: by portals, by telephone; and strangers at the door beside them
PRIVATE, AGAIN = 0.15, 0.045  # of a portal's rows
PORTAL_WEIGHTS = (8, 5, 6, 5, 3)  # in the order of PORTALS
WEEKDAYS = (0.9, 0.9, 0.95, 0.95, 1.0, 1.2, 1.15)
CLICKS = (range(24), (1, 1, 0, 0, 0, 0, 1, 2, 4, 5, 5, 6, 7, 6, 5, 5, 5, 5, 5, 6, 8, 8, 6, 3))
RINGS = (range(8, 21), (2, 5, 6, 6, 4, 4, 5, 6, 6, 4, 3, 2, 1))
WALKS = (range(9, 18), (4, 6, 6, 3, 4, 6, 6, 5, 2))


@dataclass
class Inbox:
    """What portals hold for the store: rows by portal, those exported and those not yet; and people who may ask again."""

    rows: dict[str, list[tuple]] = field(default_factory=dict)
    exported: dict[str, int] = field(default_factory=dict)

    def fetch(self, portal: Portal, now: datetime, *, at_least: int) -> list[tuple]:
        """Return what came since the last export, its last row once more: exports overlap. Nothing where less than `at_least` came."""
        rows = self.rows.get(portal.channel, [])
        seen = self.exported.get(portal.channel, 0)
        until = sum(row[5] <= now for row in rows)
        if until - seen < at_least:
            return []
        self.exported[portal.channel] = until
        return rows[max(seen - 1, 0) : until]

    def add(self, channel: str, row: tuple) -> None:
        """Let a portal hold one row more, in the order of their moments."""
        rows = self.rows.setdefault(channel, [])
        rows.append(row)
        rows.sort(key=lambda each: each[5])


def moments(play: Play, stream: Random, day: date, spread: tuple, count: int) -> list[datetime]:
    """Return so many moments of a day by the weights of its hours, ascending."""
    hours = stream.choices(*spread, k=count)
    return sorted(play.moment(day, hour) + timedelta(seconds=stream.randrange(3600)) for hour in hours)


def busy(day: date) -> float:
    """How much comes on this weekday, around 1."""
    return WEEKDAYS[day.weekday()]


def ask_on_portals(play: Play, inbox: Inbox, day: date) -> None:
    """Let people ask on portals all day; the store hears of them when its data manager exports."""
    stream = play.streams["portals"]
    count = about(stream, play.per_day * PORTAL_SHARE * busy(day) * stream.uniform(0.8, 1.2))
    for moment in moments(play, stream, day, CLICKS, count):
        portal = stream.choices(PORTALS, PORTAL_WEIGHTS)[0]
        inbox.rows.setdefault(portal.channel, []).append(_row(play, stream, portal, moment))


def hurry(play: Play, inbox: Inbox, count: int) -> None:
    """Let so many people more have asked on portals within the last hour: an evening's broadcast, a campaign."""
    stream = play.streams["hurry"]
    for _number in range(count):
        portal = stream.choices(PORTALS, PORTAL_WEIGHTS)[0]
        inbox.add(portal.channel, _row(play, stream, portal, play.now - timedelta(seconds=stream.randrange(60, 3600))))


def _row(play: Play, stream: Random, portal: Portal, moment: datetime) -> tuple:
    """Return one person's row. Now and then the number is masked or cut off and nobody learns whose it is."""
    fate, phone = stream.random(), invented.phone(stream)
    if fate < 0.025:
        phone, who = phone[:3] + "****" + phone[7:] if fate < 0.015 else phone[:9], None
    else:
        who = play.town.customer(_number(play, stream, portal, phone))
        phone = who.phone
    name = who.name if who else invented.name(stream)
    model, city = (who.model, who.city) if who else (invented.model(stream), invented.city(stream))
    return f"X{stream.randrange(10**9):09d}", name, phone, model if stream.random() < 0.9 else "", city, moment, invented.remark(stream)


def _number(play: Play, stream: Random, portal: Portal, phone: str) -> str:
    """Return the number in a row: mostly a new one, that of somebody who asked before, or a privacy number where the portal makes such."""
    known = play.town.numbers
    if portal.privacy and play.by_turns("privacy number", PRIVATE):
        return f"{phone},{stream.randrange(1000, 10000)}"
    if known and play.by_turns("asks again", AGAIN):
        return stream.choice(known[-play.per_day :] if play.by_turns("asks again soon", 0.6) else known)
    return phone


def strangers_ring(play: Play, day: date) -> list[datetime]:
    """Return when strangers ring today."""
    stream = play.streams["rings"]
    return moments(play, stream, day, RINGS, about(stream, play.per_day * RING_SHARE * busy(day)))


def strangers_walk_in(play: Play, day: date) -> list[datetime]:
    """Return when strangers come to the showroom today; the weekend brings half of the week's."""
    stream = play.streams["walks"]
    return moments(play, stream, day, WALKS, about(stream, play.per_day * WALK_SHARE * (1.9 if day.weekday() >= 5 else 0.64)))
