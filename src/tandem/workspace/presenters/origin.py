"""Where somebody comes from, as their identity provider says it: a proposal, which gives no right."""

from allauth.socialaccount.models import SocialAccount

from tandem.accounts.identifiers import is_siret, plain
from tandem.accounts.models import Organisation, Person


def organisation_of(person: Person) -> Organisation | None:
    """Return the organisation whose SIRET the latest sign-in through a provider told; its whole enterprise otherwise.

    None when there was no such sign-in, when the number is no SIRET, or when nobody here is known by it (two queries).
    """
    account = SocialAccount.objects.filter(user=person).order_by("-last_login").first()
    told = account.extra_data.get("userinfo", {}).get("siret") if account else None
    siret = plain(str(told or ""))
    if not is_siret(siret):
        return None
    known = Organisation.objects.current().filter(siren=siret[:9])
    return known.filter(siret=siret).first() or known.filter(siret="").first()
