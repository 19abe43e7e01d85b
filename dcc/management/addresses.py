"""Where people open DCC."""

import os

from django.conf import settings


def address() -> str:
    """Return the address of this installation as far as its environment tells: the first trusted origin or host, else this machine."""
    if settings.CSRF_TRUSTED_ORIGINS:
        return f"{settings.CSRF_TRUSTED_ORIGINS[0]}/"
    if settings.PRODUCTION:
        return f"https://{settings.ALLOWED_HOSTS[0].lstrip('.')}/" if settings.ALLOWED_HOSTS else "https://localhost/"
    return f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/"
