"""Text in, classification out. Importing this costs nothing; `Classifier.load` reads the model."""

from chalicelib.classifier.classifier import Classifier
from chalicelib.classifier.errors import ModelError
from chalicelib.classifier.explain import Influence, explain
from chalicelib.classifier.keywords import KeywordIndex
from chalicelib.domain.heard.classification import Post

__all__ = ["Classifier", "Influence", "KeywordIndex", "ModelError", "Post", "explain"]
