"""Values and rules. No boto3, no clock, no environment, no network, no randomness.

Six rooms, each with a door: its `DOOR` names the modules that others may import. Their picture is in
docs/architecture.md.
"""
