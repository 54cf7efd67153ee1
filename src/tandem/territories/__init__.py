"""The programme's territories, their perimeters by date, and what became of each."""
