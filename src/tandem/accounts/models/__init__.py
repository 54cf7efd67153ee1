from tandem.accounts.models.mandates import Mandate
from tandem.accounts.models.organisations import EnterpriseLink, Organisation
from tandem.accounts.models.people import Person

__all__ = ["EnterpriseLink", "Mandate", "Organisation", "Person"]
