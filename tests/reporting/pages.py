"""`python -m tests.reporting.pages`: docs/measures.md and docs/ledger.md, written from the tables they describe."""

import os
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"

MEASURES_HEAD = """# The measures

Written from `reporting/figures/measures.py`, `reporting/figures/rates.py` and `reporting/figures/dimensions.py` by `python -m tests.reporting.pages`;
a test holds this page
to them. Every page, command and export counts by that one table, and every number leads to its rows by the same conditions
(`reporting/figures/rows_behind.py`).

**Activity** counts events of the period, each on its own day and for whom it is credited to. **Cohort** counts the leads that arrived in the period
and passed a stage since. Days are the store's; a period includes both its days. A merged lead counts in no figure. What nobody is credited with
stands in a row of its own, so that rows add up.

Ask without a browser: `manage.py funnel --store S1 --by channel --basis cohort --from 2026-08-01 --to 2026-08-31 [--format json|csv|table]`.
"""
RATES_HEAD = """## Rates

In a **cohort** a rate is a share: above the line are counted only leads that stand below it, too (`reporting/figures/rates.py`: both conditions together), so
that none passes 100 %. In **activity** it is a quotient of two counts of the same days (同期比) and may. Percentages are rounded half up on the exact
fraction (`dcc/reckoning/rounding.py`). Nothing divided by nothing is `—`. A rate of a total is computed from the totals. A rate whose measure is not counted on
a basis does not stand there.
"""
LEDGER_HEAD = """# The ledger

A store's history as a file: JSON lines, UTF-8, one object a line, `type` says which. Written from `reporting/ledger/format.py` by `python -m
tests.reporting.pages`; a test holds this page to it.

    python manage.py ledger import FILE [--progress]
    python manage.py ledger export --store CODE FILE
    python manage.py ledger verify FILE

A line may refer only to lines above it. Times are ISO 8601 with a zone. An import is all or nothing: an unknown type or key, a wrong value, a
reference to nothing above, a store or user that exists, or what a constraint of the database refuses ends it with the line and the key (exit 1), and
nothing was written. It checks shape, references and constraints, never the rules of the trade: history is taken as it is. People come in without a
usable password. Words a store does not have become rows of its lists; where the file names these lists itself, models and reasons typed beside them
stay what they are, and go out again as they came in.

A telephone (**phone**) is cleaned as an imported file's is (spaces, dashes, full-width digits, +86) and kept as it is written everywhere: eleven digits of
a mobile, area code and number of a landline, `13812345678,1234` for a portal's number with its extension. What is none is refused.

**Erased.** Where somebody was erased a word like `person:abcdefghij` stands where their number stood, `person:abcdefghij-b` where another of theirs did, with
`,x` behind one that had an extension: under `person` of a `lead`, `visit` or `showroom_card`, whose `phone` is null then, in any other key in the number's
place. It is compared as the number was. Texts that said something say `已删除`.

What follows from the lines is derived: milestones, today's tag of a visit, the owner before each allocation, the moment an appointment ended, the
limit of the first response (`respond_by`), and, where no lead of the file says it, what waits (`ungraded_since` … `tries`).

**Steps.** A `step` is what was done with the group of a visit: when it began (`at`), when that was written (`logged_at`). `test_drive`, `quoted` and `quote`
of the visit say what its steps do; without any they stay as they are. `stood`: the visit said so before its first step, with the price `former`.

**Taken back.** A line that somebody took back says so: `annulled` is `{"at": moment, "by": user or null, "reason": text or null}`, and absent where the
line stands. It is kept, and read by no rule, duty, credit or figure. An order whose delivery or cancellation was none has that key empty and keeps it in
`taken_back`, a list of `{"delivered_at" or "cancelled_at": moment, "at": moment, "by": user or null, "reason": text or null}`. A grading that was none says
by `undone_at` when it was undone; the further one that undid it says by `undoes` the moment of that one, and by `grade` what stands again. Neither counts.

**Seen and stated.** `logged_at` of a call is when it was written down, absent where the program saw it begin; of an order when the signing was, as
`delivery_logged_at` and `cancellation_logged_at` are of its ends, with `stated_reason` and `delivery_reason` where the moment lies more than a day back.
`moved_by` of an appointment is who shifted the time: `agent`, who booked, keeps its credit. Each `confirmation` is a line of its own, `how` it was said: in a
`call` of that day, or otherwise (`said`); the single `confirmed_at` of an older file comes in as one. A `promise` stands with the appointment that holds now,
from `at` on, and moves along with it; kept or broken it is once somebody came. A `forecast` is the chance of an appointment for its `day` as it was frozen
the evening before, `over` kept of `under` others like it, 0 of 0 where too few were alike.

An order with `entered_at` was joined to its lead by hand at that moment, signing and delivery in one, for the `visit` or the showroom's `card` it names.

**Second look.** A `second_look` is one lost lead drawn at `at` for `agent`. `tries` is a list of `{"at": moment, "outcome": outcome, "seconds": whole}`, with
`logged_at` where the program did not see it begin and `annulled_at` where it was none. `outcome`: `again` (then `new_lead` is the lead it opened, whose call
is the last try) · `bought` (`model`: what) · `not_buying` · `unreached` · `back` (the number had an open lead meanwhile); null while it runs.

**First and today.** `tag`, `basis`, `agent`, `reception`, `appointment`, `name` and `named_user` of a visit are what was set first; its `tag_change` lines
lead to today's, the name of the last that gives one among them. `identified_name` is today's name where the completion of an unknown walk-in gave it.

**Allocation by rules.** The `rule` lines of a store with one `from` stand together from that moment until the next; without any a store has two,
`returning` and then `even`. `conditions` are `source`, `channel`, `model`, each a list of which one must fit, and `hours`, two times of day like
`["18:00", "08:30"]`; the last line has none. A `share` holds for its person from `from` on: `weight` (1 without one) and `cap` (null: the store's
`daily_cap`). An allocation a line gave says it by `line`, its `position`, and its act by `reason`: `returning` · `named` · `even` · `again` (a lead
that came back, dealt by a line, counted apart) · `made_up` (an absence repaid). Given otherwise it says `hand` · `incoming` · `at_desk` · `review` ·
`left` · `undo`, or why a leader took it from somebody; back to the pool by itself it says `shift_end` or `reclaimed`. `even` and `named` are dealt to
whoever got least by that act of that source that day ÷ `weight`, then least of all that day, then in the 30 days that end with it ÷ days present,
then by the least sha256 of `S1 2026-11-26 s1-agent1`. What an `undo` took back counts for nobody, what went back to the pool still for whom it was.

**Front desk.** `registered_at` of a visit is when it was typed, `at` when they came; `late_reason` why so late, `sent_at` when
the server had what a tablet kept without a connection. `returned` is a list of pairs `[left, back]` of moments, the first null where nobody saw it:
they went and came back, and are one group. A `day_signing` is what the desk signed of a
`day`: `figures` has groups and heads by tag, `look` for each class, `other` for each purpose, `unknown` without a number, `here` still in the house. A
visit registered after `at` was typed after signing.

**Closings.** `number` of a `closing` counts a store's closings without a gap, `kind` is `day` or `month`, as its `period` says. `figures` are counts:
`store`, and by username `agent` and `reception`, "" for nobody. `hash` is the sha256 of `{"before", "figures", "kind", "number", "period"}` as JSON with
sorted keys, no spaces, UTF-8; `before` is the `hash` of the number before, "" of the first. A line without one is sealed as it comes in. `reason`: closed
again. An `opening` is what stood open at 0:00 of a month's first day: leads by `levels` and by `agents`, `orders` not delivered.

**Pay.** A `reward_rate` pays an event of a `measure`; every other rule of a post is a `reward_rule`, valid from `from` to `to`, both included. Its
`condition`: of a `tier` `{"over", "under", "from", "to"}`, measures and a range [from, to) in percent as text, `to` null where it is open; of a `factor`
`{"cap"}`, null where it has none; of a `model` `{"model"}`. A `deduction` takes its `amount` off.
A `deal_tick` says whether the deal of a transferred card is paid its extra; the last one of an `order` holds. A `closing` of kind `rewards` froze a month:
`figures` are its sums. Each `statement` under its `number` is one person's in one post: `steps` of `{"kind", "measure", "count", "amount"}`, with `factor`,
`reached` and `missed`, `tiers` with the rates by which they held, and with `lines`, each `{"at", "lead", "parts"}` and its `visit`, `order` or
`appointment`, `parts` pairs of kind and amount;
`corrections` of `{"month", "amount"}`; `total` is the sum of both. An `objection` is held against a line of
a `user`'s month: the event is what `measure` counts, a `visit`, an `order`, an `appointment`, or its `lead` alone. `counts`: it shall count for them, else fall
out. Answered `changed`, it does, in every later recount; of several to one event of a `role` the last `answered_at` holds.

**Appraisal.** An `appraisal_rule` is the card of a post from `from` on until another of its `table` begins: `measures` of `{"measure", "weight", "target"}`,
weights that make 100, `target` in percent as text, "" where each person's own `target` of the month holds; a share of the target below `floor` percent scores
0, above `cap` percent as `cap`. A `closing` of kind `appraisal` signed a month for those it names: `figures` by post, username and `table` have `floor`, `cap`,
`total`, and `measures` with `weight`, `over`, `under` of a rate, `target` and `score`; without a score it was not judged, and its weight went to the others.

**Evening report.** A `remark` is what the leader said of a `day` in its evening report, fixed from `sent_at` on; with `addition` it is a sentence sent
after it, whose `sent_at` is its `at`. Who received it belongs to the installation.

**Roster.** `stand_in` of an `absence` works in their place; nobody named, all who are there do. A `shift` is one day of a person: `word` is the store's
shift with its times of that day, both null for a day off; on leave `leave` says which and `word` is empty. `stand_in` works in their place, or changed the
day with them; `made_up` says that the leave is repaid in leads; `ended_at` is there once what its end brings was done. Of whom no line speaks that day,
`absence` alone says whether they are away. `idle_since` of a lead is the evening that first found nothing to be done for it, `late_told_at` when the leader
was told that its agent had not begun.

**Trials.** A `trial` is other rules tried on what was and kept: `values` by the names of settings, `result` as `manage.py try_rules --format json` says it, ids
those of this file: `visits` · `moved`, each with `visit`, `from`, `to`, `basis` (as tried), `agent_from`, `agent_to`, `was`, `appointment`, `leaks`, `opens` ·
`people` by username, [now, less, more, tried] · `orders` · `cards`, {id: [listed, tried]}, null: not by the period's end · `agents`, `receptions` with the
change of pay · `showroom`, `orders_now`, `stood`.

An export is canonical: the same data gives the same bytes. Definitions first, then leads by `received_at` and phone, each followed by its events by
time, type and id, then what belongs to no lead, then the trail. Ids are numbered afresh in that order. What a merge moved stands with the lead it
came from. People of head office, notices, import files and what imports, exports, log-ins and reveals add to the trail belong to the installation and
are not exported. In the trail an `object` is `lead:L1`, `user:s1-agent1`, `channel:汽车之家`. It may run while people work: it holds the store as it
stood when it began, and nobody who writes waits for it.

In the table: **must** stand in the line; **null** allowed; *ours* goes beyond the common format and is written only where it says something.
"""


