"""Which backend reads a post: the shipped model alone, or Comprehend too, as the policies in force say."""

from collections.abc import Callable, Sequence

from aws_lambda_powertools import Logger

from chalicelib.adapters.comprehend import Comprehend, ComprehendClient
from chalicelib.domain.heard.classification import Classification, Post
from chalicelib.ports import Classifies, Clock, GivesPolicies, SourceStore

COMPREHEND = "comprehend"
"""The backend's name in brand.yaml, and that of the day's allowance which it spends."""


class ChosenBackend:
    """Fulfils ports.Classifies. The client is made only once the policies ask for it."""

    def __init__(
        self,
        local: Classifies,
        make_client: Callable[[], ComprehendClient],
        store: SourceStore,
        policies: GivesPolicies,
        clock: Clock,
        logger: Logger,
    ) -> None:
        self._local = local
        self._make_client = make_client
        self._store = store
        self._policies = policies
        self._clock = clock
        self._logger = logger
        self._client: ComprehendClient | None = None

    def classify(self, posts: Sequence[Post]) -> list[Classification]:
        """Return a classification for each of `posts`, in order."""
        brand = self._policies().brand
        if brand.language_backend != COMPREHEND:
            return self._local.classify(posts)
        if self._client is None:
            self._client = self._make_client()
        comprehend = Comprehend(self._local, self._client, self._take, self._say, reads_all=brand.comprehend_reads_all)
        return comprehend.classify(posts)

    def _take(self, amount: int) -> int:
        limit = self._policies().brand.comprehend_daily_posts
        return self._store.take(COMPREHEND, amount, day=f"{self._clock():%Y-%m-%d}", limit=limit)

    def _say(self, why: str) -> None:
        self._logger.warning("comprehend did not read", extra={"why": why})
