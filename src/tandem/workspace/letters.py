"""Letters that the workspace sends: an invitation. A mail server that fails loses nothing."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from tandem import programme
from tandem.accounts.models import Invitation
from tandem.accounts.usecases import note_sending
from tandem.core.typography import french
from tandem.workspace.presenters.people import sheets

logger = logging.getLogger(__name__)


def send_invitation(invitation: Invitation, address: str) -> bool:
    """Send the link of an invitation; say whether the message left, and keep why when it did not."""
    context = {
        "programme": programme.current().name,
        "facts": sheets.invitation_facts(invitation),
        "address": address,
        "days": programme.current().invitation_days,
    }
    body = french(render_to_string("workspace/people/invitation.txt", context))
    subject = _("%(prefix)sInvitation à agir pour %(organisation)s") % {
        "prefix": settings.ACCOUNT_EMAIL_SUBJECT_PREFIX, "organisation": invitation.organisation.name}  # fmt: skip
    message = EmailMessage(french(" ".join(subject.split())), body, to=[invitation.email])
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        # The class alone: a server's answer quotes the address.
        logger.warning("invitation %s was not sent: %s", invitation.reference, type(error).__name__)
        note_sending(invitation, fault=type(error).__name__)
        return False
    note_sending(invitation)
    return True
