"""Why a ledger is refused."""

LONGEST = 160  # signs of what a file said that are said back


class LedgerRefused(Exception):
    """A file that is not taken, with the line and key at which it was found out; nothing was written."""

    def __init__(self, line: int, key: str, reason: str) -> None:
        self.line, self.key, self.reason = line, _brief(key), _brief(reason)
        super().__init__(f"line {line}: {self.key}: {self.reason}" if key else f"line {line}: {self.reason}")


def _brief(said: str) -> str:
    """Cut what is too long for a line of a terminal, and spell out signs that would steer it."""
    shown = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in said[: LONGEST + 1])
    return shown if len(said) <= LONGEST else f"{shown[:LONGEST]}…"
