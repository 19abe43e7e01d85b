#!/usr/bin/env python
"""Django's command line for DCC."""

import os
import sys

from django.core.management import execute_from_command_line

FOR_ALL = {"collectstatic", "makemigrations", "words"}  # what these write is read by other accounts: by those who serve it, or change it

if __name__ == "__main__":
    if FOR_ALL.isdisjoint(sys.argv[1:2]):
        os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dcc.settings")
    execute_from_command_line(sys.argv)
