"""Benchmarks, each printing ratios: seconds are of one machine, ratios of most."""
