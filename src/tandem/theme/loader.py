"""Finds an include in the chosen theme first; what both themes share lies in the app's own templates folder."""

from pathlib import Path

from django.conf import settings
from django.template.loaders.filesystem import Loader

THEMES = Path(__file__).parent / "themes"


class ThemeLoader(Loader):
    """Look in ``themes/<TANDEM_THEME>/templates``."""

    def get_dirs(self) -> list[Path]:
        return [THEMES / settings.TANDEM_THEME / "templates"]
