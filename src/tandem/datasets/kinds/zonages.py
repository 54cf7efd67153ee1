"""Zonings by commune: France ruralités revitalisation, AFR, ZRR, priority neighbourhoods, town-centre programmes."""

from collections.abc import Sequence

from tandem.datasets.kind import NAMED, Field, Form, Kind
from tandem.datasets.readings import COMMUNE, Date, Text, quoted
from tandem.datasets.reshaping import computed

FIELDS = (
    Field("zoning", ("zonage",), Text(20)),
    Field("commune", ("commune",), COMMUNE),
    Field("status", ("statut",), Text(200), required=False),
    Field("since", ("depuis",), Date(), required=False),
    Field("detail", ("detail",), Text(500), required=False),
)
IN_TOWN = ("acv", "pvd", "ort")
NO = ("", "false", "faux", "non", "0")


def _form(
    name: str, zoning: str, commune: str, status: str, marks: tuple[str, ...], *, vintage: str = NAMED, detail: str = ""
) -> Form:
    """One row per commune.

    Parameters
    ----------
    commune, status, detail
        SQL over the file's columns; the two first are column names too.
    """
    cells = {
        "zonage": quoted(zoning),
        "commune": f'"{commune}"',
        "statut": status,
        "commune_column": quoted(commune),
    }
    if detail:
        cells["detail"] = detail
    reshape = computed((), cells)
    return Form(name=name, fields=FIELDS, reshape=reshape, marks=marks, vintage=vintage, part=zoning)


def _classified(columns: Sequence[str], rows: str) -> str:
    """The list of the DGCL, whose column of status has the date of the decree in its name."""
    status = next(name for name in columns if name.startswith("classement_frr"))
    commune = "code_insee" if "code_insee" in columns else "insee_com"
    return (
        f'SELECT line, \'FRR\' AS zonage, "{commune}" AS commune, "{status}" AS statut, '
        f"'{commune}' AS commune_column, '{status}' AS statut_column FROM {rows}"
    )


def _in_town(columns: Sequence[str], rows: str) -> str:
    """One row per programme in which a town is."""
    programmes = ", ".join(
        f"{{'zonage': {quoted(name.upper())}, 'oui': \"{name}\", 'depuis': \"{name}_signed_at\"}}"
        for name in IN_TOWN
        if name in columns and f"{name}_signed_at" in columns
    )
    no = ", ".join(quoted(each) for each in NO)
    return (
        "SELECT line, commune, zonage, 'signataire' AS statut, depuis, 'insee_com' AS commune_column FROM ("
        f"SELECT line, insee_com AS commune, unnest([{programmes}], max_depth := 2) FROM {rows}) "
        f"WHERE lower(coalesce(trim(oui), '')) NOT IN ({no})"
    )


def _neighbourhoods(columns: Sequence[str], rows: str) -> str:
    """One row per commune of a neighbourhood; a spreadsheet's ``="01053"`` keeps its zero."""
    code = "code_qpv" if "code_qpv" in columns else "code_qp"
    name = "lib_qpv" if "lib_qpv" in columns else "lib_qp"
    return (
        "SELECT line, 'QPV' AS zonage, "
        "unnest(string_split_regex(regexp_replace(insee_com, '[=\"]', '', 'g'), '[|;,]')) AS commune, "
        f"'prioritaire' AS statut, concat_ws(' ', {code}, {name}) AS detail, 'insee_com' AS commune_column FROM {rows}"
    )


KIND = Kind(
    id="zonages",
    title="Zonages et programmes par commune",
    producer="ANCT, DGCL",
    licence="Licence Ouverte 2.0",
    page="https://www.observatoire-des-territoires.gouv.fr/kiosque/zonages",
    fills="dispositifs dont bénéficient les communes du territoire",
    forms=(
        Form(
            name="France ruralités revitalisation, liste de la DGCL",
            fields=FIELDS,
            reshape=_classified,
            marks=("code_insee|insee_com", r"classement_frr.*"),
            vintage=r"classement_frr\w*?((?:19|20)\d\d)",
            part="FRR",
        ),
        _form(
            "France ruralités revitalisation, Observatoire des territoires",
            "FRR",
            "codgeo",
            "CASE WHEN trim(codefrr) = '-9999' THEN 'Non classée' ELSE codefrr END",
            ("codgeo", "codefrr"),
        ),
        _form(
            "aides à finalité régionale",
            "AFR",
            "insee_com_2018",
            "eligibilite",
            ("id_afr", "eligibilite", "insee_com_2018"),
            detail="id_afr",
        ),
        _form("aides à finalité régionale", "AFR", "insee_com", "eligibilite", ("eligibilite", "insee_com")),
        _form("zones de revitalisation rurale", "ZRR", "insee_code", "status", ("insee_code", "status")),
        Form(
            name="Action cœur de ville, Petites villes de demain, ORT",
            fields=FIELDS,
            reshape=_in_town,
            marks=("insee_com", "acv", "acv_signed_at", "pvd", "pvd_signed_at"),
            part="ACV-PVD-ORT",
        ),
        Form(
            name="quartiers prioritaires de la politique de la ville",
            fields=FIELDS,
            reshape=_neighbourhoods,
            marks=("code_qpv?", "lib_qpv?", "insee_com"),
            part="QPV",
        ),
    ),
    key=("zoning", "commune", "detail"),
    caveats=(
        "Une commune partiellement classée l’est pour une partie de son territoire que le fichier ne dit pas.",
        "Une commune qui a fusionné depuis garde le statut de la première de ses parties.",
    ),
)
