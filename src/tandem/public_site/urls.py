"""Addresses of the public site: French words, no trailing query needed, files beside the page they hold."""

from django.urls import path

from tandem.public_site.views import compare, data, figures, home, pages, project, report, territories, territory

app_name = "public_site"

urlpatterns = [
    path("", home.home, name="home"),
    path("robots.txt", pages.robots, name="robots"),
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
    path("territoires/<str:code>/diagnostic.pptx", territory.as_document, {"form": "pptx"}, name="diagnosis_pptx"),
    path("territoires/<str:code>/diagnostic.xlsx", territory.as_document, {"form": "xlsx"}, name="diagnosis_xlsx"),
    path(
        "territoires/<str:code>/diagnostic.parquet",
        territory.as_document,
        {"form": "parquet"},
        name="diagnosis_parquet",
    ),
    path("territoires/<str:code>/carte.svg", territory.map_svg, name="territory_map"),
    path("territoires/<str:code>/<slug:indicator>/", figures.of_territory, name="figure"),
    path("territoires/<str:code>/<slug:indicator>.svg", figures.of_territory_svg, name="figure_svg"),
    path("territoires/<str:code>/<slug:indicator>.csv", figures.of_territory_csv, name="figure_csv"),
    path("territoires/<str:code>/<slug:indicator>.json", figures.of_territory_json, name="figure_json"),
    # A territory to be: its communes are in the query.
    path("diagnostic/", project.page, name="project"),
    path("diagnostic/intercommunalites.geojson", project.groups, name="project_groups"),
    path("diagnostic/diagnostic.csv", project.as_csv, name="project_csv"),
    path("diagnostic/diagnostic.json", project.as_json, name="project_json"),
    path("diagnostic/diagnostic.pdf", project.as_document, {"form": "pdf"}, name="project_pdf"),
    path("diagnostic/diagnostic.pptx", project.as_document, {"form": "pptx"}, name="project_pptx"),
    path("diagnostic/diagnostic.xlsx", project.as_document, {"form": "xlsx"}, name="project_xlsx"),
    path("diagnostic/diagnostic.parquet", project.as_document, {"form": "parquet"}, name="project_parquet"),
    path("diagnostic/carte.svg", project.map_svg, name="project_map"),
    path("diagnostic/<slug:indicator>/", project.figure, name="project_figure"),
    path("diagnostic/<slug:indicator>.svg", project.figure_svg, name="project_figure_svg"),
    path("diagnostic/<slug:indicator>.csv", project.figure_csv, name="project_figure_csv"),
    path("diagnostic/<slug:indicator>.json", project.figure_json, name="project_figure_json"),
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
    path("comparer/comparaison.xlsx", compare.as_document, {"form": "xlsx"}, name="compare_xlsx"),
    path("comparer/comparaison.pptx", compare.as_document, {"form": "pptx"}, name="compare_pptx"),
    # Where everything comes from.
    path("donnees/", data.index, name="data"),
    path("donnees/<slug:table>/", data.table, name="data_table"),
    path("donnees/<slug:table>.csv", data.table_csv, name="data_table_csv"),
    path("telechargements/", data.downloads, name="downloads"),
    path("glossaire/", pages.glossary, name="glossary"),
    path("mentions-legales/", pages.legal, name="legal"),
    path("donnees-personnelles/", pages.privacy, name="privacy"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("plan-du-site/", pages.sitemap, name="sitemap"),
]
