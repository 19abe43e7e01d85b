"""Who may do what: one table, read by code, pages, docs and tests.

A cell holds the scope in which a role may do a thing: `-` not at all; `all` in the whole store; `own` what is theirs; other words are explained
beside their row. A person with several roles may do the sum. Rows of another store do not exist for anyone but head office's figures.
"""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from dcc.people.roles import ROLES

if TYPE_CHECKING:
    from dcc.models import User

TABLE = """
permission          data_manager  agent   leader  reception  front_desk  marketing  director  manager  hq
# every person: the desk, my page, notices
me                  own           own     own     own        own         own        own       own      own
# the desk: what waits, the routine, today's figures; the others begin on a page of their own
desk.see            own           -       own     -          -           own        own       own      own
# leads: the rows one sees; full numbers one at a time (reveal), masked only, last four; propose = somebody else confirms it
lead.see            all           own     all     own        -           -          all       all      -
lead.phone          reveal        reveal  reveal  reveal     -           -          reveal    masked   -
lead.create         all           -       all     -          -           -          -         -        -
lead.change         all           own     all     own        -           -          -         -        -
lead.number         all           propose all     propose    -           -          -         -        -
lead.merge          all           -       all     -          -           -          -         -        -
lead.allocate       -             -       all     -          -           -          -         -        -
# the lines by which leads are given, each agent's weight and cap
allocation_rule.see    all        -       all     -          -           -          all       all      -
allocation_rule.change -          -       all     -          -           -          -         -        -
filter.share        -             -       all     -          -           -          -         -        -
# import: own = only the batches one uploaded; to undo one for 24 hours
import              all           -       all     -          -           own        -         -        -
import.undo         own           -       all     -          -           own        -         -        -
# the do-not-call list: set = for a customer, list = further numbers at once
do_not_call.see     all           -       all     -          -           -          all       -        -
do_not_call.list    all           -       all     -          -           -          -         -        -
do_not_call.set     all           own     all     own        -           -          -         -        -
do_not_call.lift    -             -       all     -          -           -          all       -        -
# reception: visits and their tags, leakages, orders (correct: and join by hand), the showroom's cards and what is transferred out of them
visit.see           all           -       all     own        all         -          all       all      -
visit.tag           -             -       -       -          all         -          -         -        -
visit.receive       -             -       -       own        -           -          -         -        -
visit.identify      all           -       -       -          all         -          -         -        -
visit.correct       all           -       -       -          -           -          -         -        -
visit.decide        -             -       -       -          -           -          all       -        -
visit.annul         all           -       -       -          own         -          -         -        -
tag_change.annul    own           -       -       -          -           -          own       -        -
visit.late          all           -       -       -          -           -          -         -        -
visit.kept          all           -       -       -          all         -          -         -        -
# the day at the front desk, signed once: what was signed and what came after
day.sign            -             -       -       -          all         -          -         -        -
day.see             all           -       -       -          all         -          all       all      -
# who is there, and whom they invited: for the walk-in who says a name
who.see             -             -       all     all        all         -          -         -        -
desk.match          -             -       -       -          all         -          -         -        -
reconcile.see       all           -       all     -          -           -          all       all      -
leakage.see         all           own     all     own        -           -          all       all      -
leakage.tell        all           -       -       -          -           -          -         -        -
leakage.propose     -             -       all     -          -           -          -         -        -
leakage.sign        -             -       -       -          -           -          all       -        -
order.correct       all           -       all     own        -           -          -         -        -
order.annul         all           -       all     own        -           -          -         -        -
order.join          all           -       all     -          -           -          -         -        -
order.reverse       -             -       -       -          -           -          all       -        -
order.keep          -             -       all     own        -           -          -         -        -
showroom_card.keep  -             -       -       -          all         -          -         -        -
transfer.see        all           -       all     -          all         -          all       all      -
transfer.decide     -             -       -       -          -           -          all       -        -
given.see           all           -       all     -          all         -          all       all      -
given.write         -             -       -       -          all         -          -         -        -
claim.decide        -             -       all     -          -           -          -         -        -
person.release      -             -       propose -          -           -          all       -        -
# a person erased at their own request, and what is known of them as one file
person.erase        -             -       -       -          -           -          all       -        -
# whether cards and visits are true: a sample is drawn each morning; own = of what one wrote oneself, once it was judged
check.see           all           own     all     own        own         -          all       all      -
check.write         -             -       all     -          -           -          -         -        -
check.answer        own           own     own     own        own         -          -         -        -
# calls: own = the leads that are theirs now, the agent's and the reception specialist's; incoming: from a number typed until its call is logged
call.log            -             own     all     own        -           -          -         -        -
call.incoming       -             own     all     -          -           -          -         -        -
card.open           -             own     all     own        -           -          -         -        -
appointment.book    -             own     all     own        -           -          -         -        -
# second looks: one's own; the report of all of them
second_look.own     -             own     -       -          -           -          -         -        -
second_look.see     all           -       all     -          -           -          all       -        -
# the evening note: own = one's own, team = the team's and each one's
evening.see         -             own     team    -          -           -          -         -        -
# the evening report: read it and what was sent; write in it, send it, hold it back; choose who receives it
evening_report.see  all           -       all     -          -           -          all       all      -
evening_report.send -             -       all     -          -           -          -         -        -
evening_report.address -          -       all     -          -           -          all       -        -
# judging: propose the end of a lead, grade and confirm invalid, decide on low and lost
lead.propose        -             own     all     own        -           -          -         -        -
lead.grade          all           -       -       -          -           -          -         -        -
lead.review         -             -       all     -          -           -          -         -        -
# figures: team = one's own and the team's totals; own = one's own; channels = no persons; stores = those one watches, no persons
figures.see         all           team    all     own        -           channels   all       all      stores
figures.export      all           -       all     -          -           all        all       all      all
board.see           all           team    all     -          -           channels   all       all      stores
# the meeting: team = the team's totals, one's own row and one's own customers
meeting.see         all           team    all     -          -           -          all       all      -
# days and months, closed: read what was closed; close it
closing.see         all           -       all     -          -           -          all       all      -
closing.close       all           -       -       -          -           -          -         -        -
# what a post is paid for: the rules
reward_rule.see     -             -       all     -          -           -          all       all      -
reward_rule.change  -             -       -       -          -           -          all       -        -
# what a month pays: read everybody's sums, tick and freeze; own = one's own statement
reward.see          all           -       all     -          -           -          all       all      -
reward.freeze       -             -       all     -          -           -          -         -        -
statement.see       all           own     all     own        -           -          all       all      -
# a line of one's own statement: object to it; answer an objection, leaders = of those who lead
objection.make      -             own     -       own        -           -          -         -        -
objection.answer    -             -       all     -          -           -          leaders   -        -
# appraisal: own = one's own card once it is signed; everybody's; the weights; sign: team = all but the leaders' own cards, leaders = theirs
appraisal.see       own           own     all     own        own         -          all       all      -
appraisal.weigh     -             -       -       -          -           -          all       -        -
appraisal.sign      -             -       team    -          -           -          leaders   -        -
# where leads are lost now: own = one's own, without money
leak.see            all           own     all     own        -           -          all       all      -
# lists of persons as a workbook, masked; full numbers: asked for, approved by somebody else, for one file (own = what one asked for)
export.persons      all           -       all     -          -           -          -         -        -
export.full         all           -       -       -          -           -          -         -        -
export.see          own           -       all     -          -           -          all       -        -
export.approve      -             -       all     -          -           -          all       -        -
# people beside each other: team = one's own row, the median and the total; what compares channels, reasons, hours
people.compare      all           team    all     own        -           -          all       all      -
reports.see         all           -       all     -          -           all        all       all      all
# how likely each appointment is kept: own = of one's own customers
arrival.see         all           own     all     own        -           -          all       all      -
target.see          all           -       all     -          -           -          all       all      -
target.set          -             -       all     -          -           -          -         -        -
# other rules of attribution tried on what was: kept = read a trial that was kept
rules.try           -             -       kept    -          -           -          all       kept      -
# people and settings: people below one's own rank (agents: who is nothing else; on the roster: who is one, others: everybody else)
# `team` the team's settings, `all` also attribution, transfer, reward
person.see          -             -       all     -          -           -          all       -        -
person.manage       -             -       all     -          -           -          all       -        -
person.leave        -             -       agents  -          -           -          all       -        -
person.away         own           own     all     own        own         own        all       own      -
roster.see          all           all     all     all        all         all        all       all      -
roster.set          -             -       agents  -          -           -          others    -        -
channel.see         all           -       all     -          -           all        all       -        -
channel.manage      all           -       -       -          -           all        all       -        -
# refunds of bad leads: channels = counts and sums, no customer
refund.see          all           -       channels -         -           channels   channels  channels -
refund.claim        all           -       -       -          -           -          -         -        -
# campaigns: channels = the figures, no customer
campaign.see        all           -       all     channels   channels    channels   all       all      -
campaign.plan       -             -       -       -          -           all        -         -        -
campaign.invite     -             -       all     -          -           -          -         -        -
# topics: own = those one raised or owns; all = agreed to as well
topic.see           all           all     all     all        all         all        all       all      -
topic.raise         all           all     all     all        all         all        all       -        -
topic.settle        own           own     all     own        own         own        all       -        -
# messages into the group chats of the store
robot.manage        -             -       all     -          -           -          all       -        -
# the addresses by which walls are shown without a log-in
wall.manage         -             -       all     -          -           -          all       -        -
capture.manage      -             -       all     -          -           -          all       -        -
setting.change      -             -       team    -          -           -          all       -        -
word.manage         -             -       all     -          -           -          all       -        -
# the audit trail: own = the numbers one was shown, team = the deeds of everybody up to one's own rank
trail.see           -             own     team    -          -           -          all       all      -
trail.export        -             -       team    -          -           -          all       all      -
# who saw a number: asked by the director, and by the operator's command
number.who_saw      -             -       -       -          -           -          all       -        -
"""


