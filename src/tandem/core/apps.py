from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "tandem.core"

    def ready(self) -> None:
        autodiscover_modules("journal_words", "notices")  # what each room's journal codes mean, and whom they concern
