"""What surrounds the pages: uploads that are too large are refused unread; what was just done is told at once."""

import datetime as dt
import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tandem.core.access import READING
from tandem.core.errors import TandemError
from tandem.documents.storing import too_large
from tandem.notifications.following import follow

FIELDS = 1_000_000
"""Octets that a form may weigh besides its file."""
DRAINED = 4
"""A file that is a few times too large is read to its end, unkept: a browser only then shows the answer."""
AT_MOST, PATIENCE = 50, dt.timedelta(seconds=1)
log = logging.getLogger(__name__)


class UploadLimitMiddleware:
    """Refuses what is announced larger than a document may be, before any of it is written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        limit = settings.TANDEM_UPLOAD_LIMIT + FIELDS
        if not announced.isdecimal() or int(announced) <= limit:
            return self.get_response(request)
        if int(announced) <= DRAINED * limit:
            while request.read(2**16):
                pass
        refusal = TandemError(too_large(settings.TANDEM_UPLOAD_LIMIT), _("Le réduire, ou le partager en plusieurs."))
        request.public, request.signed_in, request.standing, request.acting = False, False, None, None
        return render(request, "workspace/too_large.html", {"refusal": refusal}, status=413)


class FollowMiddleware:
    """After something was done in the workspace, its notices are made before the answer leaves, if that is quick.

    What is not done here is done by `tandem work`: the cursor of the followers says where.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if request.method not in READING and request.signed_in and answer.status_code < 400:
            try:
                follow(AT_MOST, PATIENCE)
            except DatabaseError:
                log.warning("the journal is not followed yet; the worker goes on", exc_info=True)
        return answer
