"""The policy files: what people write in policies/, checked as a whole and turned into rules to follow."""

from policyreader.coverage import uncovered_days
from policyreader.doubts import doubts
from policyreader.faults import PolicyFaults
from policyreader.loading import load

__all__ = ["PolicyFaults", "doubts", "load", "uncovered_days"]
