"""A first folder of policies: what is asked, what a trade brings, and the five files that come of it."""
