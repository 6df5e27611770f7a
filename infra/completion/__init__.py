"""Completion of the command line: what can be typed, as the parser says, and a script for each shell."""
