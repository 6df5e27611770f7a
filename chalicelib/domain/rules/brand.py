"""Whom we listen for and where: brand.yaml, and what may be said for a department."""

from datetime import timedelta

from msgspec import Struct


class SourcePolicy(Struct, frozen=True, kw_only=True):
    """One entry of brand.yaml's `sources`: what to read, how often, and what it may cost.

    `kind` chooses the adapter (x, feed, webhook). `every` is the cadence. `daily_budget` is in millionths of
    a dollar, None for no limit. `max_age` ignores what is older when it is first heard; None for no limit.
    `first_reading` is how far back a source that is new calls people; what is older is summed up.
    `options` are the adapter's own (a feed's url, an X query).
    Of a webhook, `token` names the secret that its sender may show in place of a signature, and `map` says by a
    JMESPath expression for each of our fields where the sender has it; `each` among them where the mentions lie.
    """

    name: str
    kind: str
    every: timedelta = timedelta(minutes=5)
    daily_budget: int | None = None
    max_age: timedelta | None = None
    first_reading: timedelta = timedelta(days=1)
    options: dict[str, str] = {}
    token: str = ""
    map: dict[str, str] = {}

    @property
    def is_polled(self) -> bool:
        """Whether we ask it; an inbound webhook tells us of its own accord."""
        return self.kind != "webhook"


class Guideline(Struct, frozen=True, kw_only=True):
    """What to say and not to say, for one department."""

    do: tuple[str, ...] = ()
    dont: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()


class CreditRule(Struct, frozen=True, kw_only=True):
    """Which staff answers earn credit. `hashtag` must be in the answer where it is not empty."""

    hashtag: str = ""
    off_shift: bool = True


class SmsPolicy(Struct, frozen=True, kw_only=True):
    """How SMS leave. `origination_number` is in E.164; `max_price` for one SMS is in millionths of a dollar.

    Where both are empty AWS chooses who they come from, as far as the receiver's country lets it.
    """

    origination_number: str | None = None
    sender_id: str | None = None
    max_price: int | None = None


class Brand(Struct, frozen=True, kw_only=True):
    """Whom we listen for. `handles` maps a network to the brand's own handles there, without the @.

    People are told in `language` unless theirs is another. `ticket_url` is where a ticket is looked at, with {} for its
    number; empty where nobody said.
    """

    name: str
    handles: dict[str, tuple[str, ...]] = {}
    sources: tuple[SourcePolicy, ...] = ()
    credit: CreditRule = CreditRule()
    language_backend: str = "local"
    comprehend_daily_posts: int = 0
    comprehend_reads_all: bool = False
    language: str = "en"
    ticket_url: str = ""
    sms: SmsPolicy = SmsPolicy()

    def sender(self, name: str | None) -> SourcePolicy | None:
        """The webhook source that `name` calls, or the only one where nothing is called; None where there is none."""
        told = [source for source in self.sources if not source.is_polled]
        if name is None:
            return told[0] if len(told) == 1 else None
        return next((source for source in told if source.name == name), None)
