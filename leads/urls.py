"""Addresses of leads."""

from leads.customer import urls as customer
from leads.grading import urls as grading
from leads.intake import urls as intake
from leads.keeping import urls as keeping
from leads.pool import urls as pool
from leads.refunds import urls as refunds

urlpatterns = [
    *pool.urlpatterns,
    *refunds.urlpatterns,
    *intake.urlpatterns,
    *grading.urlpatterns,
    *customer.urlpatterns,
    *keeping.urlpatterns,
]
