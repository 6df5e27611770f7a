"""What holds for every test: one core for numpy, as in Lambda, and nothing that depends on how busy the machine is."""

import os

from hypothesis import HealthCheck, settings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is first imported, so it is set here

# What hypothesis bounds by itself is time.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
