"""The real files gathered beside the repository, each read by its importer or refused with the right reason."""

import pytest

from tandem.datasets import kinds
from tandem.datasets.importing import RefusedFileError, detect, import_files

# file → kind, vintage to give, part, rows read, kept, refused, secret cells, of another year's codes
READ = {
    "fichiers_officiels/urssaf_etablissements_effectifs_commune_ape_original_ze_rouen.csv.gz":
        ("urssaf", None, "", 9338, 95357, 0, 4, 64),
    "emploi/urssaf_commune_ape_ze_rouen_2006_2022.parquet": ("urssaf", None, "", 95357, 95357, 0, 4, 64),
    "emploi/urssaf_salaries_prives_communes_2014_2024.csv.gz":
        ("urssaf-communes", None, "", 32936, 361020, 0, 0, 1364),
    "emploi/urssaf_salaries_ze2020_a38_2019_2024.csv.gz": ("urssaf-zones", None, "", 10005, 40020, 0, 0, 0),
    "emploi/flores_postes_ze2020_a38_2022_2023.csv.gz": ("flores", None, "", 10980, 21960, 0, 0, 0),
    "emploi/flores_etablissements_ze2020_a17_industrie.csv": ("flores", "2024", "A17", 306, 2142, 0, 0, 0),
    "emploi/comparateur_communes_rp2018.parquet": ("comparateur", None, "", 35010, 100938, 0, 0, 284),
    "fichiers_officiels/bmo_2025_extrait_3_lignes.csv": ("bmo", None, "", 3, 3, 0, 1, 0),
    "fichiers_officiels/cartofriches_standard_extrait.csv": ("cartofriches", "2024-01", "", 504, 504, 0, 170, 0),
    "fichiers_officiels/cnig_friches_fichier_valide_240322.csv": ("cartofriches", "2024", "", 1, 1, 0, 0, 0),
    "friches/cartofriches_sites_2024.csv.gz": ("cartofriches", None, "", 23878, 23878, 0, 0, 37),
    "fichiers_officiels/irep_etablissements_2017_extrait.csv": ("irep-etablissements", None, "", 3, 3, 0, 0, 0),
    "fichiers_officiels/irep_emissions_2017_extrait.csv": ("irep-emissions", None, "", 4, 4, 0, 0, 0),
    "emploi/chomage_zones_emploi_trimestriel.csv.gz": ("chomage", None, "", 6040, 6040, 0, 0, 0),
    "emploi/filosofi_communes_2021.csv.gz": ("filosofi", None, "", 31322, 31211, 0, 0, 119),
    "emploi/metiers_en_tension_2024.csv": ("metiers-en-tension", None, "", 399, 399, 0, 0, 0),
    "emploi/tensions_bassin_rome_2020.csv.gz": ("tensions", None, "", 27053, 27053, 0, 0, 0),
    "territoires_industrie/ti_2023_2027_membres.csv": ("territoires-industrie", "2024-07", "", 641, 641, 0, 0, 0),
    "territoires_industrie/ti_2023_2027_communes.csv.gz":
        ("territoires-industrie", "2024-07", "communes", 18639, 18639, 0, 0, 0),
    "territoires_industrie/ti_2018_2022_communes.csv.gz":
        ("territoires-industrie", "2020-10", "communes", 15697, 15660, 0, 0, 40),
    "zonages/frr_communes_juillet2025.csv.gz": ("zonages", None, "FRR", 34875, 34875, 0, 0, 0),
    "zonages/zrr_2021_communes.csv.gz": ("zonages", None, "ZRR", 34965, 34868, 0, 0, 102),
    "zonages/afr_2014_2020_communes.csv.gz": ("zonages", None, "AFR", 5042, 5042, 0, 0, 19),
    "zonages/qpv_2024.csv": ("zonages", None, "QPV", 1584, 1775, 0, 0, 3),
    "zonages/acv_pvd_ort_communes_2026.csv": ("zonages", None, "ACV-PVD-ORT", 2390, 4151, 0, 0, 5),
}  # fmt: skip
QUICK = ("fichiers_officiels/",)