def measures() -> str:
    """The page of the measures."""
    from reporting.figures.dimensions import DIMENSIONS  # noqa: PLC0415 - only once Django is set up
    from reporting.figures.measures import MEASURES, asked_of  # noqa: PLC0415
    from reporting.figures.rates import COUNTED, RATES  # noqa: PLC0415
    from reporting.figures.standing_now import STANDING  # noqa: PLC0415

    lines = [MEASURES_HEAD, "| measure | | activity: event | its moment | cohort: the leads with | asked by the command |", "|---|---|---|---|---|---|"]
    for name, measure in MEASURES.items():
        event = f"`{measure.happening.model.__name__}`" if measure.happening else "–"
        moment = f"`{measure.happening.moment}`" if measure.happening else "–"
        cohort = f"`{condition(measure.cohort)}`" if measure.cohort is not None else "–"
        lines.append(f"| `{name}` | {measure.label} | {event} | {moment} | {cohort} | {'yes' if measure.asked else 'pages only'} |")
    lines += ["", "## In words", "", "| measure | activity | cohort |", "|---|---|---|"]
    for name, measure in MEASURES.items():
        lines.append(f"| `{name}` | {said(measure, measure.happening, 'activity')} | {said(measure, measure.cohort, 'cohort')} |")
    lines += ["", *RATES_HEAD.splitlines(), "", "| rate | | activity: quotient | cohort: share |", "|---|---|---|---|"]
    for name, rate in RATES.items():
        quotient = f"`{rate.over}` ÷ `{rate.under}`" if COUNTED[rate.over].happening and (COUNTED[rate.under].happening or COUNTED[rate.under].sums) else "–"
        lines.append(f"| `{name}` | {rate.label} | {quotient} | {rate.share or '–'} |")
    lines += ["", "## What stands now", "", "| count | | counted are |", "|---|---|---|"]
    lines += [f"| `{name}` | {line.label} | {line.explain} |" for name, line in STANDING.items()]
    lines += ["", "## Measures of a question", "", "| by | cohort | activity |", "|---|---|---|"]
    lines += [f"| {name} | {' '.join(asked_of(name, 'cohort'))} | {' '.join(asked_of(name, 'activity'))} |" for name in DIMENSIONS]
    return "\n".join(lines) + "\n"


