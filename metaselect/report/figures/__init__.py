"""Figures, drawn with matplotlib (extra `report`)."""
