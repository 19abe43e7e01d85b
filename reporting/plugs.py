"""What this room hangs on the sockets of the rooms below."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calls import sockets as calls_sockets
from dcc import sockets
from dcc.trail import audit, trail_words
from leads import sockets as leads_sockets
from reception import sockets as reception_sockets
from reporting.evening.chat_news import KIND, evening_news
from reporting.evening.rules.writing_notes import write_notes
from reporting.figures.dimensions import DIMENSIONS
from reporting.figures.formulas import formula_of
from reporting.figures.kept_rate import kept_rate
from reporting.figures.measures import MEASURES
from reporting.figures.parts.topic_figures import figure_of
from reporting.figures.question import BASES
from reporting.figures.report_answers import REPORTS
from reporting.plan.closed_periods import closed_periods
from reporting.plan.own_plans import daily_plans, month_plans

audit.register(
    {
        "ledger.import": _("Ledger imported"),
        "ledger.export": _("Ledger exported"),
        "target.set": _("Target set"),
        "figures.export": _("Figures exported"),
        "trial.keep": _("Trial of other rules kept"),
    }
)
trail_words.register(
    {
        "month": "",
        "measure": "",
        "user": "",
        "lines": _("Lines"),
        "report": "",
        "split": pgettext_lazy("how rows are split", "By"),
        "counted": "",
        "moved": _("Visits that move"),
    },
    {
        "measure": lambda value: str(MEASURES[value].label if value in MEASURES else value),
        "report": lambda value: str(REPORTS.get(value, value)),
        "split": lambda value: str(DIMENSIONS[value].label if value in DIMENSIONS else value),
        "counted": lambda value: str(dict(BASES).get(value, value)),
    },
)
trail_words.name_people("target.set", "user")

sockets.navigation.add(sockets.Section("daily", _("Daily board"), "clipboard-data", "board.see", group="figures", key="B"), name="daily", position=60)
sockets.navigation.add(
    sockets.Section("funnel", _("Funnel"), "filter", "figures.see", group="figures", key="F", pages=("figure_rows",)), name="funnel", position=62
)
sockets.navigation.add(
    sockets.Section("second_look_report", _("Second look"), "restore", "second_look.see", group="figures", pages=("second_look_rows",)),
    name="second_look",
    position=64,
)
sockets.navigation.add(
    sockets.Section("evening", _("Evening note"), "moon", "evening.see", group="figures", pages=("evening_rows",)), name="evening", position=66
)
sockets.due_verbs.add(write_notes, name="evening_notes")
sockets.robot_kinds.add(sockets.RobotKind(_("Evening note of the team"), evening_news), name=KIND, position=40)
sockets.navigation.add(sockets.Section("targets", _("Targets"), "target", "target.see", group="figures", pages=("targets_save",)), name="targets", position=68)
sockets.navigation.add(sockets.Section("home", _("My desk today"), "home", "desk.see", key="H"), name="home", position=5)
sockets.navigation.add(
    sockets.Section("rules_try", _("Try rules"), "replace", "rules.try", group="manage", pages=("rules_kept", "rules_keep")), name="rules_try", position=94
)
calls_sockets.daily_plans.add(daily_plans, name="targets")
calls_sockets.kept_rates.add(kept_rate, name="figures")
reception_sockets.month_plans.add(month_plans, name="targets")
reception_sockets.closed_periods.add(closed_periods, name="closings")
sockets.formulas.add(formula_of, name="reporting")
leads_sockets.figures.add(figure_of, name="reporting")