@pytest.mark.parametrize(
    "name", [name if name.startswith(QUICK) else pytest.param(name, marks=pytest.mark.slow) for name in READ]
)
def test_a_real_file_is_read(gathered, store, name):
    kind, vintage, part, read, kept, refused, secret, moved = READ[name]
    report = import_files(kind, [gathered / name], store, vintage=vintage)
    found = (report.part, report.read, report.kept, report.refused, report.secret, report.moved)
    assert found == (part, read, kept, refused, secret, moved)


def test_the_wide_and_the_long_urssaf_files_give_the_same_rows(gathered, store):
    """Both are Rouen's zone: 183,731 employees in 2022, 218 communes of which one has no establishment."""
    content = []
    for name in list(READ)[:2]:
        report = import_files("urssaf", [gathered / name], store)
        assert report.coverage is not None
        assert (report.coverage.communes, report.coverage.zones, report.coverage.whole) == (217, ("2815",), False)
        content.append(store.get("urssaf").rows())
    assert content[0].equals(content[1])
    last = store.get("urssaf").decoded("year = 2022")
    assert sum(each or 0 for each in last["employees"].to_pylist()) == 183_731


@pytest.mark.slow
def test_each_is_recognised_and_named_whatever_kind_was_asked(gathered, store):
    for name, (kind, *_rest) in READ.items():
        found = detect(gathered / name, store)
        assert found is not None, name
        assert found.id == kind, name
        for asked in ("bmo", "filosofi", "flores", "zonages", "territoires-industrie", "urssaf"):
            if asked != kind:
                with pytest.raises(RefusedFileError, match=f"tandem data import {kind} "):
                    import_files(asked, [gathered / name], store)


@pytest.mark.parametrize(
    "name",
    [
        "fichiers_officiels/chorus_export_paiements_anonymise.csv",
        "fichiers_officiels/scdl_subventions_cd85_vendee_2018.csv",
        "fichiers_officiels/subventions_cd53_mayenne_2019.xlsx",
        "fichiers_officiels/tam_export_france_extrait_300.csv",
        "fichiers_officiels/entetes_officiels.csv",
        "emploi/urssaf_france_etablissements_par_ape_2021.csv",
        "emploi/epci_emploi_secteurs_rp2022.csv",
    ],
)
def test_a_file_without_importer_is_refused_for_the_columns_it_lacks(gathered, store, name):
    assert detect(gathered / name, store) is None
    with pytest.raises(RefusedFileError, match="il manque"):
        import_files("urssaf", [gathered / name], store)


@pytest.mark.slow
def test_arrondissements_beside_their_city_are_not_counted_twice(gathered, store):
    report = import_files("comparateur", [gathered / "emploi/comparateur_communes_rp2018.parquet"], store)
    assert sum(report.aside.values()) == 135
    france = store.get("comparateur").decoded("year = 2018")
    assert round(sum(each or 0 for each in france["population"].to_pylist()) / 1e6, 1) == 66.7


@pytest.mark.slow
def test_the_sectors_of_a_zone_come_back_as_they_were(gathered, store):
    import gzip

    name = "emploi/flores_postes_ze2020_a38_2022_2023.csv.gz"
    import_files("flores", [gathered / name], store)
    with gzip.open(gathered / name, "rt") as file:
        header, *lines = (line.rstrip("\n") for line in file)
    place = header.split(",").index("postes_2023")
    published = [line.rsplit(",", len(header.split(",")) - place)[-1] for line in lines]
    stored = store.get("flores").decoded("year = 2023")["value"].to_pylist()
    assert sorted(float(each) for each in published if each) == sorted(each for each in stored if each is not None)
    assert sum(each is None for each in stored) == published.count("")


def test_every_kind_says_where_it_comes_from_in_good_french():
    for kind in kinds.KINDS.values():
        told = " ".join((kind.title, kind.fills, *kind.caveats))
        assert kind.page.startswith("https://")
        assert kind.licence
        assert "'" not in told, kind.id
        for mark in (" :", " ;", " ?", " !", "« ", " »", " %"):
            assert mark not in told, (kind.id, mark)
