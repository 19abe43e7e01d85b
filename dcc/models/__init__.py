"""Stores, people, the trail, notices and settings: what every room stands on."""

from dcc.models.absence import Absence
from dcc.models.annulled import STANDS, Annullable, taken_back
from dcc.models.due import DueOfStore, DueRun
from dcc.models.nightly_backup import NightlyBackup
from dcc.models.notice import Notice
from dcc.models.robot import MAKERS, Robot, RobotMessage
from dcc.models.second_factor import RecoveryCode, SecondFactor
from dcc.models.shift import Shift
from dcc.models.store import Store
from dcc.models.store_setting import StoreSetting
from dcc.models.trail import TrailEntry
from dcc.models.trail_seal import Sealing, TrailChain, TrailSeal
from dcc.models.user import Role, User
from dcc.models.word import Word

__all__ = [
    "MAKERS",
    "STANDS",
    "Absence",
    "Annullable",
    "DueOfStore",
    "DueRun",
    "NightlyBackup",
    "Notice",
    "RecoveryCode",
    "Robot",
    "RobotMessage",
    "Role",
    "Sealing",
    "SecondFactor",
    "Shift",
    "Store",
    "StoreSetting",
    "TrailChain",
    "TrailEntry",
    "TrailSeal",
    "User",
    "Word",
    "taken_back",
]
