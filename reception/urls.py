"""Addresses of the reception room."""

from reception.checks import urls as checks
from reception.customers import urls as customers
from reception.day_close import urls as day_close
from reception.door import urls as door
from reception.given import urls as given
from reception.reconcile import urls as reconcile
from reception.showroom import urls as showroom
from reception.who import urls as who

urlpatterns = [
    *door.urlpatterns,
    *day_close.urlpatterns,
    *customers.urlpatterns,
    *reconcile.urlpatterns,
    *showroom.urlpatterns,
    *checks.urlpatterns,
    *who.urlpatterns,
    *given.urlpatterns,
]
