"""What these rooms keep about somebody is told to them, and what is theirs alone goes with them."""

import pytest

from tandem.accounts.models import Person
from tandem.accounts.usecases.personal_data import data_of, erase_myself
from tandem.comments.usecases import write_comment
from tandem.notifications.following import follow_all
from tandem.notifications.models import Notice
from tandem.search.finding import search
from tandem.search.indexing import reindex
from tests.together.conftest import HERE

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(by, people):
    """A comment of the project manager's that mentions the elected lead."""
    comment = write_comment(
        by("project-manager"), HERE, "À relire avant vendredi", mentioned=[people["elected-lead"].pk]
    )
    follow_all()
    return comment


def test_ones_comments_and_notices_are_among_ones_data(written, people):
    mine = data_of(people["project-manager"])
    assert [each["text"] for each in mine["comments"]] == ["À relire avant vendredi"]
    told = data_of(people["elected-lead"])
    assert [each["summary"] for each in told["notices"]] == [
        notice.why for notice in people["elected-lead"].notices.all()
    ]
    assert told["notices"]


def test_erased_somebody_is_told_nothing_more_and_what_they_wrote_stays_under_no_name(written, people):
    erase_myself(people["elected-lead"])
    assert not Notice.objects.filter(person=people["elected-lead"]).exists()
    erase_myself(people["project-manager"])
    written.refresh_from_db()
    assert written.text == "À relire avant vendredi"
    assert Person.objects.get(pk=written.person_id).full_name == "une personne effacée"


def test_people_organisations_and_committees_are_found_and_the_erased_are_not(by, people):
    reindex()
    delegate = by("delegate")

    def kinds(typed: str) -> set[str]:
        return {hit.reference.partition(":")[0] for hit in search(delegate.acting, typed).page}

    name = people["industrial-lead"].full_name
    assert "person" in kinds(name)
    assert "organisation" in {
        hit.reference.partition(":")[0] for hit in search(delegate.acting, "Préfecture de région fictive").page
    }
    erase_myself(people["industrial-lead"])
    follow_all()
    assert "person" not in kinds(name)
