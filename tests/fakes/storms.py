"""Counters of what was heard, and silences, in memory."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.judged.crowd import Crowd, Voice
from chalicelib.domain.judged.group import tallies
from chalicelib.domain.judged.outcome import Heard
from chalicelib.domain.judged.silence import Silence
from tests.fakes.breakable import Breakable


class FakeStorms(Breakable):
    """How often each group was heard, in buckets of time."""

    def __init__(self) -> None:
        super().__init__()
        self._tallies: dict[str, Counter[datetime]] = {}
        self._voices: dict[str, set[tuple[datetime, Voice]]] = defaultdict(set)

    def tally(self, name: str, start: datetime, end: datetime) -> int:
        self._require_up()
        buckets = self._tallies.get(name, Counter())
        return sum(count for bucket, count in buckets.items() if start <= bucket < end)

    def crowd(self, name: str, start: datetime, end: datetime) -> Crowd:
        self._require_up()
        voices = [voice for bucket, voice in self._voices[name] if start <= bucket < end]
        return Crowd(
            authors=frozenset(voice.author for voice in voices),
            conversations=frozenset(voice.conversation for voice in voices),
        )

    def _count(self, heard: Heard) -> None:
        """Called where a mention is stored for the first time."""
        for tally in tallies(heard):
            self._tallies.setdefault(tally.name, Counter())[tally.bucket] += 1
            if tally.voice is not None:
                self._voices[tally.name].add((tally.bucket, tally.voice))


class FakeSilences(Breakable):
    """What is silenced, by whom, why and until when."""

    def __init__(self) -> None:
        super().__init__()
        self._silences: dict[str, Silence] = {}

    def save_silence(self, silence: Silence) -> None:
        self._require_up()
        self._silences[silence.id] = silence

    def silences(self, at: datetime) -> Sequence[Silence]:
        self._require_up()
        running = (silence for silence in self._silences.values() if silence.is_running(at))
        return sorted(running, key=lambda silence: (silence.until, silence.id))
