"""Where a web server takes hold of DCC."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dcc.settings")
application = get_wsgi_application()
