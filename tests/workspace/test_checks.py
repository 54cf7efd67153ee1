"""What a system check refuses."""

from tandem.workspace.checks import no_demo_accounts_in_service


def test_fictive_accounts_are_refused_anywhere_but_on_ones_own_machine(settings):
    assert no_demo_accounts_in_service() == []
    settings.SETTINGS_MODULE = "tandem.settings.production"
    assert [error.id for error in no_demo_accounts_in_service()] == ["tandem.E001"]
    settings.TANDEM_DEMO = False
    assert no_demo_accounts_in_service() == []
