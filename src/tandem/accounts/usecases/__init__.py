"""What one does with people, organisations and mandates, by what is done.

Each checks the rights of who acts, locks what it changes, writes and journals in one transaction.
"""

from tandem.accounts.usecases.invitations import (
    AnotherAddressError,
    InvitationClosedError,
    accept_invitation,
    approve_invitation,
    invitation_of,
    invite,
    note_sending,
    refuse_invitation,
    renew_link,
)
from tandem.accounts.usecases.joining import approve_joining, ask_to_join, refuse_joining, withdraw_joining
from tandem.accounts.usecases.links import end_link, link_enterprises
from tandem.accounts.usecases.mandates import appoint_first, check_terms, end_mandate, grant_mandate
from tandem.accounts.usecases.organisations import (
    ChangedMeanwhileError,
    Moves,
    correct_organisation,
    merge_organisations,
    moves_of,
    numbers_of,
    register_organisation,
    version_of,
)
from tandem.accounts.usecases.personal_data import data_of, erase_myself, erase_person

__all__ = [
    "AnotherAddressError",
    "ChangedMeanwhileError",
    "InvitationClosedError",
    "Moves",
    "accept_invitation",
    "appoint_first",
    "approve_invitation",
    "approve_joining",
    "ask_to_join",
    "check_terms",
    "correct_organisation",
    "data_of",
    "end_link",
    "end_mandate",
    "erase_myself",
    "erase_person",
    "grant_mandate",
    "invitation_of",
    "invite",
    "link_enterprises",
    "merge_organisations",
    "moves_of",
    "note_sending",
    "numbers_of",
    "refuse_invitation",
    "refuse_joining",
    "register_organisation",
    "renew_link",
    "version_of",
    "withdraw_joining",
]
