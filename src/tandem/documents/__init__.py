"""Files attached to an object: checked, in versions."""
