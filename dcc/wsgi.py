"""Where a web server takes hold of DCC."""

import os
import time
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections

from dcc.database.address import for_pages
from dcc.database.connections import give_back_idle
from dcc.installation.private_files import sweep_spool

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dcc.settings")
application = get_wsgi_application()
call_command("check", stdout=StringIO())  # a server that would run with the demo's key or accounts does not start
connections.close_all()  # made for the check, with a command's patience
for_pages(connections.settings["default"])
give_back_idle()
sweep_spool(settings.SPOOL, seconds=time.time())
