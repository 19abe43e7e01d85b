"""Addresses of reporting/rewards."""

from django.urls import path

from reporting.rewards.views import month_page, pay_rules_page, statement_page

urlpatterns = [
    path("reports/rewards/", month_page.show, name="rewards"),
    path("reports/rewards/tick/", month_page.tick, name="rewards_tick"),
    path("reports/rewards/freeze/", month_page.freeze, name="rewards_freeze"),
    path("reports/rewards/rules/", pay_rules_page.show, name="rewards_rules"),
    path("reports/rewards/workbook/", month_page.workbook, name="rewards_workbook"),
    path("reports/rewards/rules/lines/", pay_rules_page.lines, name="rewards_lines"),
    path("reports/rewards/rules/save/", pay_rules_page.save, name="rewards_save"),
    path("reports/rewards/rules/end/", pay_rules_page.end, name="rewards_end"),
    path("reports/statement/", statement_page.show, name="statement"),
    path("reports/statement/object/", statement_page.objects, name="statement_object"),
    path("reports/statement/withdraw/", statement_page.withdraw, name="statement_withdraw"),
    path("reports/statement/answer/", statement_page.answers, name="statement_answer"),
]
