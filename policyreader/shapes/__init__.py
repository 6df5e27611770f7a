"""The five policy files as people write them: one shape a file, each able to say its domain value."""
