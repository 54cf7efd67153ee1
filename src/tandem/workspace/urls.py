"""Where the pages of people who sign in are."""

from django.conf import settings
from django.urls import include, path

from tandem.workspace import account_urls
from tandem.workspace.addresses import committees, people, territories, together
from tandem.workspace.views import account, demo, home, rights

workspace = [
    *people.patterns,
    *territories.patterns,
    *committees.patterns,
    *together.patterns,
    path("espace/", home.home, name="home"),
    path("espace/agir/", home.switch, name="switch"),
    path("espace/droits/", rights.page, name="rights"),
    path("compte/", account.page, name="account"),
]
if settings.TANDEM_DEMO:
    workspace.append(path("compte/demonstration/", demo.sign_in, name="demo"))

urlpatterns = [
    path("", include((workspace, "workspace"))),
    path("compte/", include(account_urls)),
]
