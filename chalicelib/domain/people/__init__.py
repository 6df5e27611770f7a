"""People: who is on call, who is at work, and whom a tier's target reaches at an instant."""

DOOR = ("address", "cover", "days_off", "directory", "hours", "quiet", "rota", "swap", "swapping")
