"""From where somebody logs in: what their browser calls itself, in two words a person knows (Edge · Windows), and its address."""

from dataclasses import dataclass
from typing import Any

BROWSERS = (
    ("MicroMessenger", "微信"), ("QQBrowser", "QQ"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("360SE", "360"), ("OPR", "Opera"),
    ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip
NEW = "new"  # a browser in which the account was not logged in to before
IN_THE_HAND = {"HarmonyOS", "Android", "iPhone"}


def words_of(agent: str) -> str:
    """Return browser and system; those nobody knows are left out."""
    return " · ".join(word for known in (BROWSERS, SYSTEMS) if (word := next((word for sign, word in known if sign in agent), "")))


def is_in_the_hand(words: str) -> bool:
    """Whether these words are of a telephone."""
    return any(words.endswith(system) for system in IN_THE_HAND)


@dataclass(frozen=True)
class Place:
    """From where somebody logs in. `browser` in words; each "" where nothing is known."""

    browser: str = ""
    address: str = ""

    def said(self) -> dict[str, Any]:
        """Return what is known of it."""
        return {name: value for name, value in (("browser", self.browser), ("address", self.address)) if value}
