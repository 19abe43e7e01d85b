"""What one may do, in words: a sentence for every scope of the permission table. A scope without one fails a test."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dcc.models import User
from dcc.people.permissions import PERMISSIONS, scopes

STRONGEST_FIRST = ("all", "reveal", "team", "agents", "others", "own", "propose", "masked", "channels", "stores")
PERMISSION_WORDS: dict[tuple[str, str], Any] = {
    ("lead.see", "all"): _("See every lead of the store"),
    ("lead.see", "own"): _("See the leads that are yours"),
    ("lead.phone", "reveal"): _("Show full numbers, one at a time; each is on the trail"),
    ("lead.phone", "masked"): _("See numbers masked"),
    ("lead.create", "all"): _("Enter leads by hand"),
    ("lead.change", "all"): _("Correct the facts of every lead"),
    ("lead.change", "own"): _("Correct the facts of your leads"),
    ("lead.number", "all"): _("Correct telephone numbers"),
    ("lead.number", "propose"): _("Propose corrected telephone numbers of your leads"),
    ("lead.merge", "all"): _("Merge two leads of one person, and take it back"),
    ("lead.allocate", "all"): _("Give leads to agents"),
    ("allocation_rule.see", "all"): _("See the rules by which leads are given"),
    ("allocation_rule.change", "all"): _("Change the rules by which leads are given, weights and caps"),
    ("filter.share", "all"): _("Share filters of the list with the store"),
    ("import", "all"): _("Import files of leads"),
    ("import", "own"): _("Import files of leads and see your own imports"),
    ("import.undo", "all"): _("Undo every import for 24 hours"),
    ("import.undo", "own"): _("Undo your own imports for 24 hours"),
    ("do_not_call.set", "all"): _("Put numbers on the do-not-call list"),
    ("do_not_call.set", "own"): _("Put numbers of your leads on the do-not-call list"),
    ("do_not_call.lift", "all"): _("Take numbers off the do-not-call list"),
    ("visit.see", "all"): _("See every visit of the store"),
    ("visit.see", "own"): _("See the visits of your customers and the groups that wait"),
    ("visit.tag", "all"): _("Register visits and tag them"),
    ("visit.receive", "own"): _("Receive customers and follow them until delivery"),
    ("visit.identify", "all"): _("Complete walk-ins nobody knew"),
    ("visit.correct", "all"): _("Correct the facts of a visit, and with them its tag"),
    ("visit.decide", "all"): _("Decide the tag of a visit"),
    ("visit.annul", "all"): _("Take visits back that were none, with a reason"),
    ("visit.annul", "own"): _("Take back the visit you registered within five minutes, until somebody went to receive it"),
    ("tag_change.annul", "own"): _("Take back the tag you changed within five minutes, while nothing was built on it"),
    ("desk.match", "all"): _("Find walk-ins by four digits, name or inviter; limited, and on the trail"),
    ("reconcile.see", "all"): _("Compare visits with leads"),
    ("leakage.see", "all"): _("See every leakage"),
    ("leakage.see", "own"): _("See the leakages of your leads"),
    ("leakage.tell", "all"): _("Tell agents and reception of leakages"),
    ("leakage.propose", "all"): _("Propose how a leakage is settled"),
    ("leakage.sign", "all"): _("Sign how a leakage is settled"),
    ("order.correct", "all"): _("Enter, correct and join orders and deliveries of every lead"),
    ("order.correct", "own"): _("Enter and correct orders and deliveries of your customers"),
    ("order.annul", "all"): _("Take orders, deliveries and cancellations back, with a reason"),
    ("order.annul", "own"): _("Take back the order, delivery or cancellation you wrote within five minutes"),
    ("order.keep", "all"): _("Follow every customer until delivery: visits and notes"),
    ("order.keep", "own"): _("Follow your customers until delivery: visits and notes"),
    ("showroom_card.keep", "all"): _("Keep the showroom's cards"),
    ("transfer.see", "all"): _("See the list of cards to be transferred"),
    ("transfer.decide", "all"): _("Confirm, hold or refuse transfers"),
    ("claim.decide", "all"): _("Decide leads the showroom already has"),
    ("person.release", "all"): _("Release a transferred customer"),
    ("person.release", "propose"): _("Propose the release of a transferred customer"),
    ("call.log", "all"): _("Log calls on every lead, as cover"),
    ("call.log", "own"): _("Log calls on your leads"),
    ("call.incoming", "all"): _("Take incoming calls"),
    ("call.incoming", "own"): _("Take incoming calls; who calls for the first time becomes yours"),
    ("card.open", "all"): _("Open the card of every lead"),
    ("card.open", "own"): _("Open the card of your leads"),
    ("appointment.book", "all"): _("Invite every customer to the store"),
    ("appointment.book", "own"): _("Invite your customers to the store"),
    ("lead.propose", "all"): _("Apply for any lead to be lost or invalid"),
    ("lead.propose", "own"): _("Apply for your leads to be lost or invalid"),
    ("lead.grade", "all"): _("Grade leads and confirm the invalid"),
    ("lead.review", "all"): _("Decide on low and lost leads"),
    ("figures.see", "all"): _("See every figure of the store"),
    ("figures.see", "team"): _("See your figures and the team's totals"),
    ("figures.see", "own"): _("See your figures"),
    ("figures.see", "channels"): _("See the figures of channels"),
    ("figures.see", "stores"): _("See the figures of the stores you watch, without persons"),
    ("board.see", "all"): _("See the daily board"),
    ("board.see", "team"): _("See the daily board: your row and the team's totals"),
    ("board.see", "channels"): _("See the daily board without persons"),
    ("board.see", "stores"): _("See the daily boards of the stores you watch, without persons"),
    ("target.see", "all"): _("See the month's targets"),
    ("target.set", "all"): _("Set the month's targets"),
    ("person.see", "all"): _("See the people of the store"),
    ("person.manage", "all"): _("Add people below your rank, give their roles, reset their passwords, give access back"),
    ("person.leave", "agents"): _("Hand over what an agent holds who leaves, and end their access"),
    ("person.leave", "all"): _("Hand over what anybody below you holds who leaves, and end their access"),
    ("person.away", "all"): _("Mark anybody as away"),
    ("person.away", "own"): _("Mark yourself as away"),
    ("roster.see", "all"): _("Read the roster"),
    ("roster.set", "agents"): _("Keep the roster of the agents"),
    ("roster.set", "others"): _("Keep the roster of reception, data and front desk"),
    ("channel.see", "all"): _("See the channels"),
    ("channel.manage", "all"): _("Add, rename and retire channels"),
    ("refund.see", "all"): _("See the bad leads of paid channels and what is paid back for them"),
    ("refund.see", "channels"): _("See how many leads of paid channels are bad, and the sums"),
    ("refund.claim", "all"): _("Claim bad leads from their platforms and note the answers"),
    ("campaign.see", "all"): _("See campaigns, whom they invite and what comes of them"),
    ("campaign.see", "channels"): _("See campaigns and their figures, without customers"),
    ("campaign.plan", "all"): _("Plan campaigns and write what they cost"),
    ("campaign.invite", "all"): _("Invite customers to campaigns"),
    ("capture.manage", "all"): _("Issue and revoke the tokens with which leads are pushed into channels"),
    ("setting.change", "all"): _("Change every rule of the store"),
    ("setting.change", "team"): _("Change the team's rules"),
    ("word.manage", "all"): _("Change the store's lists of words"),
    ("trail.see", "all"): _("Read the whole trail of the store"),
    ("trail.see", "team"): _("Read the trail of everybody up to your rank"),
    ("trail.see", "own"): _("Read which numbers you were shown"),
}
EVERYBODYS = frozenset({"me", "desk.see"})  # the desk, my page, notices: not worth a sentence


def may_in_words(user: User) -> list[str]:
    """Return what this person may do, in the order of the table; of several scopes the widest is said."""
    lines = []
    for permission in PERMISSIONS:
        held = scopes(user, permission)
        if held and permission not in EVERYBODYS:
            widest = next(scope for scope in STRONGEST_FIRST if scope in held)
            lines.append(str(PERMISSION_WORDS[permission, widest]))
    return lines
