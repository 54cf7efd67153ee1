"""What knows nothing of the domain: figures, tables, journal, access, errors, clock, typography."""
