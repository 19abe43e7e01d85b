"""When two names of channels are the same name."""

from leads.intake.cells import half_width


def key(name: str) -> str:
    """What names are compared by: without case, width of letters and signs, and spaces. `ＡＢ 汽车` and `ab汽车` are one name."""
    return "".join(half_width(name).casefold().split())
