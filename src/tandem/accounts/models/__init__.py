from tandem.accounts.models.arriving import Invitation, InvitationState, JoiningRequest, JoiningState
from tandem.accounts.models.mandates import Mandate
from tandem.accounts.models.organisations import EnterpriseLink, Organisation
from tandem.accounts.models.people import Person
from tandem.accounts.models.states import MandateState, OrganisationState

__all__ = [
    "EnterpriseLink",
    "Invitation",
    "InvitationState",
    "JoiningRequest",
    "JoiningState",
    "Mandate",
    "MandateState",
    "Organisation",
    "OrganisationState",
    "Person",
]
