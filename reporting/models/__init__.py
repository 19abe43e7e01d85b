"""What a store sets itself to reach, what it pays for, and the periods it closed."""

from reporting.models.appraisal import AppraisalRule
from reporting.models.closing import Closing, Opening
from reporting.models.evening_note import EveningNote
from reporting.models.evening_report import EveningReport, Remark, ReportLetter, ReportReceiver
from reporting.models.forecast import Forecast
from reporting.models.objection import Objection
from reporting.models.reward import RewardRate, RewardRule
from reporting.models.statement import DealTick, Statement
from reporting.models.target import Target
from reporting.models.trial import Trial
from reporting.models.wall_token import WallToken

__all__ = [
    "AppraisalRule",
    "Closing",
    "DealTick",
    "EveningNote",
    "EveningReport",
    "Forecast",
    "Objection",
    "Opening",
    "Remark",
    "ReportLetter",
    "ReportReceiver",
    "RewardRate",
    "RewardRule",
    "Statement",
    "Target",
    "Trial",
    "WallToken",
]
