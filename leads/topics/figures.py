"""The figures topics are tied to: a room above knows what their addresses mean."""

from datetime import datetime

from dcc.models import User
from leads import sockets
from leads.sockets import Figure


def figure_of(user: User, address: str, now: datetime) -> Figure | None:
    """Return the figure of an address, None where there is none, or none this person may see."""
    if not address:
        return None
    return next((figure for find in sockets.figures if (figure := find(user, address, now))), None)
