"""What holds for every test: one core for numpy, as in Lambda, so that figures do not depend on who else is running."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is first imported, so it is set here
