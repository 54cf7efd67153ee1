"""Insee, official geographic code: what has become of each commune since 1943."""

from tandem.datasets.kind import Field, Form, Kind
from tandem.datasets.kinds.cog import CODE, TYPES
from tandem.datasets.readings import Choice, Date, Number, Text

KIND = Kind(
    id="cog-mouvements",
    title="Code officiel géographique : évolutions des communes",
    producer="Insee",
    licence="Licence Ouverte 2.0",
    page="https://www.insee.fr/fr/information/2560452",
    fills="passages d’un code de commune ancien à celui d’aujourd’hui",
    forms=(
        Form(
            name="liste des événements",
            fields=(
                # 10 renamed, 20 created, 21 restored, 30 suppressed, 31 to 34 merged, 41 and 50 code changed, 70 …
                Field("event", ("mod",), Number(maximum=99)),
                Field("date", ("date_eff",), Date()),
                Field("type_before", ("typecom_av", "type_commune_avant"), Choice(TYPES)),
                Field("before", ("com_av", "id_commune_avant"), CODE),
                Field("name_before", ("libelle_av",), Text(200), required=False),
                Field("type_after", ("typecom_ap", "type_commune_apres"), Choice(TYPES)),
                Field("after", ("com_ap", "id_commune_apres"), CODE),
                Field("name_after", ("libelle_ap",), Text(200), required=False),
            ),
        ),
    ),
    key=("date", "event", "type_before", "before", "type_after", "after"),
)
