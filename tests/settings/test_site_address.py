"""Where the links of a document lead."""

from tandem.steering import addresses


def test_the_root_of_the_site_is_that_of_the_settings(settings):
    settings.TANDEM_SITE = "https://tandem.example.org/"
    assert addresses.base() == "https://tandem.example.org"
