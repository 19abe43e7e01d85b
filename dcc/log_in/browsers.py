"""What a browser calls itself, in two words a person knows: Edge · Windows."""

BROWSERS = (
    ("MicroMessenger", "微信"), ("QQBrowser", "QQ"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("360SE", "360"), ("OPR", "Opera"),
    ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip
IN_THE_HAND = {"HarmonyOS", "Android", "iPhone"}


def words_of(agent: str) -> str:
    """Return browser and system; those nobody knows are left out."""
    return " · ".join(word for known in (BROWSERS, SYSTEMS) if (word := next((word for sign, word in known if sign in agent), "")))


def is_in_the_hand(words: str) -> bool:
    """Whether these words are of a telephone."""
    return any(words.endswith(system) for system in IN_THE_HAND)
