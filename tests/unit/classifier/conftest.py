"""The shipped model, loaded once, on one core as in Lambda."""

import os

# Before numpy is imported: its threads would share the work out, and each one's waiting would count as time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest

from chalicelib.classifier import Classifier


@pytest.fixture(scope="session")
def classifier() -> Classifier:
    return Classifier.load()
