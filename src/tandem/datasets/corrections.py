"""How a file of corrected rows says which rows it corrects."""

CORRECTS_FILE, CORRECTS_LINE = "tandem_fichier", "tandem_ligne"
"""Columns that the file of refused rows adds, by which a corrected row takes the place of the one refused."""

ADDED = (CORRECTS_FILE, CORRECTS_LINE, "tandem_raison", "tandem_valeur")
"""All that it adds."""
