"""How long a password must be, said in our own words: Django's sentence of it is not translated."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self):
        """Say what is missing."""
        return _("The password is too short: it needs %(least)d characters or more.") % {"least": self.min_length}

    def get_help_text(self):
        """Say what is asked."""
        return self.get_error_message()
