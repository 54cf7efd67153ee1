"""A site of two pages, to try the theme without the real ones."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from tandem.core.access import anyone, opened_by
from tests.theme.sample import SAMPLE, values


@opened_by(anyone)
def sample(request: HttpRequest) -> HttpResponse:
    template = engines["django"].from_string(SAMPLE.read_text(encoding="utf-8"))
    return HttpResponse(template.render(values(), request))


urlpatterns = [
    path("", sample, name="home"),
    path("territoires/", sample, name="territories"),
    path("territoires/exemple/", sample, name="territory"),
    path("chiffres/", sample, name="figures"),
    path("rapport/", sample, name="report"),
    path("donnees/", sample, name="data"),
    path("telechargements/", sample, name="downloads"),
    path("plan/", sample, name="site_map"),
    path("accessibilite/", sample, name="accessibility"),
    path("mentions-legales/", sample, name="legal"),
]
