"""What a text seems to say: labels with confidences. The model labels, it never decides."""

from enum import StrEnum
from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")

UNDETERMINED = "und"
"""The BCP 47 tag of a text whose language could not be told."""


class Post(Struct, frozen=True):
    """What is known of a text before it is read.

    `language` is the tag that its source gave. `addressed` says whether it is said to the brand or only about it, None
    where nobody knows. What cannot be answered, such as an article, never needs an answer.
    """

    text: str
    language: str | None = None
    addressed: bool | None = None
    can_be_answered: bool = True


class Sentiment(StrEnum):
    """How the author feels about what the text is about; `unknown` where the text cannot be read."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    UNKNOWN = "unknown"


class Intent(StrEnum):
    """What the author wants, in the words of customer care; `unknown` where the text cannot be read."""

    COMPLAINT = "complaint"
    QUESTION = "question"
    REQUEST = "request"
    PRAISE = "praise"
    OTHER = "other"
    UNKNOWN = "unknown"


class HarmKind(StrEnum):
    """How somebody was harmed, may be, or says that the law is involved; `none` where it is not so, or nobody knows."""

    ILLNESS = "illness"
    INJURY = "injury"
    CONTAMINATION = "contamination"
    DANGER = "danger"
    DISCRIMINATION = "discrimination"
    HARASSMENT = "harassment"
    LEGAL = "legal"
    DATA_LEAK = "data-leak"
    STRANDED = "stranded"
    SELF_HARM = "self-harm"
    NONE = "none"


class Label(Struct, Generic[T], frozen=True):
    """A value, and how sure the model is of it: a calibrated probability from 0 to 1."""

    value: T
    confidence: float


class Urgency(Struct, frozen=True):
    """Whether the brand's harm to somebody cannot wait, of which kind it is, and how sure the model is of `value`."""

    value: bool
    kind: HarmKind
    confidence: float


NOT_JUDGED = Urgency(value=False, kind=HarmKind.NONE, confidence=0.5)
"""Even odds: what was stored before there was such a judgement, or cannot be read."""


NOBODY = "nobody"
"""Stands for no department: what nobody needs to answer, or what was not compared with any example."""


class Belonging(Struct, frozen=True, kw_only=True):
    """Whose examples a text is most like: the department `value`, or NOBODY. `like` is the nearest of these."""

    value: str
    confidence: float
    like: str = ""


NOT_COMPARED = Belonging(value=NOBODY, confidence=0.0)
"""What was stored before departments had examples, cannot be read, or has nothing to be compared with."""


class Keyword(Struct, frozen=True, kw_only=True):
    """One match of a theme's phrase: `matched` is what the text says at [start, end), in characters."""

    theme: str
    phrase: str
    matched: str
    start: int
    end: int


class Classification(Struct, frozen=True, kw_only=True):
    """Everything that was read from one text. `model` names what read it, as `name@version`."""

    sentiment: Label[Sentiment]
    intent: Label[Intent]
    complaint: Label[bool]
    needs_answer: Label[bool]
    language: Label[str]
    keywords: tuple[Keyword, ...] = ()
    model: str
    urgent: Urgency = NOT_JUDGED
    department: Belonging = NOT_COMPARED
