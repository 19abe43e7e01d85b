"""Addresses of the channels, below /settings/channels/."""

from django.urls import path

from leads.capture.views import tokens
from leads.channels.views import channels

urlpatterns = [
    path("", channels.channels, name="channels"),
    path("new/", channels.add, name="channel_new"),
    path("<int:pk>/", channels.channel, name="channel"),
    path("<int:pk>/change/", channels.change, name="channel_change"),
    path("<int:pk>/costs/", channels.change_costs, name="channel_costs"),
    path("<int:pk>/names/", channels.add_alias, name="channel_alias"),
    path("<int:pk>/names/<int:alias>/remove/", channels.remove_alias, name="channel_alias_remove"),
    path("<int:pk>/retire/", channels.retire, name="channel_retire"),
    path("<int:pk>/return/", channels.bring_back, name="channel_return"),
    path("<int:pk>/tokens/", tokens.issue, name="capture_issue"),
    path("<int:pk>/tokens/<int:token>/revoke/", tokens.revoke, name="capture_revoke"),
]
