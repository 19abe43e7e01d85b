"""The people of the store who are played: those it has, or made for a store that the play makes."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from dcc.models import Store, User
from dcc.people.rules.people import add_person
from reporting.simulation import invented as people

LEADS_OF_AN_AGENT = 8  # a day
LEADS_OF_A_RECEPTION = 15


@dataclass
class Cast:
    """Everybody of the store by role, in the order of their usernames."""

    people: list[User] = field(default_factory=list)

    def of(self, role: str) -> list[User]:
        """Return those who hold a role."""
        return [person for person in self.people if role in person.roles]

    def one(self, role: str) -> User | None:
        """Return the first who holds a role."""
        return next(iter(self.of(role)), None)

    def find(self, pk: int | None) -> User | None:
        """Return the person of an id."""
        return next((person for person in self.people if person.pk == pk), None)


def load_cast(store: Store) -> Cast:
    """Return the people of a store who have not left."""
    found = sorted(User.objects.of_store(store).employed().prefetch_related("role_rows"), key=lambda person: person.username)
    for person in found:
        person.store = store
    return Cast(found)


def make_people(store: Store, *, per_day: int, random: Random, now: datetime) -> None:
    """Make the people of a new store, called after its code (l1-agent1), as many as its leads want."""
    agents = max(2, round(per_day / LEADS_OF_AN_AGENT))
    receptions = max(1, round(per_day / LEADS_OF_A_RECEPTION))
    roles = [("leader", "leader"), *((f"agent{number}", "agent") for number in range(1, agents + 1)), ("data", "data_manager"), ("desk", "front_desk")]
    roles += [(f"reception{number}", "reception") for number in range(1, receptions + 1)]
    roles += [("marketing", "marketing"), ("director", "director"), ("manager", "manager")]
    for title, role in roles:
        add_person(username=f"{store.code}-{title}", name=people.full_name(random), roles=[role], store=store, by=None, now=now)
