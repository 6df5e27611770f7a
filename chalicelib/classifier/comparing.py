"""A classifier that also says whose examples a post is most like, by the policies in force."""

from collections.abc import Callable, Sequence

from chalicelib.classifier.by_example import Comparer, encoder_of, learn, width_of
from chalicelib.classifier.classifier import Classifier
from chalicelib.domain.heard.classification import Classification, Post
from chalicelib.domain.rules.by_example import ExamplesHead
from chalicelib.domain.rules.compiled import Policies


class ComparingClassifier:
    """Fulfils ports.Classifies. What was learned from the examples is kept as long as the policies stay the same."""

    def __init__(self, classifier: Classifier, policies: Callable[[], Policies]) -> None:
        self._classifier = classifier
        self._policies = policies
        self._kept: tuple[str, Comparer | None] | None = None

    def classify(self, posts: Sequence[Post]) -> list[Classification]:
        """Return a classification for each of `posts`, in order; the encoder reads each once."""
        policies = self._policies()
        if self._kept is None or self._kept[0] != policies.version:
            self._kept = (policies.version, comparer_of(self._classifier, policies))
        return self._classifier.classify(posts, self._kept[1])


def comparer_of(classifier: Classifier, policies: Policies) -> Comparer | None:
    """What compares posts with the policies' examples; None where those tell nothing apart."""
    head = head_of(classifier, policies)
    return None if head is None else Comparer.of(head, policies.examples, width_of(classifier))


def head_of(classifier: Classifier, policies: Policies) -> ExamplesHead | None:
    """The head that was pushed, if this encoder's vectors were what it learned; else one that is learned now."""
    if not policies.has_examples:
        return None
    if policies.head is not None and policies.head.encoder == encoder_of(classifier):
        return policies.head
    return learn(policies.examples, classifier).head
