"""Where a web server takes hold of DCC."""

import os
from io import StringIO

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dcc.settings")
application = get_wsgi_application()
call_command("check", stdout=StringIO())  # a server that would run with the demo's key or accounts does not start
