"""Values and rules. No boto3, no clock, no environment, no network, no randomness."""
