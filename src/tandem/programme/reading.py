"""From a programme file to a programme, or to the list of all that is wrong in it, line by line."""

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import cast

from django.conf import settings
from django.utils.translation import gettext as _

from tandem.core.errors import ConfigurationError, nearest
from tandem.programme.checking import Checked
from tandem.programme.lines import line_numbers, syntax_line
from tandem.programme.model import (
    ENDS,
    RETAINED,
    SCOPES,
    FigureWording,
    Organisation,
    OrganisationKind,
    PerimeterList,
    Phase,
    Pillar,
    Processing,
    Programme,
    Retention,
    Role,
    Wording,
)
from tandem.programme.operations import OPERATIONS

FIGURES = ("territories", "members", "communes", "population", "regions")


def current() -> Programme:
    """Return the programme that this installation runs (see `load`)."""
    return load(settings.TANDEM_PROGRAMME)


def load(path: Path) -> Programme:
    """Read a programme file; read again only when the file has changed.

    Raises
    ------
    ConfigurationError
        The file is missing, is not TOML, or says something wrong; the message names the line of each problem.
    """
    try:
        state = path.stat()
    except OSError as error:
        raise ConfigurationError(
            _("Le fichier du programme est introuvable : %s.") % path,
            _("Donner son chemin dans la variable d’environnement TANDEM_PROGRAMME."),
        ) from error
    return _load(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _load(path: Path, _modified: int, _size: int) -> Programme:
    try:
        text = path.read_text(encoding="utf-8")
        content = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise _refusal(path, [(1, _("le fichier n’est pas en UTF-8 (%s)") % error)]) from error
    except OSError as error:
        raise ConfigurationError(_("Le fichier du programme est illisible : %s.") % error) from error
    except tomllib.TOMLDecodeError as error:
        message = _("écriture TOML incorrecte (%s)") % error
        raise _refusal(path, [(syntax_line(error, text), message)]) from error
    top = Checked(content, line_numbers(text))
    programme = _programme(top)
    if top.problems:
        raise _refusal(path, top.problems)
    return programme


def _refusal(path: Path, problems: list[tuple[int, str]]) -> ConfigurationError:
    told = [
        _("%(file)s, ligne %(line)d : %(what)s.") % {"file": path.name, "line": line, "what": what}
        for line, what in sorted(problems)
    ]
    return ConfigurationError("\n".join(told), _("Corriger le fichier %s puis relancer.") % path)


def _programme(top: Checked) -> Programme:
    top.only(("programme", "organisation", "wording", "phases", "lists", "organisation_kinds", "roles", "figures",
              "invitations", "retention", "processings"))  # fmt: skip
    named = top.table("programme")
    named.only(("code", "name", "summary", "launched_on"))
    phases = _phases(top)
    kinds = _kinds(top)
    return Programme(
        code=named.text("code"),
        name=named.text("name"),
        summary=named.text("summary"),
        launched_on=named.date("launched_on"),
        organisation=_texts(top.table("organisation"), Organisation),
        wording=_texts(top.table("wording"), Wording),
        phases=phases,
        lists=_lists(top, phases),
        organisation_kinds=kinds,
        roles=_roles(top, kinds),
        figures=_figures(top.table("figures")),
        invitation_days=_invitation_days(top.table("invitations")),
        retention=_retention(top),
        processings=_processings(top),
    )


def _invitation_days(table: Checked) -> int:
    table.only(("days",))
    return table.count("days")


def _retention(top: Checked) -> tuple[Retention, ...]:
    tables = top.tables("retention")
    rules = []
    for table in tables:
        table.only(("kind", "months", "then", "ground"))
        rules.append(Retention(table.text("kind"), table.count("months"), table.text("then"), table.text("ground")))
        _known(table, "kind", filter(None, [rules[-1].kind]), RETAINED, _("ce qui se garde un temps"))
        _known(table, "then", filter(None, [rules[-1].then]), ENDS, _("« erase » ou « remove »"))
        if rules[-1].kind == "person" and rules[-1].then == "remove":
            table.problem(_("une personne s’efface (erase) : le journal renvoie encore à elle"), "then")
    _once(tables, [rule.kind for rule in rules], "kind")
    if tables and (missing := set(RETAINED) - {rule.kind for rule in rules}):
        tables[0].problem(_("aucune durée pour : %s") % ", ".join(sorted(missing)))
    return tuple(rules)


def _processings(top: Checked) -> tuple[Processing, ...]:
    tables = top.tables("processings")
    found = tuple(cast("Processing", _texts(table, Processing)) for table in tables)
    _once(tables, [each.code for each in found])
    return found


def _texts(table: Checked, kind: type) -> object:
    names = [field.name for field in fields(kind)]
    table.only(names)
    return kind(**{name: table.text(name) for name in names})


def _phases(top: Checked) -> tuple[Phase, ...]:
    tables = top.tables("phases")
    phases = tuple(_phase(table) for table in tables)
    _once(tables, [phase.code for phase in phases])
    for table, phase, following in zip(tables, phases, phases[1:], strict=False):
        if phase.valid_until is None:
            table.problem(_("seule la dernière phase peut être sans « valid_until »"))
        elif following.valid_from < phase.valid_until:
            table.problem(
                _("la phase « %(phase)s » finit après le début de « %(next)s »")
                % {"phase": phase.code, "next": following.code},
                "valid_until",
            )
    for rank, (table, phase) in enumerate(zip(tables, phases, strict=True)):
        following = phases[rank + 1].pillars if rank + 1 < len(phases) else ()
        _check_mapping(table, phase, [pillar.code for pillar in following])
    return phases


def _phase(table: Checked) -> Phase:
    table.only(("code", "name", "valid_from", "valid_until", "pillars"))
    valid_from, valid_until = table.date("valid_from"), table.optional_date("valid_until")
    if valid_until is not None and "valid_from" in table.content and valid_until <= valid_from:
        table.problem(_("« valid_until » doit être postérieure à « valid_from »"), "valid_until")
    tables = table.tables("pillars")
    pillars = tuple(_pillar(each) for each in tables)
    _once(tables, [pillar.code for pillar in pillars])
    return Phase(table.text("code"), table.text("name"), valid_from, valid_until, pillars)


def _pillar(table: Checked) -> Pillar:
    table.only(("code", "name", "description", "becomes"))
    return Pillar(table.text("code"), table.text("name"), table.text("description"), table.texts("becomes"))


def _check_mapping(table: Checked, phase: Phase, following: list[str]) -> None:
    """Every pillar must be carried on by pillars of the next phase, or a trend would break between the two."""
    for rank, pillar in enumerate(phase.pillars):
        where = ("pillars", rank, "becomes")
        if not following:
            if pillar.becomes:
                table.problem(_("« becomes » n’a pas de sens dans la dernière phase"), *where)
        elif not pillar.becomes:
            table.problem(_("l’axe « %s » ne dit pas ce qu’il devient (becomes)") % pillar.code, *where)
        for code in pillar.becomes if following else ():
            if code not in following:
                close = ", ".join(nearest(code, following, 1) or following)
                table.problem(
                    _("« %(code)s » n’est pas un axe de la phase suivante (%(close)s)")
                    % {"code": code, "close": close},
                    *where,
                )


def _lists(top: Checked, phases: tuple[Phase, ...]) -> tuple[PerimeterList, ...]:
    tables = top.tables("lists")
    codes = [phase.code for phase in phases]
    lists = []
    for table in tables:
        table.only(("code", "phase", "name"))
        lists.append(PerimeterList(table.text("code"), table.text("phase"), table.text("name")))
        if lists[-1].phase and lists[-1].phase not in codes:
            table.problem(
                _("« %(phase)s » n’est pas une phase (%(known)s)")
                % {"phase": lists[-1].phase, "known": ", ".join(filter(None, codes))},
                "phase",
            )
    _once(tables, [each.code for each in lists])
    return tuple(lists)


def _kinds(top: Checked) -> tuple[OrganisationKind, ...]:
    tables = top.tables("organisation_kinds")
    kinds = []
    for table in tables:
        table.only(("code", "name"))
        kinds.append(OrganisationKind(table.text("code"), table.text("name")))
    _once(tables, [kind.code for kind in kinds])
    return tuple(kinds)


def _roles(top: Checked, kinds: tuple[OrganisationKind, ...]) -> tuple[Role, ...]:
    tables = top.tables("roles")
    roles = tuple(_role(table) for table in tables)
    codes = [role.code for role in roles]
    _once(tables, codes)
    for table, role in zip(tables, roles, strict=True):
        _known(table, "kinds", role.kinds, [kind.code for kind in kinds], _("une nature d’organisation"))
        _known(table, "may", role.may, OPERATIONS, _("une opération"))
        _known(table, "grants", role.grants, codes, _("un rôle"))
        if role.scope not in SCOPES and role.scope:
            _known(table, "scope", (role.scope,), SCOPES, _("un périmètre"))
        if not role.kinds and "kinds" not in table.content:
            table.problem(_("le rôle « %s » ne dit pas pour quelles organisations il est tenu (kinds)") % role.code)
        if role.grants and "mandates.grant" not in role.may:
            table.problem(_("« grants » demande l’opération « mandates.grant »"), "grants")
    if tables and not any("programme.manage" in role.may and role.scope == "nation" for role in roles):
        tables[0].problem(_("aucun rôle national ne permet de conduire le programme (programme.manage)"))
    return roles


def _role(table: Checked) -> Role:
    table.only(("code", "name", "kinds", "scope", "may", "grants"))
    return Role(
        table.text("code"),
        table.text("name"),
        table.texts("kinds"),
        table.text("scope"),
        table.texts("may"),
        table.texts("grants"),
    )


def _known(table: Checked, key: str, given: Iterable[str], known: Iterable[str], what: str) -> None:
    """Refuse the codes of a list that name nothing."""
    for code in given:
        if code not in known:
            close = nearest(code, known, 1)
            message = _("« %(code)s » n’est pas %(what)s") % {"code": code, "what": what}
            table.problem(message + (_(", peut-être « %s »") % close[0] if close else ""), key)


def _figures(table: Checked) -> MappingProxyType[str, FigureWording]:
    table.only(FIGURES)
    figures = {}
    for code in FIGURES:
        worded = table.table(code)
        if code in table.content:
            worded.only(("label", "unit", "definition"))
            figures[code] = FigureWording(code, *(worded.text(key) for key in ("label", "unit", "definition")))
    return MappingProxyType(figures)


def _once(tables: list[Checked], codes: list[str], key: str = "code") -> None:
    for code, count in Counter(filter(None, codes)).items():
        if count > 1:
            last = len(codes) - 1 - codes[::-1].index(code)
            tables[last].problem(_("le code « %s » sert deux fois") % code, key)