def said(measure, is_counted, basis: str) -> str:
    """What a measure counts on a basis, in words."""
    return measure.explained(basis) if is_counted is not None else "–"


def part_of(part) -> str:
    """One part of a condition: a name and its value, or what is asked of other rows."""
    if not isinstance(part, tuple):
        model = part.query.model.__name__
        return "a test drive on a visit" if model == "Visit" else f"a {model} as the words below say"
    name, value = part
    return f"{name}={'at of the second call' if hasattr(value, 'query') else value}"


def condition(which) -> str:
    """A condition in words of its fields."""
    if not which:
        return "all"
    parts = [condition(child) if hasattr(child, "children") else part_of(child) for child in which.children]
    text = f" {which.connector} ".join(parts)
    return f"not ({text})" if which.negated else text


def ledger() -> str:
    """The page of the ledger."""
    from reporting.ledger.format import TYPES, WORDS  # noqa: PLC0415

    lines = [LEDGER_HEAD]
    for kind, keys in TYPES.items():
        lines += [f"## {kind}", "", "| key | kind | |", "|---|---|---|"]
        for key in keys.values():
            marks = ["must"] * key.required + ["null"] * key.nullable + ["*ours*"] * key.ours
            lines.append(f"| `{key.name}` | {key.kind} | {', '.join(marks)} |")
        lines.append("")
    lines += ["## Words", "", "| list | words |", "|---|---|", *(f"| {name} | {' · '.join(words)} |" for name, words in WORDS.items())]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write both pages."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dcc.settings")
    import django  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    django.setup()
    with translation.override("en"):
        (DOCS / "measures.md").write_text(measures(), encoding="utf-8")
        (DOCS / "ledger.md").write_text(ledger(), encoding="utf-8")


if __name__ == "__main__":
    main()
