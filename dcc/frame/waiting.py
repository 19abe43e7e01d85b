"""What waits for somebody, as a line that leads to where it is done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DeskItem:
    """One thing that waits for somebody: a row of the role's desk. The most urgent is what one does first."""

    what: str
    icon: str
    how_much: str  # “18 leads, the longest for 2 h 10 min”
    url: str
    action: str  # the word of its button
    since: str = ""
    late: bool = False
    urgency: int = 50  # smaller comes first; late ones before all others
