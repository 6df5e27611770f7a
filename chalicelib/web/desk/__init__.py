"""The desk: everything that is open, for people who signed in."""
