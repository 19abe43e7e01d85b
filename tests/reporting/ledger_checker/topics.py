"""Rules about topics and their steps, and about reasons of two levels."""

from tests.reporting.ledger_checker.book import Book, rule

SETTLE = {"leader", "director"}
AFTER = {"raised": {None}, "agreed": {"open"}, "noted": {"open", "agreed"}, "changed": {"agreed"}, "done": {"agreed"}, "dropped": {"open", "agreed"}}
BECOMES = {"raised": "open", "agreed": "agreed", "done": "done", "dropped": "dropped"}


def _steps(book: Book) -> list[tuple[dict, list[dict]]]:
    """Each topic with its steps, those of merged customers among them."""
    of = book.whole.by("topic_step", "topic")
    return [(topic, of.get(topic["id"], [])) for topic in book.whole["topic"]]


def _walk(steps: list[dict]):
    """Each step with the state and the owner before it."""
    state, owner = None, None
    for step in steps:
        yield step, state, owner
        state, owner = BECOMES.get(step["kind"], state), step["owner"] or owner


@rule
def a_topic_begins_with_being_raised(book: Book):
    for topic, steps in _steps(book):
        first = steps[0] if steps else {}
        if (first.get("kind"), first.get("at"), first.get("by")) != ("raised", topic["at"], topic["by"]):
            yield f"{topic['id']} begins with {first}"


@rule
def steps_of_a_topic_follow_each_other(book: Book):
    for topic, steps in _steps(book):
        for step, state, _owner in _walk(steps):
            if state not in AFTER[step["kind"]]:
                yield f"{topic['id']} is {step['kind']} at {step['at']} while it is {state}"


@rule
def a_topic_stands_as_its_steps_say(book: Book):
    for topic, steps in _steps(book):
        says = {"state": None, "owner": None, "due_on": None, "ended_at": None, "outcome": None}
        for step in steps:
            says |= {name: step[name] for name in ("owner", "due_on") if step[name]}
            says["state"] = BECOMES.get(step["kind"], says["state"])
            says |= {"ended_at": step["at"], "outcome": step["words"]} if step["kind"] in ("done", "dropped") else {}
        if any(topic[name] != value for name, value in says.items()):
            yield f"{topic['id']} stands as {topic}, its steps say {says}"


@rule
def who_agrees_to_a_topic_leads(book: Book):
    for topic, steps in _steps(book):
        for step, _state, owner in _walk(steps):
            leads = bool(SETTLE.intersection(book.roles(step["by"])))
            if (step["kind"] in ("agreed", "changed") and not leads) or (step["kind"] in ("done", "dropped") and not (leads or step["by"] == owner)):
                yield f"{topic['id']} is {step['kind']} by {step['by']}, who may not"


@rule
def what_is_agreed_has_an_owner_and_a_day_ahead(book: Book):
    for topic, steps in _steps(book):
        for step in steps:
            is_over = bool(step["due_on"]) and step["due_on"] < step["at"].date().isoformat()
            if is_over or (step["kind"] == "agreed" and not (step["owner"] and step["due_on"])):
                yield f"{topic['id']} is {step['kind']} at {step['at']} with {step['owner']} until {step['due_on']}"


@rule
def an_ended_topic_says_what_came_of_it(book: Book):
    for topic in book.whole["topic"]:
        if topic["state"] in ("done", "dropped") and not topic["outcome"]:
            yield f"{topic['id']} is {topic['state']} without a word"


@rule
def a_word_below_a_reason_is_its_own(book: Book):
    above = {(row["kind"], row["name"]): row.get("parent") for row in book["word"]}
    for row in book["proposal"]:
        found = above.get((f"{row['kind']}_reason", row.get("detail")))
        if row.get("detail") and found != row["reason"]:
            yield f"{row['lead']} is applied for as {row['reason']} with {row['detail']}, which stands below {found}"


@rule
def a_reason_has_what_it_asks_for(book: Book):
    asks = {row["name"]: row.get("detail") or {} for row in book["word"] if row["kind"] == "lost_reason"}
    for row in book["proposal"]:
        wanted = asks.get(row["reason"], {}) if row["kind"] == "lost" else {}
        if (wanted.get("competitor") and not row["competitor"]) or (wanted.get("why") and not row.get("why")):
            yield f"{row['lead']} is applied for as {row['reason']} without what that asks for"
