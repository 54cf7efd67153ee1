"""An organisation found by what somebody types: its number, or its name."""

from django.utils.translation import gettext as _

from tandem.accounts.identifiers import plain
from tandem.accounts.models import Organisation
from tandem.accounts.usecases.organisations import numbers_of
from tandem.core.errors import NotFoundError, TandemError
from tandem.core.typography import joined

SHOWN = 5


def find_organisation(typed: str) -> Organisation:
    """Return the organisation of a SIREN, a SIRET, or a name that only one bears.

    Raises
    ------
    NotFoundError
        Nobody here is known by it.
    TandemError
        A mistyped number, or a name that several bear: the message names them.
    """
    known = Organisation.objects.current()
    wanted = " ".join(typed.split())
    if plain(wanted).isdigit():
        siren, siret = numbers_of(wanted)
        found = known.filter(siren=siren, siret=siret).first() or known.filter(siren=siren).first()
        if found is None:
            raise NotFoundError(
                _("Aucune organisation connue n’a le numéro %(number)s.") % {"number": plain(wanted)},
                _("La créer d’abord, ou demander à qui tient les organisations de le faire."),
            )
        return found
    exact = list(known.filter(name__iexact=wanted)[:2])
    if len(exact) == 1:
        return exact[0]
    near = list(known.filter(name__icontains=wanted)[: SHOWN + 1]) if wanted else []
    if not near:
        raise NotFoundError(
            _("Aucune organisation connue ne s’appelle « %(name)s ».") % {"name": wanted},
            _("Essayer son SIREN, ou une partie de son nom."),
        )
    if len(near) == 1:
        return near[0]
    names = joined(f"{each.name} ({each.siren})" if each.siren else each.name for each in near[:SHOWN])
    raise TandemError(
        _("Plusieurs organisations répondent à « %(name)s » : %(names)s.") % {"name": wanted, "names": names},
        _("Donner le nom entier ou le SIREN."),
    )
