"""What the sample page shows."""

import datetime as dt
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.utils.html import format_html

from tandem.core.figures import Availability, Figure, FigureDefinition, Scope, Source, Unit
from tandem.core.tables import Column, Table
from tandem.theme.cells import Missing

SAMPLE = Path(__file__).parent / "sample.html"
PICTURE = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 200" font-family="sans-serif" font-size="14">'
    '<g fill="#c3cdd3">'
    + "".join(f'<circle cx="{40 + (i * 37) % 640}" cy="{90 + (i * 13) % 25}" r="4"/>' for i in range(120))
    + '</g><circle cx="560" cy="100" r="8" fill="#000091"/><text x="520" y="80" fill="#000091">Lacq-Pau-Tarbes</text>'
    '<path d="M300 75v60" stroke="#666"/><text x="308" y="150" fill="#444">France : 12,1 %</text></svg>'
)


def figure(value: float | None = 24.6, availability: Availability = Availability.VALUE, reason: str = "") -> Figure:
    source = Source("census_jobs", "Emploi au lieu de travail", "Insee", "RP 2022", "Licence Ouverte 2.0")
    definition = FigureDefinition(
        id="industry-share",
        label="Part de l’industrie dans l’emploi",
        unit=Unit("percent", "%", "%", 1),
        definition="Emplois de l’industrie rapportés à l’ensemble des emplois.",
        method="Emplois industriels / emplois.",
        sources=(source,),
    )
    scope = Scope("territory", "ti-8413", "Lacq-Pau-Tarbes")
    return Figure(definition, scope, dt.date(2024, 9, 16), value, availability, reason, url="/chiffres/")


def table() -> Table:
    columns = [
        Column("name", "Territoire", value=lambda row: format_html('<a href="/territoires/exemple/">{}</a>', row[0])),
        Column("region", "Région", value=lambda row: row[1]),
        Column("population", "Population", value=lambda row: row[2], unit="habitants", decimals=0),
        Column("industry", "Industrie", value=lambda row: row[3], unit="% des emplois", decimals=1),
        Column("change", "Évolution 2019-2024", value=lambda row: row[4], unit="%", decimals=1),
    ]
    rows = [
        ("Lacq-Pau-Tarbes", "Nouvelle-Aquitaine", 412_345, 24.6, -1.2),
        ("Haut-Jura", "Bourgogne-Franche-Comté", 98_210, 31.0, Missing("Moins de trois établissements.", secret=True)),
        ("Ouest Guyane", "Guyane", 95_873, None, 3.4),
    ]
    return Table("Trois territoires de la liste de juillet 2024", columns, rows, "Source : Insee, RP 2022.")


def values() -> dict[str, Any]:
    return {
        "picture": PICTURE,
        "figure": figure(),
        "secret": figure(
            None, Availability.SECRET, "Moins de trois établissements, ou un seul en emploie plus de 85 %."
        ),
        "table": table(),
        "page": Paginator(range(183), 20).page(4),
        "regions": [("", "Toutes les régions"), ("75", "Nouvelle-Aquitaine"), ("03", "Guyane")],
        "chapters": [
            {"href": "#population", "label": "Population et habitants"},
            {"href": "#emploi", "label": "Emploi et industrie"},
            {"href": "#etablissements", "label": "Établissements"},
            {"href": "#formulaire", "label": "Recherche et filtres"},
        ],
    }
