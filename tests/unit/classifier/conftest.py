"""The shipped model, loaded once."""

import pytest

from chalicelib.classifier import Classifier


@pytest.fixture(scope="session")
def classifier() -> Classifier:
    return Classifier.load()
