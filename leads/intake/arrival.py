"""One arrival on its way in: what a sender told us of a person, cleaned. Facts only."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from leads.intake.judging import repeat_key

LONGEST_ID = 120
A_DAY = timedelta(days=1)


def place_of(moment: datetime, *, day_only: bool) -> tuple[datetime, bool]:
    """Return by what the first of several arrivals is told: a day without a time comes behind every time of that day, and before the next day.

    See docs/rules/intake.md#time.
    """
    return moment + A_DAY if day_only else moment, not day_only


@dataclass(frozen=True, slots=True)
class Rang:
    """The call a row of a hotline's log tells of: whether anybody answered, how long they spoke and the caller waited, and who it names."""

    answered: bool
    seconds: int = 0
    waited: int | None = None
    who: str = ""


@dataclass(slots=True)
class Arrival:
    """A person who asked, as one row of a file, one form or one call tells it.

    `received_at` None: the sender gave no time, the moment of entry counts; `day_only`: they told the day alone. `repeats` False: nothing
    can be this arrival again (typed by hand).
    `phone_until`: when the number ends, as the sender says. `rang`: the incoming call it was, where a hotline's log told of it.
    `levels`: the channel's names as the sender said them, joined. `problem` holds the reason code of a row nobody can use.
    """

    phone: str = ""
    second_phone: str = ""
    name: str = ""
    model: str = ""
    city: str = ""
    gender: str = ""
    remark: str = ""
    received_at: datetime | None = None
    day_only: bool = False
    issued_at: datetime | None = None
    deadline: datetime | None = None
    external_id: str = ""
    extra: dict = field(default_factory=dict)
    channel_id: int | None = None
    number: int = 0
    problem: str = ""
    repeat_key: str = ""
    rang: Rang | None = None
    phone_until: datetime | None = None
    levels: str = ""

    def key(self, fingerprint: str) -> str:
        """Return the repeat key of this arrival; an overlong id stands in it by its digest."""
        known_by = self.external_id if len(self.external_id) <= LONGEST_ID else sha256(self.external_id.encode()).hexdigest()
        return repeat_key(self, external_id=known_by, fingerprint=fingerprint)
