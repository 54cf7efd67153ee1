"""A territory's dated diagnosis: indicators measured, compared, ranked, with the records they come from."""
