"""What pages are made of: includes in two dresses (State design system, neutral), stylesheets, French typography."""
