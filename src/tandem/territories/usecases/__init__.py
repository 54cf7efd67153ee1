"""What one does with the programme's territories, by verb: load them, label and leave, fund posts, sign."""

from tandem.territories.usecases.loading import load_territories

__all__ = ["load_territories"]
