from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "tandem.accounts"
    verbose_name = _("personnes et organisations")

    def ready(self) -> None:
        autodiscover_modules("objects", "tasks")  # what each room holds that can be pointed to, and what waits in it
