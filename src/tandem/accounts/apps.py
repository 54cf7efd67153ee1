from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "tandem.accounts"
    verbose_name = _("personnes et organisations")

    def ready(self) -> None:
        # What each room holds that can be pointed to, what waits in it, and what it keeps for a time only.
        autodiscover_modules("objects", "tasks", "personal_data", "retention")
        from tandem.accounts import held, waiting  # noqa: F401 - this room's own register themselves
