"""Cerema, Cartofriches: brownfields site by site, in the CNIG's standard."""

from collections.abc import Sequence

from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.readings import COMMUNE, Date, Number, Text

SQUARE_METRES = Number(maximum=1e9, whole=False)

COMMON = (
    Field("site", ("site_id", "site_numero"), Text(100)),
    Field("name", ("site_nom",), Text(1000, mended=True), required=False),
    Field("type", ("site_type",), Text(200), required=False),
    Field("status", ("site_statut",), Text(200), required=False),
    Field("commune", ("comm_insee",), COMMUNE),
    Field("area_m2", ("unite_fonciere_surface", "surface_m2"), SQUARE_METRES, required=False),
    Field("activity", ("activite_libelle",), Text(32_000, mended=True), required=False),
    Field("activity_end", ("activite_fin_annee",), Text(60), required=False),
    Field("occupation", ("site_occupation",), Text(200), required=False),
    Field("buildings", ("bati_nombre",), Number(maximum=10_000), required=False),
    Field("buildings_state", ("bati_etat",), Text(200), required=False),
    Field("buildings_pollution", ("bati_pollution",), Text(200), required=False),
    Field("soil_pollution", ("sol_pollution_existe",), Text(200), required=False),
    Field("owner_kind", ("proprio_personne",), Text(100), required=False),
    # The Cerema masks the names of persons.
    Field("owner", ("proprio_nom",), Text(2000, secret=("_X_",), mended=True), required=False),
    Field("zone_type", ("urba_zone_type",), Text(100), required=False),
    Field("zone_name", ("urba_zone_lib",), Text(2000, mended=True), required=False),
    Field("zone_use", ("urba_zone_formdomi",), Text(200), required=False),
    Field("source", ("nature_source", "source_nom"), Text(1000, mended=True), required=False),
    Field("updated", ("site_actu_date",), Date(), required=False),
)
COORDINATES = (
    Field("lon", ("lon",), Number(-180, 180, whole=False), required=False),
    Field("lat", ("lat",), Number(-90, 90, whole=False), required=False),
)
BLANK = ("NA",)


def _with_point(columns: Sequence[str], rows: str) -> str:
    """The same columns, and the two numbers of a point; some producers give the latitude first."""
    kept = ", ".join(f'"{name}" AS {each.names[0]}' for each in COMMON if (name := each.found_in(columns)))
    first, second = (
        f"TRY_CAST(regexp_extract(geompoint, '(?i)^\\s*POINT\\s*\\(\\s*(-?[0-9.]+)[ ,]+(-?[0-9.]+)\\s*\\)', {place}) "
        "AS DOUBLE)"
        for place in (1, 2)
    )
    traces = ", ".join(f"'{name}' AS {each.names[0]}_column" for each in COMMON if (name := each.found_in(columns)))
    return (
        f"SELECT line, {traces}, 'geompoint' AS lon_column, 'geompoint' AS lat_column, {kept}, "
        "CAST(CASE WHEN swapped THEN y ELSE x END AS VARCHAR) AS lon, "
        "CAST(CASE WHEN swapped THEN x ELSE y END AS VARCHAR) AS lat "
        f"FROM (SELECT *, {first} AS x, {second} AS y, x BETWEEN 41 AND 52 AND y BETWEEN -6 AND 10 AS swapped "
        f"FROM {rows})"
    )


KIND = Kind(
    id="cartofriches",
    title="Friches recensées par Cartofriches",
    producer="Cerema",
    licence="Licence Ouverte 2.0",
    page="https://www.data.gouv.fr/fr/datasets/sites-references-dans-cartofriches/",
    fills="friches du territoire : nombre, surface, statut, pollution connue",
    forms=(
        Form(
            name="standard Friches du CNIG",
            fields=(*COMMON, *COORDINATES),
            reshape=_with_point,
            marks=("site_id|site_numero", "comm_insee", "site_type", "geompoint"),
            blank=BLANK,
        ),
        Form(
            name="sites, coordonnées à part",
            fields=(*COMMON, *COORDINATES),
            marks=("site_type", "site_statut"),
            blank=BLANK,
        ),
    ),
    key=("site",),
    caveats=(
        "Recensement collaboratif, non exhaustif : une commune sans friche recensée peut en avoir.",
        "Les sites repris de Basias et Basol (« MTE non vérifié ») sont des friches potentielles que personne n’a "
        "constatées.",
        "Quelques surfaces sont aberrantes ; les propriétaires masqués par le producteur (« _X_ ») le restent.",
    ),
)
