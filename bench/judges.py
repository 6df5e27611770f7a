"""Who can be asked what should become of a post: Earshot as it ships, a word list, and whoever calls for everything."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from bench.labelled import Labelled, mention_of, replies_of, same_department
from chalicelib.classifier import Classifier, KeywordIndex
from chalicelib.classifier.comparing import comparer_of
from chalicelib.domain.heard.classification import Sentiment
from chalicelib.domain.judged.addressed import post_of
from chalicelib.domain.judged.routing import decide
from chalicelib.domain.judged.talk import after_answers
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.routes import Action, Urgency
from training import baselines


class Verdict(Struct, frozen=True, kw_only=True):
    """What a judge would do with one post."""

    action: Action
    urgent: bool = False
    department: str | None = None
    sentiment: str = Sentiment.UNKNOWN
    reason: str = ""

    @property
    def is_ignored(self) -> bool:
        return self.action is Action.IGNORE

    @property
    def is_told(self) -> bool:
        return self.action is Action.ALERT


Judge = Callable[[Sequence[Labelled]], list[Verdict]]


def judges(policies: Policies) -> dict[str, Judge]:
    """The judges by name, Earshot first; the word list only where it is installed."""
    found: dict[str, Judge] = {"earshot": earshot(Classifier.load(), policies)}
    if baselines.ARE_INSTALLED:
        found["vader"] = lambda rows: [_vader(row, policies) for row in rows]
    return found | {"everything": lambda rows: [_everything(policies) for _ in rows]}


def earshot(classifier: Classifier, policies: Policies) -> Judge:
    """What triage decides: the shipped classifier, the policies' keywords, examples and routes, and earlier answers."""
    index = KeywordIndex(policies.phrases)
    compare = comparer_of(classifier, policies)

    def judge(rows: Sequence[Labelled]) -> list[Verdict]:
        mentions = [mention_of(row) for row in rows]
        read = classifier.classify([post_of(mention) for mention in mentions], compare)
        found = []
        for row, mention, said in zip(rows, mentions, read, strict=True):
            classification = replace(said, keywords=index.find(mention.words))
            decision = decide(mention, classification, policies)
            decision = after_answers(decision, said, row.text, replies_of(row), policies)
            found.append(
                Verdict(
                    action=decision.action,
                    urgent=decision.urgency is Urgency.URGENT,
                    department=same_department(decision.department or ""),
                    sentiment=said.sentiment.value,
                    reason=decision.reason,
                )
            )
        return found

    return judge


def _vader(row: Labelled, policies: Policies) -> Verdict:
    """A word list knows one thing to do: whatever reads as negative is told. Nothing is urgent to it."""
    read = baselines.sentiment(baselines.vader(f"{row.title}\n{row.text}".strip())).label
    action = Action.ALERT if read == Sentiment.NEGATIVE else Action.IGNORE
    return Verdict(action=action, department=policies.fallback_department, sentiment=read)


def _everything(policies: Policies) -> Verdict:
    return Verdict(action=Action.ALERT, urgent=True, department=policies.fallback_department)
