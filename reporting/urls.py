"""Addresses of the figures."""

from reporting.appraisal import urls as appraisal
from reporting.arrivals import urls as arrivals
from reporting.boards import urls as boards
from reporting.closings import urls as closings
from reporting.compared import urls as compared
from reporting.evening import urls as evening
from reporting.evening_report import urls as evening_report
from reporting.figures import urls as figures
from reporting.funnel import urls as funnel
from reporting.leaks import urls as leaks
from reporting.meeting import urls as meeting
from reporting.overview import urls as overview
from reporting.plan import urls as plan
from reporting.rewards import urls as rewards
from reporting.second_look import urls as second_look
from reporting.spending import urls as spending
from reporting.trials import urls as trials
from reporting.walls import urls as walls

urlpatterns = [
    *boards.urlpatterns,
    *funnel.urlpatterns,
    *leaks.urlpatterns,
    *arrivals.urlpatterns,
    *plan.urlpatterns,
    *closings.urlpatterns,
    *rewards.urlpatterns,
    *appraisal.urlpatterns,
    *second_look.urlpatterns,
    *evening.urlpatterns,
    *meeting.urlpatterns,
    *evening_report.urlpatterns,
    *figures.urlpatterns,
    *overview.urlpatterns,
    *compared.urlpatterns,
    *spending.urlpatterns,
    *trials.urlpatterns,
    *walls.urlpatterns,
]
