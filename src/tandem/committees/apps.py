from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CommitteesConfig(AppConfig):
    name = "tandem.committees"
    verbose_name = _("comités")

    def ready(self) -> None:
        from tandem.committees import checks  # noqa: F401 - registers itself

        autodiscover_modules("decided")  # what decisions do to what each room holds
