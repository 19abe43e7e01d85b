"""Addresses of leads/intake."""

from django.urls import path

from leads.intake.views import by_hand, importing, mapping, record, undoing

urlpatterns = [
    path("new/", by_hand.lead_new, name="lead_new"),
    path("import/", importing.upload, name="import"),
    path("import/record/", record.record, name="import_record"),
    path("import/receive/", importing.receive, name="import_receive"),
    path("import/straight/", mapping.import_straight, name="import_straight"),
    path("import/<int:pk>/", importing.batch, name="import_batch"),
    path("import/<int:pk>/progress/", importing.progress, name="import_progress"),
    path("import/<int:pk>/remap/", mapping.remap, name="import_remap"),
    path("import/<int:pk>/rejected.xlsx", mapping.rejected, name="import_rejected"),
    path("import/<int:pk>/undo/", undoing.undo, name="import_undo"),
    path("import/<int:pk>/commit/", importing.commit, name="import_commit"),
    path("import/<int:pk>/drop/", importing.drop, name="import_drop"),
]
