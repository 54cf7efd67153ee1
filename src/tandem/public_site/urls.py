"""Addresses of the public site: French words, no trailing query needed, files beside the page they hold."""

from django.urls import path

from tandem.public_site.views import compare, data, figures, home, pages, report, territories, territory

app_name = "public_site"

urlpatterns = [
    path("", home.home, name="home"),
    # The territories, as a list and as a map.
    path("territoires/", territories.listing, name="territories"),
    path("territoires.csv", territories.as_csv, name="territories_csv"),
    path("territoires.json", territories.as_json, name="territories_json"),
    path("territoires.geojson", territories.as_geojson, name="territories_geojson"),
    # One territory.
    path("territoires/<str:code>/", territory.page, name="territory"),
    path("territoires/<str:code>/diagnostic.csv", territory.as_csv, name="diagnosis_csv"),
    path("territoires/<str:code>/diagnostic.json", territory.as_json, name="diagnosis_json"),
    path("territoires/<str:code>/diagnostic.pdf", territory.as_pdf, name="diagnosis_pdf"),
    path("territoires/<str:code>/carte.svg", territory.map_svg, name="territory_map"),
    path("territoires/<str:code>/<slug:indicator>/", figures.of_territory, name="figure"),
    path("territoires/<str:code>/<slug:indicator>.svg", figures.of_territory_svg, name="figure_svg"),
    path("territoires/<str:code>/<slug:indicator>.csv", figures.of_territory_csv, name="figure_csv"),
    path("territoires/<str:code>/<slug:indicator>.json", figures.of_territory_json, name="figure_json"),
    # One indicator over all territories.
    path("chiffres/", figures.index, name="figures"),
    path("chiffres/<slug:indicator>/", figures.indicator, name="indicator"),
    path("chiffres/<slug:indicator>.svg", figures.indicator_svg, name="indicator_svg"),
    path("chiffres/<slug:indicator>.csv", figures.indicator_csv, name="indicator_csv"),
    path("chiffres/<slug:indicator>.json", figures.indicator_json, name="indicator_json"),
    # The programme as a whole.
    path("programme/<slug:figure>/", figures.programme, name="programme_figure"),
    path("programme/<slug:figure>.csv", figures.programme_csv, name="programme_figure_csv"),
    path("rapport/", report.page, name="report"),
    path("rapport/rapport.pdf", report.as_pdf, name="report_pdf"),
    path("comparer/", compare.page, name="compare"),
    # Where everything comes from.
    path("donnees/", data.index, name="data"),
    path("donnees/<slug:table>/", data.table, name="data_table"),
    path("donnees/<slug:table>.csv", data.table_csv, name="data_table_csv"),
    path("telechargements/", data.downloads, name="downloads"),
    path("glossaire/", pages.glossary, name="glossary"),
    path("mentions-legales/", pages.legal, name="legal"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("plan-du-site/", pages.sitemap, name="sitemap"),
]
