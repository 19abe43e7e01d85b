"""Rules about the trail: who did a thing may do it, everything done stands there, and it speaks of what exists."""

from collections.abc import Iterator

from tests.reporting.ledger_checker.book import Book, rule

WORKERS = {"agent", "leader", "reception"}
OF_ITSELF = {
    "appointment.no_show",
    "person.create",
    "call.log",
    "call.complete",
    "lead.number_ended",
    "lead.to_pool",
}  # no-shows; the store's first people; missed calls; what nobody touched
MAY = (  # roles, and the deeds that are theirs
    (WORKERS, "call.log call.complete card.open card.facts appointment.book appointment.move appointment.cancel appointment.confirm lead.propose"),
    (WORKERS | {"front_desk"}, "call.real_number"),
    (WORKERS | {"front_desk"}, "request.make"),
    (WORKERS, "request.withdraw call.correct call.annul appointment.annul appointment.unconfirm"),
    (
        {"leader"},
        "lead.allocate lead.to_pool lead.review lead.unreview lead.unreopen claim.decide target.set leakage.propose card.check",
    ),
    ({"leader"}, "allocation_rule.change allocation_share.change"),
    ({"data_manager"}, "lead.grade lead.ungrade lead.ask lead.unask leakage.tell visit.correct visit.no_relation"),
    ({"data_manager", "leader"}, "lead.create lead.number lead.confirm lead.reject lead.unanswer"),
    ({"data_manager", "leader", "director"}, "request.confirm request.reject"),
    ({"director"}, "transfer.confirm transfer.hold transfer.refuse person.release leakage.sign visit.decide visit.reverse order.reverse"),
    ({"front_desk", "data_manager"}, "visit.register"),
    ({"front_desk"}, "visit.keep"),
    ({"front_desk", "data_manager"}, "visit.drop_kept"),
    ({"front_desk"}, "day.sign visit.same visit.return showroom_card.add showroom_card.change showroom_card.close"),
    ({"reception", "leader", "data_manager"}, "order.place order.change order.cancel order.deliver"),
    ({"reception", "leader"}, "visit.note follow_up.note step.take step.correct step.annul"),
    ({"reception", "leader"}, "promise.keep promise.break promise.untick"),
    ({"reception"}, "visit.take"),
    ({"front_desk", "data_manager"}, "visit.identify"),
    (WORKERS | {"data_manager"}, "lead.change do_not_call.set do_not_call.annul"),
    ({"leader", "director"}, "do_not_call.lift do_not_call.unlist setting.change roster.set"),
    ({"data_manager", "leader"}, "do_not_call.list"),
    ({"front_desk", "data_manager"}, "visit.annul"),
    ({"data_manager", "director"}, "tag_change.annul"),
    ({"leader", "data_manager"}, "order.join"),
    ({"reception", "leader", "data_manager"}, "order.annul order.annul_delivery order.annul_cancellation"),
    ({"reception", "leader", "data_manager", "director"}, "lead.reopen"),
    (WORKERS | {"front_desk", "data_manager", "director"}, "appointment.put_back"),
    ({"data_manager"}, "refund.claim refund.waive refund.withdraw refund.answer refund.unanswer"),
    ({"data_manager", "marketing", "director"}, "channel.price channel.cost"),
    ({"marketing", "director"}, "campaign.plan campaign.change"),
    ({"leader", "director"}, "topic.agree topic.change"),
    ({"leader"}, "campaign.invite campaign.withdraw"),
    ({"director"}, "reward.set reward.end appraisal.set"),
    ({"leader", "director"}, "closing.appraisal"),
    ({"leader"}, "reward.tick reward.untick closing.rewards objection.change objection.keep"),
    ({"agent", "reception"}, "objection.make objection.withdraw"),
    ({"leader"}, "remark.write remark.drop remark.add evening_report.hold evening_report.release evening_report.again"),
    ({"leader", "director"}, "report_receiver.add report_receiver.end"),
)
DEEDS = {deed: roles for roles, deeds in MAY for deed in deeds.split()}
TRAILED = {  # type of a line → (key of its moment, deeds one of which stands on the trail, whom it is said of)
    "call": ("at", {"call.log"}, "lead"),
    "card": ("at", {"card.open"}, "lead"),
    "grading": ("at", {"lead.grade"}, "lead"),
    "review": ("at", {"lead.review"}, "lead"),
    "proposal": ("at", {"lead.propose"}, "lead"),
    "request": ("at", {"request.make", "person.release"}, "lead"),
    "objection": ("at", {"objection.make"}, "lead"),
    "appointment": ("at", {"appointment.book", "appointment.move"}, "lead"),
    "visit": ("registered_at", {"visit.register"}, "visit"),
    "step": ("logged_at", {"step.take", "step.correct"}, "visit"),
    "tag_change": ("at", {"visit.correct", "visit.decide", "visit.reverse", "leakage.sign"}, "visit"),
    "order": ("at", {"order.place", "order.join"}, "order"),
    "transfer": ("decided_at", {"transfer.confirm", "transfer.hold", "transfer.refuse"}, "transfer"),
    "showroom_card": ("entered_at", {"showroom_card.add"}, "showroom_card"),
    "setting": ("from", {"setting.change"}, "store"),
    "rule": ("from", {"allocation_rule.change"}, "store"),
    "share": ("from", {"allocation_share.change"}, "user"),
}
TAKEN_BACK = {  # type of a line → (the deed of taking it back, whom it is said of, the key that names it)
    "visit": ("visit.annul", "visit", "id"),
    "order": ("order.annul", "order", "id"),
    "tag_change": ("tag_change.annul", "visit", "visit"),
    "step": ("step.annul", "visit", "visit"),  # or corrected, or with its visit
    "call": ("call.annul", "lead", "lead"),
    "appointment": ("appointment.annul", "lead", "lead"),  # or with its call
    "review": ("lead.unreview", "lead", "lead"),  # or lead.reopen
}
ALSO_TAKEN_BACK = {
    "order": {"order.reverse"},
    "tag_change": {"visit.annul"},
    "review": {"lead.reopen"},
    "appointment": {"call.annul"},
    "step": {"step.correct", "visit.annul"},
}
ENDS_TAKEN_BACK = {"delivered_at": "order.annul_delivery", "cancelled_at": "order.annul_cancellation"}
UNNAMED = {"tag_change"}  # the signature of a leakage names no visit
LATER = {"call", "order"}  # written down after they happened


