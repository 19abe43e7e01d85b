"""是不是同一人: whom somebody new may be expected as, as the page shows it."""

from dataclasses import dataclass
from datetime import datetime

from dcc.models import User
from leads.models import Lead
from reception.door.forms.group import GroupForm
from reception.door.rules.evidence import Person, person_of
from reception.door.rules.matching import refer
from reception.door.rules.same_person import Candidate, candidates
from reception.models import ShowroomCard


@dataclass(frozen=True)
class Row:
    """One of those expected about now."""

    candidate: Candidate
    reference: str
    chosen: bool


@dataclass(frozen=True)
class Question:
    """Whom it may be; `none`: the desk has asked, and it is nobody of them."""

    rows: list[Row]
    none: bool
    inviter: User | None

    @property
    def answered(self) -> bool:
        """Whether the desk has said who it is, or that it is none of them."""
        return self.none or any(row.chosen for row in self.rows)

    @property
    def asked(self) -> str:
        """What is asked about, as the form sends it back."""
        return ",".join(str(row.candidate.appointment.pk) for row in self.rows)


def question_of(user: User, form: GroupForm, *, now: datetime) -> Question | None:
    """Return what the desk asks of somebody new whom no number finds; None where nobody fits."""
    said = form.cleaned_data
    if not form.is_new or (not form.expected_as and "person" in said and _is_known(user, said["person"])):
        return None
    inviter = form.people.get(said.get("named_user"))
    found = candidates(user.own_store, name=said.get("name", ""), inviter=inviter, at=said.get("arrived") or now)
    chosen = said.get("person") if form.expected_as else None
    rows = [Row(one, refer(one.lead, user), person_of(one.lead) == chosen) for one in found]
    none = bool(form.not_them) and {one.appointment.pk for one in found} <= form.not_them
    return Question(rows, none, inviter) if rows else None


def _is_known(user: User, person: Person) -> bool:
    """Whether a typed number is somebody's: a customer's, or on a card of the showroom."""
    return bool(person.phone) and any(model.objects.filter(store=user.store, phone=person.phone).exists() for model in (Lead, ShowroomCard))
