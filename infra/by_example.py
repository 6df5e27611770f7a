"""What a push learns from the departments' examples, and which departments those do not tell apart."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from chalicelib.domain.heard.classification import NOT_COMPARED, Belonging
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.rules.compiled import Policies
from infra.rehearsal import Belongs, as_recorded

AT_ONCE = 256
"""Mentions whose vectors are held at a time."""

ALIKE = 0.2
"""A share of two departments' examples that each other's explain better: from here on they are not told apart."""


def learned(policies: Policies) -> tuple[Policies, tuple[str, ...]]:
    """The policies with what is learned from their examples, and a line for each two departments that are too alike."""
    if not policies.has_examples:
        return policies, ()
    # The model and numpy are read only where there is something to learn.
    from chalicelib.classifier import Classifier
    from chalicelib.classifier.by_example import learn

    found = learn(policies.examples, Classifier.load())
    chosen = [found.head.names[place] for place in found.without.argmax(1)]
    return replace(policies, head=found.head), tuple(_alike(policies, chosen))


def belongings(heards: Sequence[Heard], tried: Sequence[Policies]) -> list[Belongs]:
    """For each of `tried`, whose examples every mention is most like; the encoder reads each mention once."""
    if not any(policies.has_examples for policies in tried):
        return [as_recorded for _ in tried]
    from chalicelib.classifier import Classifier
    from chalicelib.classifier.comparing import comparer_of

    classifier = Classifier.load()
    comparers = [comparer_of(classifier, policies) for policies in tried]
    found: list[dict[str, Belonging]] = [{} for _ in tried]
    readable = [each for each in heards if each.classification and _language(each) in classifier.languages]
    for start in range(0, len(readable), AT_ONCE):
        part = readable[start : start + AT_ONCE]
        means = classifier.means([heard.mention.words for heard in part])
        for comparer, known in zip(comparers, found, strict=True):
            names = comparer(means) if comparer else [NOT_COMPARED for _ in part]
            known.update({heard.mention.key: name for heard, name in zip(part, names, strict=True)})
    return [_looking_up(known) for known in found]


def _looking_up(known: Mapping[str, Belonging]) -> Belongs:
    return lambda heard: known.get(heard.mention.key, NOT_COMPARED)


def _language(heard: Heard) -> str:
    return heard.classification.language.value if heard.classification else ""


def _alike(policies: Policies, chosen: Sequence[str]) -> Iterator[str]:
    """`chosen` says for each example, in their order, whose it would be if it were none."""
    examples = [(owner, text) for owner, texts in policies.examples.items() for text in texts]
    mistaken = [((owner, other), text) for (owner, text), other in zip(examples, chosen, strict=True) if owner != other]
    names = list(policies.examples)
    for one, another in ((one, another) for number, one in enumerate(names) for another in names[number + 1 :]):
        between = [text for pair, text in mistaken if set(pair) == {one, another}]
        of = len(policies.examples[one]) + len(policies.examples[another])
        if len(between) >= ALIKE * of:
            yield (
                f"people.departments: {one} and {another} can hardly be told apart: {len(between)} of {of} "
                f"examples look like the other's, such as '{between[0]}'"
            )
