"""From the reference tables to one number per area. NumPy only: no database, no text, no rounding.

A measure is a function of `Inputs` that answers with a `Measure`: the whole country in one pass, territories, regions
and France alike. `catalogue` says what each one means.
"""