@rule
def deeds_are_done_by_whoever_may(book: Book):
    for row in book["audit"]:
        may = DEEDS.get(row["action"])
        by_itself = row["by"] is None and row["action"] in OF_ITSELF
        if may and not by_itself and not may & set(book.roles(row["by"])):
            yield f"{row['by']} did {row['action']} at {row['at']}"


@rule
def everything_done_is_on_the_trail(book: Book):
    said = {(row["action"], row["object"]) for row in book["audit"]} | {(row["action"], row["object"], row["at"]) for row in book["audit"]}
    signed = {(row["action"], row["at"]) for row in book["audit"]}
    for kind, (key, deeds, of) in TRAILED.items():
        for line in book.every(kind):
            name = f"{of}:{line['store'] if of == 'store' else line.get(of, line.get('id'))}"
            late = kind in LATER or key == "from"
            there = any((deed, name) in said if late else (deed, name, line[key]) in said for deed in deeds)
            if line[key] and not there and not (kind in UNNAMED and ("leakage.sign", line[key]) in signed):
                yield f"the {kind} of {name} at {line[key]} is not on the trail"


@rule
def calls_are_as_many_as_the_trail_says(book: Book):
    for lead in book["lead"]:
        said = sum(row["action"] == "call.log" for row in book.by("audit", "object").get(f"lead:{lead['id']}", []))
        calls = sum(row["lead"] == lead["id"] for row in book.taken["call"]) + len(book.of(lead["id"], "call"))
        if said != calls:
            yield f"{lead['id']} has {calls} calls, the trail says {said}"


@rule
def the_trail_speaks_of_what_exists(book: Book):
    known = {f"{line['type']}:{line.get('id') or line.get('username') or line.get('code') or line.get('name')}" for line in book.file}
    for row in book["audit"]:
        if row["object"] and row["object"] not in known:
            yield f"{row['action']} at {row['at']} is said of {row['object']}"


@rule
def an_end_is_on_the_trail(book: Book):
    said = {(row["object"], row["at"], row["detail"]["after"]) for row in book["audit"] if row["action"] == "lead.close"}
    for lead in book["lead"]:
        if lead["closed_at"] and lead["closed_as"] != "merged" and (f"lead:{lead['id']}", lead["closed_at"], lead["closed_as"]) not in said:
            yield f"{lead['id']} ended as {lead['closed_as']} at {lead['closed_at']}, which the trail does not say"


@rule
def what_is_taken_back_is_on_the_trail(book: Book):
    said = {(row["action"], row["object"], row["at"], row["by"]) for row in book["audit"]}
    for name, at, by, deeds in _taken_back(book):
        if not any((deed, name, at, by) in said for deed in deeds):
            yield f"{name} was taken back at {at} by {by}, which the trail does not say"


def _taken_back(book: Book) -> Iterator[tuple]:
    """Everything that was taken back: what, when, by whom, and the deeds one of which stands on the trail."""
    for kind, (deed, of, key) in TAKEN_BACK.items():
        for line in book.taken[kind]:
            name = f"{of}:{line[key]}"
            yield name, line["annulled"]["at"], line["annulled"]["by"], {deed} | ALSO_TAKEN_BACK.get(kind, set())
    for order in book.every("order"):
        for entry in order.get("taken_back", ()):
            yield f"order:{order['id']}", entry["at"], entry["by"], {deed for end, deed in ENDS_TAKEN_BACK.items() if end in entry}
