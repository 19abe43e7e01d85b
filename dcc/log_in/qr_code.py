"""A QR code as the path of a drawing: made here, sent nowhere."""

import segno

QUIET = 4  # modules of white around it, as readers want


def path_of(text: str) -> tuple[str, int]:
    """Return the path of the dark modules, and how many modules a side has, the quiet ones included."""
    rows = segno.make(text, error="m", micro=False).matrix
    dark = (f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    return "".join(dark), len(rows) + 2 * QUIET
