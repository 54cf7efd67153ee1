"""How long personal data are kept, as the programme file says it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from tandem.accounts.retention import ENDS, LABELS
from tandem.core.tables import Column, Table
from tandem.core.typography import counted
from tandem.programme import Retention


def table(rules: Sequence[Retention]) -> Table:
    return Table(
        _("Durées de conservation"),
        [
            Column("kind", _("Quoi"), lambda rule: str(LABELS[rule.kind])),
            Column("months", _("Gardé"), lambda rule: counted(rule.months, _("mois"), _("mois"))),
            Column("then", _("Ensuite"), lambda rule: str(ENDS[rule.then])),
            Column("ground", _("Compté")),
        ],
        rules,
    )
