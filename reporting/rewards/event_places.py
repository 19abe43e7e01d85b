"""Which row an event of pay is: a visit, an order, an appointment; a card or a late first call is named by its lead alone, which has one."""

Place = tuple[str, int]  # measure, key of the row

LONGEST_KEY = 19  # digits of a number no database holds
OWN_ROWS = {"visits": "visit", "first_visits": "visit", "orders": "order", "deals": "order", "invited": "appointment"}  # what an event is a row of


def place_of(measure: str, key: int, lead: int) -> Place:
    """Return the place of an event: `key` is its row in the figures."""
    return (measure, key if measure in OWN_ROWS else lead)


def row_of(measure: str) -> str:
    """Return by which column an event is named."""
    return OWN_ROWS.get(measure, "lead")


def line_name(role: str, place: Place) -> str:
    """What a line is called in an address: agent-visits-12."""
    return f"{role}-{place[0]}-{place[1]}"


def line_named(name: str) -> tuple[str, Place] | None:
    """Return the post and the place of a line by its name; None where it names none."""
    parts = name.split("-")
    if len(parts) != len(("role", "measure", "row")) or not (parts[2].isascii() and parts[2].isdecimal() and len(parts[2]) < LONGEST_KEY):
        return None
    return parts[0], (parts[1], int(parts[2]))
