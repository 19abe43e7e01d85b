"""The proposal at the desk as the page shows it: whose the group is, the rule that decided, what pressing the button does."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from dcc.models import Store, User
from reception.door.attribution import RULES, Answer, Line, Window, was_open
from reception.door.rules.matching import Match, show
from reception.door.rules.registration import Registration
from reception.door.rules.telling import receivers
from reception.door.rules.visits import judge
from reception.models import Visit
from reception.models.querysets.visit import LOOK
from reception.models.visit import BASES


@dataclass(frozen=True)
class Proposal:
    """One proposal. `seen`: the visit this person has today, asked about first. `asks`: rule 4 waits for its answer. `shown` the rules to show, `rest` the
    names of those after the one that decided.
    """

    answer: Answer
    match: Match | None
    window: Window
    shown: list[Line]
    rest: str
    decided_at: int
    asks: bool
    may_overrule: bool
    called: list[User]
    named_user: User | None
    leaks_if_showroom: bool
    seen: Visit | None

    @property
    def tag(self) -> str:
        """The tag the button gives."""
        return self.answer.tag

    @property
    def other_tag(self) -> str:
        """The tag of the other way."""
        return "showroom" if self.answer.tag == "dcc" else "dcc"

    @property
    def call_words(self) -> str:
        """Who comes when the button is pressed: a name, or how many are on duty."""
        if len(self.called) == 1:
            return self.called[0].name
        return _("all %(count)d on duty") % {"count": len(self.called)} if self.called else ""


def propose(store: Store, group: Registration, *, answered: bool, by: User, now: datetime, match: Match | None = None) -> Proposal:
    """Return what the rules say of a group; `answered`: the desk has asked who invited them. `match`: the person, if just found."""
    if match is None and (group.person.phone or group.person.lead_id):
        match = show(store, group.person, by=by, now=now)
    known = match.known if match and group.arrived_at is None else None
    known, facts, answer = judge(store, group, at=group.arrived_at or now, known=known)
    place = RULES.index(answer.basis) if answer.basis in RULES else len(RULES)
    specialist = answer.fulfils.specialist if answer.fulfils else None
    lead = next((one for one in known.leads if one.pk == answer.lead), None)
    return Proposal(
        answer=answer,
        match=match if match and (match.lead or match.card) else None,
        window=facts.window,
        shown=list(answer.lines[: place + 1]),
        rest=_(", ").join(str(dict(BASES)[line.rule]) for line in answer.lines[place + 1 :]),
        decided_at=place + 1,
        asks=answer.basis in {"named", "none"} and (facts.looks or bool(facts.cycles)) and not answered,
        may_overrule=answer.basis != "transfer" and (group.purpose == LOOK or bool(known.leads)),
        called=receivers(store, named=group.called, specialist_id=specialist, lead=lead, now=now) if answer.tag == "dcc" else [],
        named_user=User.objects.visible_to(by).filter(pk=answer.named_user).first() if answer.named_user else None,
        leaks_if_showroom=facts.looks and was_open(facts),
        seen=known.seen(store.zone),
    )
