"""Addresses of reporting/rewards."""

from django.urls import path

from reporting.rewards.views import pay_rules_page

urlpatterns = [
    path("reports/rewards/rules/", pay_rules_page.show, name="rewards_rules"),
    path("reports/rewards/rules/save/", pay_rules_page.save, name="rewards_save"),
    path("reports/rewards/rules/end/", pay_rules_page.end, name="rewards_end"),
]
