"""The policy files: what people write in policies/, checked as a whole and turned into rules to follow."""

from infra.policies.faults import PolicyFaults
from infra.policies.loading import load

__all__ = ["PolicyFaults", "load"]
