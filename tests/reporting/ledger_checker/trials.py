"""Rules about kept trials of other rules."""

from tests.reporting.ledger_checker.book import Book, rule


@rule
def a_trial_is_kept_by_the_director_of_days_that_are_over(book: Book):
    for trial in book.whole["trial"]:
        if not trial["from"] <= trial["to"] < f"{trial['at'].date()}" or "director" not in book.roles(trial["by"]):
            yield f"{trial['from']} to {trial['to']} is tried at {trial['at']} by {trial['by']}"


@rule
def the_people_of_a_trial_add_up(book: Book):
    for trial in book.whole["trial"]:
        for who, (now, less, more, tried) in trial["result"]["people"].items():
            if tried != now - less + more or less > now:
                yield f"{who} has {now} - {less} + {more} = {tried} in the trial of {trial['at']}"


@rule
def a_trial_moves_visits_that_count(book: Book):
    visits = {visit["id"]: visit for visit in book.whole["visit"]}
    for trial in book.whole["trial"]:
        for moved in trial["result"]["moved"]:
            same = (moved["from"], moved["agent_from"]) == (moved["to"], moved["agent_to"])
            if same or visits.get(moved["visit"], moved | {"purpose": "look"})["purpose"] != "look":  # one taken back since is among none
                yield f"{moved} is no visit that moves"