def parse(table: str) -> dict[str, dict[str, str]]:
    """Return {permission: {role: scope}} without the `-` cells. Raises ValueError for a line of the wrong width or an unknown role."""
    lines = [line.split() for line in table.strip().splitlines() if not line.startswith("#")]
    roles = lines[0][1:]
    if set(roles) != {name for name, _label in ROLES}:
        raise ValueError(f"the permission table names other roles than dcc.people.roles: {roles}")
    parsed = {}
    for name, *cells in lines[1:]:
        if len(cells) != len(roles) or name in parsed:
            raise ValueError(f"the permission table is wrong at {name}")
        parsed[name] = {role: cell for role, cell in zip(roles, cells, strict=True) if cell != "-"}
    return parsed


PERMISSIONS = parse(TABLE)
RANK = {"director": 3, "manager": 3, "hq": 3, "leader": 2}


def scopes(user: "User", permission: str) -> frozenset[str]:
    """Return the scopes in which this person may do `permission`; empty: not at all. Raises KeyError for a permission the table does not name."""
    row = PERMISSIONS[permission]
    return frozenset(row[role] for role in user.roles if role in row)


def may(user: "User", permission: str) -> bool:
    """Whether this person may do it in any scope."""
    return bool(scopes(user, permission))


def rank(roles) -> int:
    """The rank of somebody with these roles: director and manager 3, leader 2, the others 1 (docs/rules/trust.md#rank)."""
    return max((RANK.get(role, 1) for role in roles), default=0)


def outranks(user: "User", roles) -> bool:
    """Whether all these roles are below this person's own rank: only such may be given, taken or reset by them (docs/rules/trust.md#rank)."""
    return rank(roles) < rank(user.roles)


def roles_to_give(user: "User") -> list[tuple[str, object]]:
    """The roles this person may give and take, with their words: those below their own rank, so head office never."""
    return [(name, label) for name, label in ROLES if outranks(user, [name])] if may(user, "person.manage") else []


def decides(user: "User", permission: str) -> bool:
    """Whether this person may do it themselves, in the whole store, where others may only propose it."""
    return "all" in scopes(user, permission)


def requires(permission: str) -> Callable:
    """Open a view only to those the table lets in; names the permission on the view, so that a test can ask for it."""
    if permission not in PERMISSIONS:
        raise KeyError(permission)

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not may(request.user, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate
