"""Addresses of reporting/appraisal."""

from django.urls import path

from reporting.appraisal.views import appraisal_page, weights_page

urlpatterns = [
    path("reports/appraisal/", appraisal_page.show, name="appraisal"),
    path("reports/appraisal/sign/", appraisal_page.sign, name="appraisal_sign"),
    path("reports/appraisal/weights/", weights_page.show, name="appraisal_weights"),
    path("reports/appraisal/weights/save/", weights_page.save, name="appraisal_save"),
]
