"""Who acts for a region, an organisation that files, and a departed territory's communes to label again."""

import datetime as dt

import pytest

from tandem.accounts.acting import By
from tandem.accounts.scopes import NATION, Scope, ScopeKind
from tandem.core.journal import Author
from tandem.places.models import Region
from tandem.territories.models import Candidacy, Phase, Territory
from tandem.territories.usecases.candidacies import file_candidacy
from tests.accounts.conftest import held, organisation, person

__all__ = ["held", "organisation", "person"]

TODAY = dt.date(2026, 11, 24)
FREE = "200066876"
"""An intermunicipality that is in no territory of the second phase."""


@pytest.fixture
def author() -> Author:
    return Author("person:fictive", "mandate:1", "organisation:1")


@pytest.fixture
def delegate(held) -> By:
    return By(held("delegate", "national-delegation", NATION), second_factor=True)


@pytest.fixture
def instructor(held) -> By:
    return By(held("region-instructor", "region", Scope(ScopeKind.REGION, "84")))


@pytest.fixture
def oyonnax(db) -> Territory:
    return Territory.objects.get(pk="ti-8413")


@pytest.fixture
def free(db) -> list[str]:
    """SIREN of two intermunicipalities of region 84 of which no commune is in a territory of the second phase."""
    from tandem.places.models import Commune
    from tandem.territories.models import PerimeterCommune

    taken = PerimeterCommune.objects.filter(phase="2023-2027").values("commune__epci")
    found = Commune.objects.in_force().filter(region="84", epci__isnull=False).exclude(epci__in=taken)
    return list(found.order_by("epci").values_list("epci", flat=True).distinct()[:2])


@pytest.fixture
def candidacy(delegate, organisation, free) -> Candidacy:
    return file_candidacy(
        delegate, name="Vallée fictive", phase=Phase.objects.get(pk="2023-2027"), region=Region.objects.get(pk="84"),
        lead=organisation("intermunicipality"), filed_on=dt.date(2026, 9, 1), members=free,
    ).candidacy  # fmt: skip
