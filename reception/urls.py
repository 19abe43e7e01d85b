"""Addresses of the reception room."""

from reception.checks import urls as checks
from reception.customers import urls as customers
from reception.door import urls as door
from reception.reconcile import urls as reconcile
from reception.showroom import urls as showroom

urlpatterns = [
    *door.urlpatterns,
    *customers.urlpatterns,
    *reconcile.urlpatterns,
    *showroom.urlpatterns,
    *checks.urlpatterns,
]
