from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PublicSiteConfig(AppConfig):
    name = "tandem.public_site"
    verbose_name = _("site public")

    def ready(self) -> None:
        from tandem.theme import navigation

        navigation.lead(
            home="public_site:home",
            territories="public_site:territories",
            figures="public_site:figures",
            report="public_site:report",
            data="public_site:data",
            downloads="public_site:downloads",
            site_map="public_site:sitemap",
            accessibility="public_site:accessibility",
            legal="public_site:legal",
        )
        if settings.TANDEM_SOURCE_CODE:
            navigation.lead(source_code=settings.TANDEM_SOURCE_CODE)
