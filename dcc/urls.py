"""All addresses, room by room."""

from django.urls import include, path

from dcc.frame import urls as frame
from dcc.installation import urls as installation
from dcc.log_in import urls as log_in
from dcc.notices import urls as notices
from dcc.people import urls as people
from dcc.robots import urls as robots
from dcc.store import urls as store
from dcc.trail import urls as trail

urlpatterns = [
    *log_in.urlpatterns,
    *people.urlpatterns,
    *notices.urlpatterns,
    *store.urlpatterns,
    *robots.urlpatterns,
    *trail.urlpatterns,
    *frame.urlpatterns,
    *installation.urlpatterns,
    path("settings/channels/", include("leads.channels.urls")),
    path("settings/roster/", include("leads.roster.urls")),
    path("settings/allocation/", include("leads.dealing.urls")),
    path("", include("leads.capture.urls")),
    path("topics/", include("leads.topics.urls")),
    path("exports/", include("leads.exports.urls")),
    path("leads/do-not-call/", include("leads.barred.urls")),
    path("leads/", include("leads.urls")),
    path("leads/", include("reception.merging.urls")),
    path("calls/", include("calls.urls")),
    path("reception/", include("reception.urls")),
    path("settings/personal-data/", include("reception.erasing.urls")),
    path("settings/who-saw/", include("reception.seen.urls")),
    path("", include("reception.campaigns.urls")),
    path("settings/people/", include("reception.leaving.urls")),
    path("", include("reporting.urls")),
]

handler400 = "dcc.frame.views.error_pages.bad_request"
handler403 = "dcc.frame.views.error_pages.forbidden"
handler404 = "dcc.frame.views.error_pages.not_found"
handler500 = "dcc.frame.views.error_pages.failed"
