"""Committees as a programme file describes them: who sits, what it takes to meet, how it decides, on what."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tandem.programme.checking import Checked, known, once
from tandem.programme.model import SCOPES, CommitteeKind, Decides, Matter, Role

LEVELS = ("nation", "region", "territory")
DECIDES = tuple(each.value for each in Decides)
VOTES = "committees.decide"


def matters(top: Checked) -> tuple[Matter, ...]:
    """Read what committees may decide; a file without any is one of a programme without committees."""
    tables = top.tables("matters") if "matters" in top.content else []
    found = []
    for table in tables:
        table.only(("code", "name", "on", "effect"))
        optional = [table.text(key) if key in table.content else "" for key in ("on", "effect")]
        found.append(Matter(table.text("code"), table.text("name"), *optional))
        if found[-1].effect and not found[-1].on:
            table.problem(_("« effect » demande de dire sur quelle nature d’objet (on)"), "effect")
    once(tables, [each.code for each in found])
    return tuple(found)


def committees(top: Checked, roles: Iterable[Role], known_matters: Iterable[Matter]) -> tuple[CommitteeKind, ...]:
    """Read the kinds of committees, and check that what they name is in the file."""
    tables = top.tables("committees") if "committees" in top.content else []
    by_code = {role.code: role for role in roles}
    kinds = tuple(_kind(table) for table in tables)
    once(tables, [kind.code for kind in kinds])
    codes = [matter.code for matter in known_matters]
    for table, kind in zip(tables, kinds, strict=True):
        _check(table, kind, by_code, codes)
    return kinds


def _kind(table: Checked) -> CommitteeKind:
    table.only(("code", "name", "level", "chairs", "voting", "consulted", "quorum", "present", "decides", "agree",
                "notice_days", "matters"))  # fmt: skip
    decides = table.text("decides")
    if decides and decides not in DECIDES:
        known(table, "decides", (decides,), DECIDES, _("une façon de décider"))
    return CommitteeKind(
        code=table.text("code"),
        name=table.text("name"),
        level=table.text("level"),
        chairs=table.texts("chairs"),
        voting=table.texts("voting"),
        consulted=table.texts("consulted"),
        quorum=table.between("quorum", 0, 100),
        present=table.texts("present"),
        decides=Decides(decides) if decides in DECIDES else Decides.CONSENSUS,
        agree=table.texts("agree"),
        notice_days=table.between("notice_days", 0, 90),
        matters=table.texts("matters"),
    )


def _check(table: Checked, kind: CommitteeKind, roles: dict[str, Role], codes: list[str]) -> None:
    if kind.level and kind.level not in LEVELS:
        known(table, "level", (kind.level,), LEVELS, _("un niveau de comité"))
    for key in ("chairs", "voting", "consulted"):
        known(table, key, getattr(kind, key), roles, _("un rôle"))
    known(table, "matters", kind.matters, codes, _("une matière (matters)"))
    if not kind.chairs:
        table.problem(_("le comité « %s » n’a pas de présidence (chairs)") % kind.code)
    for code in (each for each, count in _counts(kind).items() if count > 1):
        table.problem(_("le rôle « %s » siège deux fois") % code)
    for key in ("chairs", "voting"):
        for code in getattr(kind, key):
            if code in roles and VOTES not in roles[code].may:
                table.problem(_("le rôle « %(role)s » vote sans l’opération « %(may)s »")
                              % {"role": code, "may": VOTES}, key)  # fmt: skip
    for key in ("chairs", "voting", "consulted"):
        for code in getattr(kind, key):
            if code in roles and kind.level in LEVELS and roles[code].scope in SCOPES and _narrower(roles[code], kind):
                table.problem(_("le rôle « %s » s’exerce sur moins que le périmètre du comité") % code, key)
    for key in ("present", "agree"):
        for code in getattr(kind, key):
            if code not in (*kind.chairs, *kind.voting):
                table.problem(_("« %s » ne vote pas dans ce comité") % code, key)
    if (kind.decides is Decides.AGREEMENT) != bool(kind.agree):
        table.problem(_('« agree » va avec decides = "agreement", et seulement avec lui'), "decides")


def _narrower(role: Role, kind: CommitteeKind) -> bool:
    """Whether a role is exercised over less than what the committee covers, so that nobody would know which sits."""
    return role.scope == "organisation" or SCOPES.index(role.scope) > SCOPES.index(kind.level)


def _counts(kind: CommitteeKind) -> dict[str, int]:
    every = (*kind.chairs, *kind.voting, *kind.consulted)
    return {code: every.count(code) for code in every}
