"""How territories are led, as the programme file says it: the pair, posts, correspondents, agreements, activity."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from tandem.programme.checking import Checked, known, once
from tandem.programme.model import AgreementKind, Correspondence, Governance, OrganisationKind, PostFunding, Role

HUNDREDTHS = 100


def read(table: Checked, roles: Sequence[Role], kinds: Sequence[OrganisationKind]) -> Governance:
    """Read ``[governance]``; what is wrong goes to the problems of the file."""
    table.only(("pair", "manager", "quiet_after", "silent_after", "correspondents", "agreements"))
    over_territories = [role.code for role in roles if role.scope == "territory"]
    pair, manager = table.texts("pair"), table.text("manager")
    if len(set(pair)) != 2:
        table.problem(_("« pair » nomme les deux rôles du binôme"), "pair")
    known(table, "pair", pair, over_territories, _("un rôle tenu sur un territoire"))
    known(table, "manager", filter(None, (manager,)), over_territories, _("un rôle tenu sur un territoire"))
    quiet, silent = table.whole("quiet_after"), table.whole("silent_after")
    if silent <= quiet:
        table.problem(_("« silent_after » doit dépasser « quiet_after »"), "silent_after")
    return Governance(
        pair, manager, quiet, silent,
        tuple(_correspondence(each, roles, kinds) for each in table.tables("correspondents")),
        _agreements(table),
    )  # fmt: skip


def _correspondence(table: Checked, roles: Sequence[Role], kinds: Sequence[OrganisationKind]) -> Correspondence:
    table.only(("name", "roles", "each"))
    found = Correspondence(table.text("name"), table.texts("roles"), str(table.content.get("each", "")))
    if not found.roles:
        table.problem(_("les correspondants « %s » n’ont pas de rôle (roles)") % found.name)
    known(table, "roles", found.roles, [role.code for role in roles], _("un rôle"))
    known(table, "each", filter(None, (found.each,)), [kind.code for kind in kinds], _("une nature d’organisation"))
    return found


def _agreements(table: Checked) -> tuple[AgreementKind, ...]:
    tables = table.tables("agreements")
    found = []
    for each in tables:
        each.only(("code", "name", "sections", "amends", "counts"))
        found.append(
            AgreementKind(each.text("code"), each.text("name"), each.texts("sections"), each.flag("amends"),
                          each.flag("counts"))
        )  # fmt: skip
        if not found[-1].sections:
            each.problem(_("l’acte « %s » n’a pas de chapitre (sections)") % found[-1].code)
    once(tables, [kind.code for kind in found])
    return tuple(found)


def read_funding(table: Checked) -> PostFunding:
    """Read ``[phases.posts]``: a rate in percent, a cap in euros."""
    table.only(("rate", "cap", "months", "posts"))
    rate, cap = table.optional_whole("rate"), table.optional_whole("cap")
    if rate is not None and rate > HUNDREDTHS:
        table.problem(_("« rate » est un pourcentage, de 1 à 100"), "rate")
    return PostFunding(
        None if rate is None else rate * HUNDREDTHS,
        None if cap is None else cap * HUNDREDTHS,
        table.optional_whole("months"),
        table.optional_whole("posts"),
    )
