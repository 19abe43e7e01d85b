"""The senders' files and their right answers (README.md says what each of them is)."""

import json
from pathlib import Path

SAMPLES = Path(__file__).parent
CASES = SAMPLES / "cases"


def expected() -> dict:
    """The counts each lead file must give."""
    return json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))


def lead_files() -> list[str]:
    """Every lead file, the showroom's sheet left out."""
    return [name for name in expected() if name != "showroom_cards.xls"]
