"""What must never be put in service."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

ON_ONES_OWN_MACHINE = ("tandem.settings.local", "tandem.settings.test")


@register(Tags.security)
def no_demo_accounts_in_service(**_kwargs: Any) -> list[Error]:
    """Refuse fictive people who sign in without a password anywhere but on one's own machine."""
    if settings.TANDEM_DEMO and settings.SETTINGS_MODULE not in ON_ONES_OWN_MACHINE:
        return [
            Error(
                "TANDEM_DEMO lets anybody sign in as fictive people.",
                hint="Leave it to tandem.settings.local.",
                id="tandem.E001",
            )
        ]
    return []
