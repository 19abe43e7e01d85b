"""Addresses of calls/cards."""

from django.urls import path

from calls.cards.views import card

urlpatterns = [path("<int:pk>/card/", card.card, name="calls_card")]
