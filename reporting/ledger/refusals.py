"""Why a ledger is refused."""


class LedgerRefused(Exception):
    """A file that is not taken, with the line and key at which it was found out; nothing was written."""

    def __init__(self, line: int, key: str, reason: str) -> None:
        super().__init__(f"line {line}: {key}: {reason}" if key else f"line {line}: {reason}")
        self.line, self.key, self.reason = line, key, reason
