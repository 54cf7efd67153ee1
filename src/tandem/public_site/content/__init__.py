"""What the site says in its own words: glossary, methods, secrecy rules, and how the tables are grouped."""
