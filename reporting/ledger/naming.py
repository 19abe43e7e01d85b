"""What an exported line calls other rows: codes, usernames, names of channels, and ids numbered afresh in the order of the file."""

from collections import defaultdict

from dcc.models import Store, User
from leads.models import Channel

LETTERS = {"lead": "L", "appointment": "P", "visit": "V", "order": "O", "showroom_card": "K", "campaign": "C", "transfer": "T", "inquiry": "I", "topic": "Q"}
LETTERS["check_draw"] = "D"


class Names:
    """The names of one export."""

    def __init__(self, store: Store, people: list[User]) -> None:
        self._names: dict[str, dict[int, str]] = defaultdict(dict)
        self._names["store"] = {store.pk: store.code}
        self._names["user"] = {person.pk: person.username for person in people}
        self._names["channel"] = dict(Channel.objects.filter(store=store).values_list("pk", "name"))

    def give(self, kind: str, pk: int) -> str:
        """Number a row."""
        names = self._names[kind]
        names[pk] = f"{LETTERS[kind]}{len(names) + 1}"
        return names[pk]

    def of(self, kind: str, pk: int | None) -> str | None:
        """What a row is called; None for none, and for one this store's ledger does not hold."""
        return self._names[kind].get(pk) if pk is not None else None
