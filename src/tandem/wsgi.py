"""What a WSGI server loads; production unless the environment says otherwise."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings.production")

from django.core.wsgi import get_wsgi_application

from tandem.core.embedded_postgres import ensure_running

application = get_wsgi_application()
ensure_running()
