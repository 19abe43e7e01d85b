"""The campaigns of a year as lines of a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from leads.models import Campaign
from reception.campaigns.effect import Effect, state_of


@dataclass(frozen=True)
class Line:
    """One campaign with what came of it."""

    campaign: Campaign
    effect: Effect
    state: str


def lines_of(campaigns: Iterable[Campaign], effects: Mapping[int, Effect], today: date, *, by_cost: bool) -> list[Line]:
    """Return the lines, the latest first; by the cost of a visit only those that are over are compared, the cheapest first, the others behind."""
    lines = [Line(campaign, effects[campaign.pk], state_of(campaign, effects[campaign.pk], today)) for campaign in campaigns]
    lines.sort(key=lambda line: (line.campaign.first_day, line.campaign.pk), reverse=True)
    if by_cost:
        compared = [line for line in lines if line.state == "over" and line.effect.came]
        rest = [line for line in lines if line not in compared]
        return [*sorted(compared, key=lambda line: line.effect.spent / line.effect.came), *rest]
    return lines
