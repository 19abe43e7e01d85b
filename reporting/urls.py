"""Addresses of the figures."""

from reporting.boards import urls as boards
from reporting.figures import urls as figures
from reporting.funnel import urls as funnel
from reporting.plan import urls as plan

urlpatterns = [
    *boards.urlpatterns,
    *funnel.urlpatterns,
    *plan.urlpatterns,
    *figures.urlpatterns,
]
