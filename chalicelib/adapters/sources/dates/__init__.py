"""Dates as the world's programs write them: read exactly, or not at all."""

from chalicelib.adapters.sources.dates.reading import read_date

__all__ = ["read_date"]
