"""Addresses of dcc/people."""

from django.urls import path

from dcc.people.views import me, people

urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/look/", me.look, name="look"),
    path("me/away/", me.away, name="away"),
    path("me/present/", me.present, name="present"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/new/", people.add, name="person_new"),
    path("settings/people/<int:pk>/", people.person, name="person"),
    path("settings/people/<int:pk>/name/", people.rename, name="person_rename"),
    path("settings/people/<int:pk>/roles/", people.roles, name="person_roles"),
    path("settings/people/<int:pk>/reset/", people.reset, name="person_reset"),
    path("settings/people/<int:pk>/unlock/", people.unlock, name="person_unlock"),
    path("settings/people/<int:pk>/second-step/", people.second_factor, name="person_second_factor"),
    path("settings/people/<int:pk>/return/", people.give_back, name="person_return"),
    path("settings/people/<int:pk>/away/", people.away, name="person_away"),
    path("settings/people/<int:pk>/present/", people.present, name="person_present"),
]
