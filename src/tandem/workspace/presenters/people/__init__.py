"""People, organisations, invitations and the journal, as pages show them."""
