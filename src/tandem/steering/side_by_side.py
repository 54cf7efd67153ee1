"""Several territories side by side, as people read them."""

from collections.abc import Sequence
from functools import partial

from django.utils.translation import gettext as _

from tandem.core.tables import Column, Table
from tandem.core.typography import joined, number
from tandem.diagnosis.comparison import Row, caveats
from tandem.diagnosis.edition import Edition
from tandem.steering.words import written


def comparison_to_read(editions: Sequence[Edition], rows: Sequence[Row], *, france: bool = True) -> Table:
    """Return one row a figure: its value in each territory with its unit, France's, how far apart they are in words.

    Its note says what the values of imported files lack, or are compared with when that is not France.
    """
    columns = (
        Column("label", _("Chiffre"), value=lambda row: str(row.indicator.definition.label)),
        *(Column(each.code, each.name, value=partial(_cell, place)) for place, each in enumerate(editions)),
        *([Column("france", _("France"), value=_france)] if france else []),
        Column("words", _("Écart"), value=lambda row: row.words or "–"),
    )
    names = [each.name for each in editions]
    title = _("Comparaison de %(names)s") % {"names": joined(names)}
    return Table(title, columns, rows, note=" ".join(caveats(names, rows)))


def _cell(place: int, row: Row) -> str:
    figure = row.figures[place]
    return _("non calculé") if figure is None else written(figure)


def _france(row: Row) -> str:
    return "–" if row.france is None else number(row.france, row.indicator.definition.unit.decimals)
