"""A browser in two words, from what it says of itself: enough to recognise one's own."""

from django.utils.translation import gettext as _

# The first word found wins: nearly all of them also say that they are Mozilla, Chrome and Safari.
NAMES = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
         ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"),
           ("Linux", "Linux"))  # fmt: skip


def named(said: str) -> str:
    """Return ``Firefox, Windows``; what is not recognised says so."""
    name = next((name for word, name in NAMES if word in said), _("autre navigateur"))
    system = next((name for word, name in SYSTEMS if word in said), "")
    return f"{name}, {system}" if system else name
