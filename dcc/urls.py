"""All addresses, room by room."""

from django.urls import include, path

from dcc.views import counts, health, house_rules, log_in, me, notices, open_sessions, password, people, trail, words

urlpatterns = [
    path("login/", log_in.log_in, name="login"),
    path("logout/", log_in.log_out, name="logout"),
    path("language/", log_in.language, name="language"),
    path("password/", password.password, name="password"),
    path("me/", me.me, name="me"),
    path("me/look/", me.look, name="look"),
    path("me/sessions/end/", open_sessions.end, name="session_end"),
    path("me/away/", me.away, name="away"),
    path("me/present/", me.present, name="present"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="notices_read"),
    path("notices/<int:pk>/", notices.open_notice, name="notice"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/new/", people.add, name="person_new"),
    path("settings/people/<int:pk>/", people.person, name="person"),
    path("settings/people/<int:pk>/name/", people.rename, name="person_rename"),
    path("settings/people/<int:pk>/roles/", people.roles, name="person_roles"),
    path("settings/people/<int:pk>/reset/", people.reset, name="person_reset"),
    path("settings/people/<int:pk>/unlock/", people.unlock, name="person_unlock"),
    path("settings/people/<int:pk>/leave/", people.leave, name="person_leave"),
    path("settings/people/<int:pk>/return/", people.give_back, name="person_return"),
    path("settings/people/<int:pk>/away/", people.away, name="person_away"),
    path("settings/people/<int:pk>/present/", people.present, name="person_present"),
    path("settings/rules/", house_rules.house_rules, name="house_rules"),
    path("settings/words/", words.words, name="words"),
    path("settings/words/<slug:kind>/", words.word_list, name="word_list"),
    path("settings/word/<int:pk>/", words.word, name="word"),
    path("settings/word/<int:pk>/up/", words.move, {"up": True}, name="word_up"),
    path("settings/word/<int:pk>/down/", words.move, {"up": False}, name="word_down"),
    path("settings/word/<int:pk>/retire/", words.retire, name="word_retire"),
    path("settings/word/<int:pk>/return/", words.bring_back, name="word_return"),
    path("settings/channels/", include("leads.channel_urls")),
    path("settings/trail/", trail.trail, name="trail"),
    path("counts/", counts.counts, name="counts"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("leads/", include("leads.urls")),
    path("calls/", include("calls.urls")),
    path("reception/", include("reception.urls")),
    path("", include("reporting.urls")),
]

handler403 = "dcc.views.errors.forbidden"
handler404 = "dcc.views.errors.not_found"
handler500 = "dcc.views.errors.failed"
