"""Figures: what a day brought to a department, added up so that days make months whatever the order."""

DOOR = ("figures", "folding", "history", "period")
