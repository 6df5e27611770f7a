"""The policy files: what people write in policies/, checked as a whole and turned into rules to follow."""

from policyreader.faults import PolicyFaults
from policyreader.loading import load

__all__ = ["PolicyFaults", "load"]
