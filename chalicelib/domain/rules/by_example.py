"""What was learned from the departments' examples: as a push stores it, without their texts."""

from msgspec import Struct


class ExamplesHead(Struct, frozen=True, kw_only=True):
    """Tells departments apart in the vectors of one encoder, which `encoder` names; to any other it means nothing.

    `names` are the departments; `biases` holds a number for each. Of an encoder's W numbers `centre` has W (float16)
    and `weights` names x W (float16). `scale` makes scores into honest odds. `looks` are the examples in the order of
    `Policies.examples`, shortened to a few numbers of eight bits each, by which the nearest is found.
    """

    encoder: str
    names: tuple[str, ...]
    biases: tuple[float, ...]
    scale: float
    centre: bytes
    weights: bytes
    looks: bytes
