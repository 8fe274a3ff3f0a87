"""The WSGI application, as gunicorn takes it: ``monsters.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monsters.settings")
application = get_wsgi_application()
