"""Where toasts wait for the next page: in a cookie of this host alone, in the session where they are long."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class ToastCookie(CookieStorage):
    """Django's own, under a name by which a browser takes it from this host alone."""

    cookie_name = settings.TOAST_COOKIE_NAME


class ToastStorage(FallbackStorage):
    """The cookie, and what has no room in it in the session."""

    storage_classes = (ToastCookie, SessionStorage)
