"""routing.yaml, `storm` and `crisis`: when calls are bundled, and when one alert stands for all the others."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator

from chalicelib.domain.judged.group import BUCKET
from chalicelib.domain.rules.storms import CrisisRule, StormRule
from policyreader.amounts import DAY, DURATION_SCHEMA, HOUR, MINUTE, in_words, lasting
from policyreader.shapes.base import Shape, counted, worded


def countable(value: timedelta) -> timedelta:
    """A stretch of whole buckets: mentions are counted in no smaller ones."""
    if value % BUCKET:
        raise ValueError(f"must be a multiple of {in_words(BUCKET)}")
    return value


Window = Annotated[timedelta, lasting(BUCKET, 6 * HOUR), AfterValidator(countable), DURATION_SCHEMA]


class StormShape(Shape):
    """More than `after` mentions of one theme for one department within `window`."""

    after: Annotated[int, counted(1, 10_000)] = 20
    window: Window = 2 * BUCKET
    news_every: Annotated[timedelta, lasting(MINUTE, 2 * HOUR), DURATION_SCHEMA] = 5 * MINUTE

    def to_domain(self) -> StormRule:
        return StormRule(after=self.after, window=self.window, news_every=self.news_every)


class CrisisShape(Shape):
    """When a theme leaves its own normal, and who is told what."""

    department: str
    escalation: str
    statement: Annotated[str, worded(1_000)]
    floor: Annotated[int, counted(5, 1_000_000)] = 50
    deviations: Annotated[float, counted(1, 20)] = 4.0
    weeks: Annotated[int, counted(1, 12)] = 4
    cooldown: Annotated[timedelta, lasting(HOUR, 7 * DAY), DURATION_SCHEMA] = 6 * HOUR

    def to_domain(self) -> CrisisRule:
        return CrisisRule(
            department=self.department,
            escalation=self.escalation,
            statement=self.statement,
            floor=self.floor,
            deviations=self.deviations,
            weeks=self.weeks,
            cooldown=self.cooldown,
        )
