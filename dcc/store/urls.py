"""Addresses of dcc/store."""

from django.urls import path

from dcc.store.views import house_rules, words

urlpatterns = [
    path("settings/rules/", house_rules.house_rules, name="house_rules"),
    path("settings/words/", words.words, name="words"),
    path("settings/words/<slug:kind>/", words.word_list, name="word_list"),
    path("settings/word/<int:pk>/", words.word, name="word"),
    path("settings/word/<int:pk>/up/", words.move, {"up": True}, name="word_up"),
    path("settings/word/<int:pk>/down/", words.move, {"up": False}, name="word_down"),
    path("settings/word/<int:pk>/retire/", words.retire, name="word_retire"),
    path("settings/word/<int:pk>/return/", words.bring_back, name="word_return"),
]
