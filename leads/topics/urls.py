"""Addresses of leads/topics."""

from django.urls import path

from leads.topics.views import settling, topics

urlpatterns = [
    path("", topics.topics, name="topics"),
    path("new/", topics.new, name="topic_new"),
    path("<int:pk>/", topics.topic, name="topic"),
    path("<int:pk>/agree/", settling.agree_one, name="topic_agree"),
    path("<int:pk>/note/", settling.note_one, name="topic_note"),
    path("<int:pk>/change/", settling.change_one, name="topic_change"),
    path("<int:pk>/finish/", settling.finish_one, name="topic_finish"),
    path("<int:pk>/drop/", settling.drop_one, name="topic_drop"),
]
