from django.apps import AppConfig


class ThemeConfig(AppConfig):
    name = "tandem.theme"
    label = "theme"
