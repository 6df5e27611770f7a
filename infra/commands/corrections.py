"""`corrections`: what people said was read wrongly, as JSONL of {text, field, said, label}."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import json

from chalicelib.domain.alert.corrected import Corrected, Reading
from chalicelib.domain.alert.labelling import NO, YES
from chalicelib.domain.figures.period import Span
from chalicelib.domain.judged.outcome import Heard
from chalicelib.ports import Store
from infra.records import now, store
from infra.stage import Stage


def run(stage: Stage, flags: Namespace) -> int:
    """Print one line a correction, the oldest of each alert first."""
    for line in corrections(store(stage), now(), days=flags.days):
        print(json.encode(line).decode())
    return 0


def corrections(records: Store, at: datetime, *, days: int) -> Iterator[dict[str, str]]:
    """What people corrected in the days before `at`; a correction of what is gone from the table is passed over."""
    span = Span(at - timedelta(days=days), at)
    for history in records.histories(sorted(records.touched(span))):
        for event in history.events:
            if isinstance(event, Corrected) and event.at in span:
                heard = records.heard(event.mention)
                line = _line(event, heard) if heard else {}
                if line.get("said") != line.get("label"):
                    yield line


def _line(event: Corrected, heard: Heard) -> dict[str, str]:
    """That something needed somebody says of the model that it needed an answer, where it did not say so."""
    if event.reading is Reading.OUTCOME:
        needed = heard.classification and heard.classification.needs_answer.value
        corrected = {"field": "needs_answer", "said": YES if needed else NO, "label": YES}
    else:
        corrected = {"field": event.reading.value, "said": event.said, "label": event.label}
    return {"text": heard.mention.words, **corrected}
