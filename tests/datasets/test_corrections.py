"""The rows refused, corrected in a spreadsheet and given again beside the first file."""

import csv
from pathlib import Path

import pytest
from tests.datasets.samples import URSSAF, urssaf

from tandem.datasets.importing import RefusedFileError, import_files


def corrected(refused: Path, target: Path, **changes: str) -> Path:
    """Write the file of refused rows as a person would: some cells corrected, the file saved by a spreadsheet."""
    rows = list(csv.reader(refused.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    place = rows[0].index
    for row in rows[1:]:
        for column, value in changes.items():
            row[place(column)] = value
    with target.open("w", encoding="cp1252", errors="replace", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return target


def values(store) -> list[int]:
    return sorted(store.get("urssaf").rows()["employees"].to_pylist())


def test_a_corrected_row_takes_the_place_of_the_one_refused(store, write, tmp_path):
    path = write(urssaf("99999;1071D;2022;1;77"))
    with pytest.raises(RefusedFileError):
        import_files("urssaf", [path], store)
    refused = next((store.root / "urssaf" / "refused").glob("*.csv"))
    report = import_files("urssaf", [path, corrected(refused, tmp_path / "c.csv", insee_com="76540")], store)
    assert (report.read, report.kept, report.refused) == (7, 6, 0)
    assert values(store) == [7, 9, 34, 35, 77, 210]


def test_a_line_that_could_not_be_cut_is_corrected_too(store, write, tmp_path):
    path = write(urssaf("76540;1071D;2022;77"))
    report = import_files("urssaf", [path], store, tolerated=1)
    cells = {
        "insee_com": "76540",
        "code_ape": "1071D",
        "annee": "2022",
        "nb_etablissements": "1",
        "effectifs_salaries": "77",
    }
    report = import_files("urssaf", [path, corrected(report.refused_file, tmp_path / "c.csv", **cells)], store)
    assert (report.kept, report.refused) == (6, 0)


def test_what_was_not_corrected_is_refused_again_once_under_its_own_line(store, write, tmp_path):
    path = write(urssaf("99999;1071D;2022;1;77", "76540;1071D;2022;1"))
    first = import_files("urssaf", [path], store, tolerated=1)
    second = import_files("urssaf", [path, corrected(first.refused_file, tmp_path / "c.csv")], store, tolerated=1)
    assert (second.kept, second.refused) == (5, 2)
    rows = list(csv.DictReader(second.refused_file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert [row["tandem_ligne"] for row in rows] == ["7", "8"]
    assert len({row["tandem_fichier"] for row in rows}) == 1
    assert "tandem_raison" not in list(rows[0])[4:]
    third = corrected(second.refused_file, tmp_path / "d.csv", insee_com="76540", code_ape="1071D", annee="2022",
                      nb_etablissements="1", effectifs_salaries="77")  # fmt: skip
    last = import_files("urssaf", [path, tmp_path / "c.csv", third], store, tolerated=1)
    # The two rows are now the same: the second of them repeats the first.
    assert (last.kept, last.refused, last.refusals[0].reason) == (6, 1, "répète une ligne d’avant")


def test_a_row_of_a_wide_file_is_corrected_whole(store, write, tmp_path):
    header = "Code commune;Code APE;Nombre d'établissements 2021;Effectifs salariés 2021;Nombre d'établissements 2022;"
    path = write(header + "Effectifs salariés 2022\n76540;1071C;1;2;3;x\n76540;1071D;1;5;3;6\n")
    report = import_files("urssaf", [path], store, tolerated=1)
    fixed = corrected(report.refused_file, tmp_path / "c.csv", **{"Effectifs salariés 2022": "4"})
    report = import_files("urssaf", [path, fixed], store)
    assert (report.kept, report.refused) == (4, 0)
    assert values(store) == [2, 4, 5, 6]


def test_corrections_alone_would_replace_everything_and_are_refused(store, write, tmp_path):
    path = write(urssaf("99999;1071D;2022;1;77"))
    report = import_files("urssaf", [path], store, tolerated=1)
    fixed = corrected(report.refused_file, tmp_path / "c.csv", insee_com="76540")
    with pytest.raises(RefusedFileError, match="corrige des lignes d’un fichier qui n’est pas donné"):
        import_files("urssaf", [fixed], store)
    with pytest.raises(RefusedFileError, match="qui a changé depuis"):
        import_files("urssaf", [write(URSSAF, "autre.csv"), fixed], store)
    assert values(store) == [7, 9, 34, 35, 210]


def test_the_reference_to_the_file_survives_a_spreadsheet(store, write):
    """A digest of digits alone would become 1,23E+15."""
    report = import_files("urssaf", [write(urssaf("99999;1071D;2022;1;77"))], store, tolerated=1)
    row = next(csv.DictReader(report.refused_file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert row["tandem_fichier"].startswith("sha256-")
    with pytest.raises(ValueError, match="could not convert"):
        float(row["tandem_fichier"])
