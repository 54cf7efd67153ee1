from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspaceConfig(AppConfig):
    name = "tandem.workspace"
    verbose_name = _("espace de travail")

    def ready(self) -> None:
        from tandem.theme import navigation
        from tandem.workspace import checks, signing_in_journal  # noqa: F401 - the first registers itself

        signing_in_journal.listen()

        navigation.lead(
            sign_in="account_login",
            workspace="workspace:home",
            account="workspace:account",
            sign_out="account_logout",
        )
