"""Rules about giving leads by lines: which line gave it, how much, and whether all are dealt to alike."""

from collections import Counter, defaultdict
from datetime import date, datetime, time
from itertools import pairwise

from tests.reporting.ledger_checker.book import Book, ends, rule

ACTS = {"returning": {"returning"}, "named": {"named"}, "even": {"even"}, "again": {"named", "even"}, "made_up": {"even"}}
RULED = set(ACTS)
BORN_WITH = [{"position": 1, "conditions": {}, "act": "returning", "users": []}, {"position": 2, "conditions": {}, "act": "even", "users": []}]
CHANGES_DUTY = {"person.away", "person.present", "person.create", "person.roles", "person.leave", "person.return", "person.hand_over"}


def lines_at(book: Book, moment: datetime) -> dict[int, dict]:
    """The lines in force at a moment, by their places."""
    saved = [(datetime.fromisoformat(row["from"]), row) for row in book["rule"]]
    last = max((since for since, _row in saved if since <= moment), default=None)
    return {row["position"]: row for row in ([row for since, row in saved if since == last] if last else BORN_WITH)}


def share_at(book: Book, user: str, moment: datetime) -> tuple[float, int]:
    """The weight and the cap of a person at a moment."""
    said = [row for row in book["share"] if row["user"] == user and datetime.fromisoformat(row["from"]) <= moment]
    last = max(said, key=lambda row: datetime.fromisoformat(row["from"]), default={"weight": 1, "cap": None})
    return last["weight"], book.setting("daily_cap", 40, moment) if last["cap"] is None else last["cap"]


def standing(book: Book) -> list[dict]:
    """The allocations to somebody that nobody undid."""
    undone = {id(before) for lead in book.leads for before, row in pairwise(book.of(lead, "allocation")) if row["reason"] == "undo"}
    return [row for row in book["allocation"] if row["agent"] and row["reason"] != "undo" and id(row) not in undone]


def sources(book: Book, lead: str) -> set[str]:
    """Where the inquiries of a lead came from, those a merge moved among them."""
    return {book.sources[row["channel"]] for row in [*book.of(lead, "inquiry"), *book.by("inquiry", "merged_from").get(lead, [])]}


@rule
def what_a_line_gives_says_which_and_nothing_else_does(book: Book):
    for row in book["allocation"]:
        if (row["reason"] in ACTS) != (row.get("line") is not None):
            yield f"{row['lead']} was given as {row['reason']} at {row['at']} by line {row.get('line')}"


@rule
def the_line_that_gave_a_lead_stood_then_and_does_so(book: Book):
    for row in book["allocation"]:
        if row["reason"] in ACTS and row.get("line") is not None:
            line = lines_at(book, row["at"]).get(row["line"])
            if not line or line["act"] not in ACTS[row["reason"]] or (line["act"] == "named" and row["agent"] not in line["users"]):
                yield f"{row['lead']} went to {row['agent']} as {row['reason']} at {row['at']}, which line {row['line']} does not do"


@rule
def a_line_takes_what_it_asks_for(book: Book):
    for row in book["allocation"]:
        line = lines_at(book, row["at"]).get(row.get("line"), {"conditions": {}})
        asks, inquiries = line["conditions"], book.of(row["lead"], "inquiry")
        if len(inquiries) != 1:  # which of several was the first, and is, may have changed since
            continue
        [asked] = inquiries
        fits = book.sources[asked["channel"]] in asks.get("source", [book.sources[asked["channel"]]]) and asked["channel"] in asks.get(
            "channel", [asked["channel"]]
        )
        if not fits or not within(asked["received_at"].time(), *map(time.fromisoformat, asks.get("hours", ["00:00", "00:00"]))):
            yield f"{row['lead']} is nothing line {row['line']} of {row['at']} takes"


def within(moment: time, begins: time, last: time) -> bool:
    """Whether a time of day lies in hours that may go over midnight."""
    return begins <= moment < last if begins < last else moment >= begins or moment < last


