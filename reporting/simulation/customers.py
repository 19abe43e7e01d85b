"""Customers and their hidden truths: whether they answer, what they want, when they come. Nobody in the store knows them but by asking."""

from dataclasses import dataclass, field
from random import Random

from reporting.simulation import invented


@dataclass(frozen=True)
class Temper:
    """What becomes of one kind of person, as shares of cases. `patience`: connected calls after which they have decided."""

    kind: str
    weight: float
    answers: float = 0.0
    card: float = 0.0
    invite: float = 0.0
    keeps: float = 0.0
    buys: float = 0.0
    patience: int = 1


TEMPERS = (
    Temper("hot", 21, answers=0.78, card=0.95, invite=0.68, keeps=0.62, buys=0.31, patience=6),
    Temper("warm", 30, answers=0.68, card=0.75, invite=0.3, keeps=0.53, buys=0.08, patience=3),
    Temper("cold", 27, answers=0.6, card=0.3, invite=0.05, keeps=0.35, patience=1),
    Temper("far", 3, answers=0.6),
    Temper("not_me", 3, answers=0.5),
    Temper("trade", 1, answers=0.7),
    Temper("silent", 9),
    Temper("wrong", 3.5),
    Temper("dead", 2.5),
)
REACHABLE = TEMPERS[:3]
WALK_INS = (Temper("hot", 2, answers=0.8, card=0.9, invite=0.5, keeps=0.64, buys=0.27, patience=6), TEMPERS[1])


@dataclass
class Customer:
    """One person: what the store may learn, and the truth. `plan` counts their intentions: whatever an earlier one planned no longer happens."""

    phone: str
    name: str
    model: str
    city: str
    temper: Temper
    random: Random = field(repr=False)
    real_phone: str = ""  # behind a portal's privacy number
    heard: int = 0  # connected calls of this purchase cycle
    visits: int = 0
    plan: int = 0
    ordered: bool = False
    invited_by: int | None = None

    def happens(self, share: float) -> bool:
        """Whether something happens to them that happens in this share of cases."""
        return self.random.random() < share


@dataclass
class Town:
    """Everybody the store will ever hear of: a person is what their number makes of them, whoever meets them first."""

    seed: int
    known: dict[str, Customer] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)

    def customer(self, phone: str, *, came: bool = False) -> Customer:
        """Return the person of a number; `came`: met at the door first, where there is nobody who only clicked."""
        if phone not in self.known:
            random = Random(f"{self.seed}/customer/{phone}")  # noqa: S311 - a play, not a secret
            tempers = WALK_INS if came else REACHABLE if "," in phone else TEMPERS  # a portal rings through before it gives out a number of its own
            temper = random.choices(tempers, [each.weight for each in tempers])[0]
            found = Customer(phone, invented.name(random), invented.model(random), invented.city(random), temper, random)
            if "," in phone:
                found.real_phone = invented.phone(random)
                self.known[found.real_phone] = found
            self.known[phone] = found
            if phone[0].isdigit():
                self.numbers.append(phone)
        return self.known[phone]

    def start_again(self, customer: Customer) -> None:
        """Let somebody whose cycle has ended want a car anew, in another mood."""
        customer.temper = customer.random.choices(REACHABLE, [each.weight for each in REACHABLE])[0]
        customer.heard, customer.ordered = 0, False
        customer.plan += 1
