"""What this room hangs on the sockets of the rooms below."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calls import sockets as calls_sockets
from dcc import sockets
from dcc.people.roles import ROLES
from dcc.store import store_settings
from dcc.store.store_settings import Setting, switch, time_of_day, whole_number
from dcc.trail import audit, trail_words
from leads import sockets as leads_sockets
from reception import sockets as reception_sockets
from reporting.appraisal.appraisal_notices import SENTENCES as APPRAISED
from reporting.arrivals.listed_arrivals import LISTED_ARRIVALS
from reporting.arrivals.rules.freezing_forecasts import freeze_forecasts
from reporting.closings.closed_periods import closed_days, closed_periods
from reporting.closings.marks_of_copy import last_closings, last_funnels
from reporting.closings.rules.openings import take_openings
from reporting.evening.chat_news import KIND, evening_news
from reporting.evening.rules.writing_notes import write_notes
from reporting.evening_report.report_notices import SENTENCES as REPORTED
from reporting.evening_report.report_trail import TRAILED, reports_on_the_trail
from reporting.evening_report.rules.letters_carried import carry_one
from reporting.evening_report.rules.sending import send_evening_reports
from reporting.evening_report.sending_time import SENT_AT
from reporting.figures.dimensions import SPLITS
from reporting.figures.formulas import formula_of
from reporting.figures.kept_rate import kept_rate
from reporting.figures.measures import MEASURES
from reporting.figures.parts.topic_figures import figure_of
from reporting.figures.question import BASES
from reporting.figures.reports import CHANNELS, LABELS, REPORTS
from reporting.leaks.leak_map import PROFIT
from reporting.leaks.listed_leaks import LISTED_LEAKS
from reporting.models.appraisal import TABLES
from reporting.models.evening_report import WAYS
from reporting.models.wall_token import FACES
from reporting.plan.own_plans import daily_plans, month_plans
from reporting.rewards.kept_for_pay import kept_for_pay
from reporting.rewards.pay_notices import SENTENCES
from reporting.rewards.rules.forgetting import forget_why
from reporting.walls.rules.wall_tokens import MAY_HANG
from reporting.walls.wall_words import walls_on_the_trail

audit.register(
    {
        "ledger.import": _("Ledger imported"),
        "ledger.export": _("Ledger exported"),
        "target.set": _("Target set"),
        "figures.export": _("Figures exported"),
        "closing.day": _("Day closed"),
        "closing.month": _("Month closed"),
        "trial.keep": _("Trial of other rules kept"),
        "reward.set": _("Rule of pay set"),
        "reward.end": _("End of a rule of pay set"),
        "reward.tick": _("Deal of a transferred card ticked for pay"),
        "reward.untick": _("Deal of a transferred card refused for pay"),
        "closing.rewards": _("Pay of a month frozen"),
        "appraisal.set": _("Weights of the appraisal set"),
        "closing.appraisal": _("Appraisal of a month signed"),
        "objection.make": _("Objection to a line of pay"),
        "objection.withdraw": _("Objection to a line of pay withdrawn"),
        "objection.change": _("Objection answered: changed"),
        "objection.keep": _("Objection answered: not changed"),
        "wall.make": _("Address of a wall made"),
        "wall.end": _("Address of a wall ended"),
        "remark.write": _("Words of the evening report written"),
        "remark.drop": _("Words of the evening report taken away"),
        "remark.add": _("Sentence added to the evening report"),
        "evening_report.send": _("Evening report sent"),
        "evening_report.hold": _("Evening report held back"),
        "evening_report.release": _("Evening report goes out after all"),
        "evening_report.again": _("Evening report sent again to whom it had not reached"),
        "report_receiver.add": _("Receiver of the evening report added"),
        "report_receiver.end": _("Receiver of the evening report ended"),
    }
)
trail_words.register(
    {
        "month": "",
        "period": "",
        "number": pgettext_lazy("of a closing", "No."),
        "measure": "",
        "user": "",
        "lines": _("Lines"),
        "report": "",
        "split": pgettext_lazy("how rows are split", "By"),
        "counted": "",
        "moved": _("Visits that move"),
        "role": "",
        "rule": "",
        "table": _("Card of the appraisal"),
        "weights": pgettext_lazy("of the appraisal", "Weights"),
        "face": "",
        "letters": _("Letters"),
        "by_way": "",
    },
    {
        "measure": lambda value: str(MEASURES[value].label if value in MEASURES else value),
        "report": lambda value: str(_("Pay") if value == "rewards" else LABELS.get(value, value)),
        "split": lambda value: str(SPLITS[value].label if value in SPLITS else value),
        "by_way": lambda value: str(dict(WAYS).get(value, value)),
        "face": lambda value: str(dict(FACES).get(value, value)),
        "role": lambda value: str(dict(ROLES).get(value, value)),
        "table": lambda value: str(dict(TABLES).get(value, value)),
        "counted": lambda value: str(dict(BASES).get(value, value)),
    },
)
trail_words.name_people("target.set", "user")
trail_words.name_people("objection.change", "user")
trail_words.name_people("objection.keep", "user")

store_settings.register(
    Setting(
        PROFIT,
        _("Profit per car in yuan"),
        0,
        whole_number(0, 1_000_000),
        _("Figures"),
        scope="director",
        help=_("What a car earns on average: by it the leak map says what lost leads may cost. 0: no money is told."),
    ),
    Setting(
        MAY_HANG,
        _("Wall in the showroom"),
        default=True,
        field=switch,
        group=_("Figures"),
        scope="director",
        help=_("Guests read it: expected ones by surname. Off, its addresses show nothing."),
    ),
    Setting(
        SENT_AT,
        _("Evening report goes out at"),
        "18:30",
        time_of_day,
        _("Figures"),
        help=_("By itself, to its receivers; on a day without call, visit, order and lead nothing goes out."),
    ),
)

ALL_REPORTS = (  # all reports, in their order: each a place of the navigation with a shelf
    sockets.Section(
        "daily", _("Daily board"), "clipboard-data", "board.see", group="figures", key="B", shelf="now", first_for=("all",),
        answers=_("What happened today, by whom, against plan and the day before; what needs saving still."),
    ),
    sockets.Section(
        "leaks", _("Leaks"), "map-pin", "leak.see", group="figures", pages=("leaks_give",), shelf="now", first_for=("leader",),
        answers=_("Where leads are being lost now, whose they are, and what it may cost."),
    ),
    sockets.Section(
        "tomorrow", _("Tomorrow's visits"), "calendar", "arrival.see", group="figures", shelf="now",
        answers=_("How many of those booked will come, by the hour, and whom to call first."),
    ),
    sockets.Section(
        "meeting", _("Meeting"), "presentation-analytics", "meeting.see", group="figures", shelf="now",
        answers=_("Yesterday and the month against plan, who is due today, what slipped and whose it is: one screen, one sheet."),
    ),
    sockets.Section(
        "evening", _("Evening note"), "moon", "evening.see", group="figures", key="E", pages=("evening_rows",), shelf="now", first_for=("agent",),
        answers=_("The day of each agent in one note, written by itself in the evening."),
    ),
    sockets.Section(
        "report_evening", _("Evening report"), "message-report", "evening_report.see", group="figures", shelf="now",
        pages=(
            "report_evening_preview", "report_evening_save", "report_evening_hold", "report_evening_release", "report_evening_add",
            "report_evening_again", "report_receivers", "report_receiver_end",
        ),
        answers=_("The day against plan and month in one letter with the leader's words, sent to group chat and mail each evening."),
    ),
    sockets.Section(
        "funnel", _("Funnel"), "filter", "figures.see", group="figures", key="F", pages=("figure_rows",), shelf="compare", first_for=("all",),
        answers=_("How far leads come, and where they stop: by channel, person, model, day and more."),
    ),
    sockets.Section(
        "second_look_report", _("Second look"), "restore", "second_look.see", group="figures", pages=("second_look_rows",), shelf="compare",
        answers=_("How many of the lost want to buy still when somebody else asks."),
    ),
    sockets.Section(
        "report_channels", LABELS[CHANNELS], "affiliate", "reports.see", group="figures", shelf="compare", first_for=("marketing",),
        answers=_("What each channel costs a lead, a visit, a car, month by month; how many leads come lately."),
    ),
    sockets.Section(
        "report_people", REPORTS["people"].label, "users-group", "people.compare", group="figures", shelf="compare", first_for=("agent", "reception"),
        answers=_("Each person's way from lead to deal beside the median of all."),
    ),
    sockets.Section(
        "report_lost", REPORTS["lost"].label, "mood-empty", "reports.see", group="figures", shelf="compare",
        answers=_("Why customers were lost and to which model; how many applications were rejected."),
    ),
    sockets.Section(
        "report_response", REPORTS["response"].label, "clock", "board.see", group="figures", shelf="compare", first_for=("data_manager",),
        answers=_("How many leads are called in time, and who calls again where nobody answered."),
    ),
    sockets.Section(
        "report_hours", REPORTS["hours"].label, "chart-bar", "reports.see", group="figures", shelf="compare",
        answers=_("At which hours and on which weekdays leads come, calls connect, customers arrive."),
    ),
    sockets.Section(
        "report_leakage", REPORTS["leakage"].label, "door-exit", "reports.see", group="figures", shelf="compare",
        answers=_("How many groups became the showroom's while their lead was open."),
    ),
    sockets.Section(
        "plan", _("Plan"), "target", "target.see", group="figures", pages=("targets", "targets_save"), shelf="fixed",
        first_for=("manager", "director"),
        answers=_("What a month's deals take, step by step back to the leads; what is missing by channel, agent and day. The month's targets."),
    ),
    sockets.Section(
        "closings", _("Closings"), "lock", "closing.see", group="figures", pages=("closings_close", "closings_again"), shelf="fixed",
        first_for=("data_manager",), answers=_("What each day and month came to as it was closed, and what was changed since, by whom."),
    ),
    sockets.Section(
        "rewards", _("Pay"), "coin", "reward.see", group="figures", shelf="fixed",
        pages=("rewards_rules", "rewards_save", "rewards_end", "rewards_tick", "rewards_freeze", "rewards_lines", "rewards_workbook"),
        answers=_("What each post is paid for, what that comes to in a month, person by person, and every event behind it."),
    ),
    sockets.Section(
        "statement", _("My pay"), "coin", "statement.see", group="figures", shelf="fixed", unless="reward.see",
        pages=("statement_object", "statement_withdraw", "statement_answer"),
        answers=_("What your month pays, event by event, and how the sum is made."),
    ),
    sockets.Section(
        "appraisal", _("Appraisal"), "target", "appraisal.see", group="figures", shelf="fixed", pages=("appraisal_sign", "appraisal_weights", "appraisal_save"),
        answers=_("How far each person of a post came towards what the post is judged by, score by score."),
    ),
)  # fmt: skip
for _place, _report in enumerate(ALL_REPORTS):
    sockets.navigation.add(_report, name=_report.url.removesuffix("_report"), position=60 + _place)
sockets.navigation.add(sockets.Section("all_reports", _("All reports"), "report", "figures.see", group="figures"), name="all_reports", position=89)
sockets.due_verbs.add(write_notes, name="evening_notes")
sockets.due_verbs.add(take_openings, name="openings")
sockets.due_verbs.add(freeze_forecasts, name="forecasts")
sockets.due_verbs.add(send_evening_reports, name="evening_reports")
sockets.jobs.add(carry_one, name="evening_letters")
sockets.trail_links.add_each({kind: reports_on_the_trail(kind) for kind in TRAILED})
sockets.robot_kinds.add(sockets.RobotKind(_("Evening note of the team"), evening_news), name=KIND, position=40)
sockets.navigation.add(sockets.Section("home", _("My desk today"), "home", "desk.see", key="H"), name="home", position=5)
sockets.navigation.add(
    sockets.Section("rules_try", _("Try rules"), "replace", "rules.try", group="manage", pages=("rules_kept", "rules_keep")), name="rules_try", position=94
)
sockets.navigation.add(sockets.Section("walls", _("Walls"), "device-tv", "wall.manage", group="manage"), name="walls", position=90)
sockets.trail_links.add(walls_on_the_trail, name="walltoken")
calls_sockets.daily_plans.add(daily_plans, name="targets")
sockets.backup_marks.add_each({"closings": last_closings, "funnel": last_funnels})
calls_sockets.kept_rates.add(kept_rate, name="figures")
reception_sockets.kept_for.add(kept_for_pay, name="pay")
reception_sockets.person_erased.connect(forget_why, dispatch_uid="reporting")
reception_sockets.month_plans.add(month_plans, name="targets")
reception_sockets.closed_days.add(closed_days, name="closings")
reception_sockets.closed_periods.add(closed_periods, name="closings")
sockets.formulas.add(formula_of, name="reporting")
leads_sockets.figures.add(figure_of, name="reporting")
leads_sockets.person_lists.add(LISTED_LEAKS, name="leaks")
leads_sockets.person_lists.add(LISTED_ARRIVALS, name="tomorrow")
sockets.notice_kinds.add_each(SENTENCES)
sockets.notice_kinds.add_each(APPRAISED)
sockets.notice_kinds.add_each(REPORTED)
