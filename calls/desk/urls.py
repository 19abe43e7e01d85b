"""Addresses of calls/desk."""

from django.urls import path

from calls.desk.views import calling, day_rows, desk, gone, on_look, taking_back

urlpatterns = [
    path("", desk.first, name="calls"),
    path("queue/", desk.queue, name="calls_queue"),
    path("news/<int:count>/", desk.news, name="calls_news"),
    path("gone/", gone.gone, name="calls_gone"),
    path("today/<slug:what>/", day_rows.today, name="calls_today"),
    path("logged/<int:pk>/correct/", taking_back.correct, name="call_correct"),
    path("logged/<int:pk>/undo/", taking_back.annul, name="call_annul"),
    path("look/<int:pk>/", on_look.on_look, name="calls_look"),
    path("look/<int:pk>/log/", on_look.log, name="calls_look_log"),
    path("look/<int:pk>/number/", on_look.show_number, name="calls_look_number"),
    path("<int:pk>/", desk.on, name="calls_on"),
    path("<int:pk>/log/", calling.log, name="calls_log"),
    path("<int:pk>/number/", calling.show_number, name="calls_number"),
    path("<int:pk>/record/", desk.record, name="calls_record"),
]
