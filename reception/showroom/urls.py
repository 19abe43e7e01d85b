"""Addresses of reception/showroom."""

from django.urls import path

from reception.showroom.views import calendar, card_sheets, deciding_cards, delays, showroom_cards, transfers

urlpatterns = [
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/calendar/", calendar.show, name="transfers_calendar"),
    path("transfers/decide/", deciding_cards.decide, name="transfers_decide"),
    path("transfers/<int:pk>/undo/", deciding_cards.take_back, name="transfers_undo"),
    path("transfers/<int:pk>/hold/", transfers.hold, name="transfer_hold"),
    path("transfers/<int:pk>/refuse/", transfers.refuse, name="transfer_refuse"),
    path("transfers/<int:pk>/delay/", delays.ask, name="transfer_delay"),
    path("delays/<int:pk>/", delays.answer, name="delay_answer"),
    path("delays/<int:pk>/undo/", delays.take_back, name="delay_undo"),
    path("persons/<int:pk>/release/", transfers.release, name="person_release"),
    path("releases/<int:pk>/", transfers.release_answer, name="release_answer"),
    path("cards/new/", showroom_cards.new, name="showroom_card_new"),
    path("cards/import/", card_sheets.import_sheet, name="showroom_cards_import"),
    path("cards/<int:pk>/", showroom_cards.change, name="showroom_card"),
    path("cards/<int:pk>/close/", showroom_cards.close, name="showroom_card_close"),
]
