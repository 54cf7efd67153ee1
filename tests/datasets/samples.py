"""Rows in the shape of an official file, small and invented."""

HEADER = "insee_com;code_ape;annee;nb_etablissements;effectifs_salaries"
ROWS = (
    "76540;1071C;2021;12;34",
    "76540;1071C;2022;13;35",
    "76540;2511Z;2022;4;210",
    "76005;4399A;2022;2;7",
    "76005;43.99C;2022;5;9",
)
URSSAF = "\n".join((HEADER, *ROWS)) + "\n"


def urssaf(*rows: str) -> str:
    """A long Urssaf file with a few more rows than those that are right."""
    return "\n".join((HEADER, *ROWS, *rows)) + "\n"
