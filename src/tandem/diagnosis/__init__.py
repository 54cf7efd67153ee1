"""A territory's dated diagnosis: indicators measured from the reference tables, compared, ranked, with their sources."""
