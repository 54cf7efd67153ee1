"""People, organisations, mandates, the journal, and one's own data."""

from django.urls import URLPattern, path

from tandem.workspace.views import journal, my_data, programme_effect
from tandem.workspace.views.people import invitations, mandates, organisations, people

patterns: list[URLPattern] = [
    path("espace/personnes/", people.people, name="people"),
    path("espace/personnes/<uuid:person>/", people.person, name="person"),
    path("espace/personnes/<uuid:person>/effacer/", people.erase, name="erase"),
    path("espace/personnes/mandats/donner/", mandates.give, name="give"),
    path("espace/personnes/mandats/<int:mandate>/", mandates.mandate, name="mandate"),
    path("espace/personnes/mandats/<int:mandate>/suppleer/", mandates.stand_in, name="stand_in"),
    path("espace/personnes/mandats/<int:mandate>/clore/", mandates.end, name="end"),
    path("espace/personnes/invitations/", invitations.invitations, name="invitations"),
    path("espace/personnes/invitations/inviter/", invitations.make, name="invite"),
    path("espace/personnes/invitations/<uuid:invitation>/", invitations.invitation, name="invitation"),
    path("espace/personnes/invitations/<uuid:invitation>/envoyer/", invitations.send, name="send"),
    path("espace/personnes/invitations/<uuid:invitation>/clore/", invitations.close, name="close"),
    path("espace/rejoindre/", invitations.join, name="join"),
    path("espace/personnes/demandes/<uuid:joining>/", invitations.joining, name="joining"),
    path("espace/personnes/demandes/<uuid:joining>/refuser/", invitations.refuse, name="refuse"),
    path("espace/personnes/demandes/<uuid:joining>/retirer/", invitations.withdraw, name="withdraw"),
    path("compte/invitation/<str:token>/", invitations.accept, name="accept"),
    path("espace/organisations/", organisations.organisations, name="organisations"),
    path("espace/organisations/creer/", organisations.create, name="create_organisation"),
    path("espace/organisations/<int:organisation>/", organisations.organisation, name="organisation"),
    path("espace/organisations/<int:organisation>/corriger/", organisations.correct, name="correct"),
    path("espace/organisations/<int:organisation>/liens/", organisations.link, name="link"),
    path("espace/organisations/<int:organisation>/liens/<int:link>/clore/", organisations.unlink, name="unlink"),
    path("espace/organisations/<int:organisation>/fondre/", organisations.merge, name="merge"),
    path("espace/journal/", journal.journal, name="journal"),
    path("espace/journal/journal.csv", journal.export, name="journal_csv"),
    path("espace/journal/verifier/", journal.verify, name="verify_journal"),
    path("espace/programme/", programme_effect.page, name="programme_effect"),
    path("compte/donnees/", my_data.page, name="my_data"),
    path("compte/donnees/mes-donnees.json", my_data.export, name="my_data_file"),
    path("compte/donnees/effacer/", my_data.erase, name="erase_me"),
]