@rule
def what_came_back_is_given_again_and_only_that(book: Book):
    for lead in book.leads:
        came_back = False
        for row in book.of(lead, "allocation"):
            if row["reason"] in {"named", "even", "again"} and (row["reason"] == "again") != came_back:
                yield f"{lead} was given as {row['reason']} at {row['at']}, though it had {'' if came_back else 'not '}come back"
            came_back |= row["agent"] is None and row["reason"] != "undo"


@rule
def lines_give_nobody_more_than_their_cap(book: Book):
    given = Counter((row["agent"], row["at"].date()) for row in standing(book) if row["reason"] in RULED)
    last = {(row["agent"], row["at"].date()): row["at"] for row in standing(book)}
    for (agent, day), count in given.items():
        if count > share_at(book, agent, last[agent, day])[1]:
            yield f"{agent} was given {count} on {day}"


@rule
def an_absence_that_is_made_up_for_is_repaid_by_two_leads_a_day_at_most(book: Book):
    repaid = Counter((row["agent"], row["at"].date()) for row in standing(book) if row["reason"] == "made_up")
    for (agent, day), count in repaid.items():
        leaves = [date.fromisoformat(row["day"]) for row in book["shift"] if row["user"] == agent and row["made_up"]]
        if count > 2 or not any(0 < (day - leave).days < 30 for leave in leaves):
            yield f"{agent} was repaid {count} on {day}"


@rule
def rules_are_kept_by_the_leader(book: Book):
    for row in [*book["rule"], *book["share"]]:
        if row.get("by") and "leader" not in book.roles(row["by"]):
            yield f"{row} was set by {row['by']}"


@rule
def like_agents_are_dealt_to_alike(book: Book):
    book = book.whole  # what is merged later was dealt all the same
    ruled, even, dealt, unsure = Counter(), defaultdict(Counter), defaultdict(list), set()
    for row in standing(book):
        day = row["at"].date()
        ruled[row["agent"], day] += row["reason"] in RULED
        if row["reason"] == "even":
            from_there = sources(book, row["lead"])
            if len(from_there) == 1:
                even[day, *from_there][row["agent"]] += 1
                dealt[day, *from_there].append(row["at"])
            else:  # it may have counted elsewhere when others were dealt
                unsure |= {(day, source) for source in from_there or book.sources.values()}
    for (day, source), counts in even.items():
        alike = [agent for agent in book.people if is_like(book, agent, day, ruled[agent, day]) and works_through(book, agent, dealt[day, source])]
        got = {agent: counts[agent] for agent in alike}
        if got and (day, source) not in unsure and max(got.values()) - min(got.values()) > 1:
            yield f"of {source} on {day} were dealt {got}"


def is_like(book: Book, agent: str, day: date, ruled: int) -> bool:
    """Whether somebody is an agent of weight 1, was there that day, and never at their cap."""
    begins, closes = datetime.combine(day, time(0), book.zone), datetime.combine(day, time.max, book.zone)
    shares = {share_at(book, agent, begins), share_at(book, agent, closes)}
    changed = any(row["at"].date() == day and row["action"] in CHANGES_DUTY for row in book.by("audit", "object").get(f"user:{agent}", []))
    there = agent in book.there("agent", begins) and ends(book.people[agent], "left_at") > closes and not changed
    return there and len(shares) == 1 and next(iter(shares))[0] == 1 and ruled < next(iter(shares))[1]


def works_through(book: Book, agent: str, moments: list[datetime]) -> bool:
    """Whether somebody was inside their shift, where they have one, from the first of these moments of a day until the last."""
    day = moments[0].date().isoformat()
    shifts = [row for row in book["shift"] if row["user"] == agent and row["day"] == day]
    within_it = [
        row for row in shifts if row["from"] and time.fromisoformat(row["from"]) <= min(moments).time() and max(moments).time() < time.fromisoformat(row["to"])
    ]
    return bool(within_it) or not shifts
