"""The senders' files beside the repository, where they are."""

import json
from pathlib import Path

import pytest

from tests.summary import NO_SAMPLES

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason=NO_SAMPLES)


def expected() -> dict:
    """The counts each lead file must give."""
    return json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))


def lead_files() -> list[str]:
    """Every lead file, the showroom's sheet left out."""
    return [name for name in expected() if name != "showroom_cards.xls"] if SAMPLES.is_dir() else []
