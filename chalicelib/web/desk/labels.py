"""What the page of one alert says of how it was read, and of who is at it at this moment."""

from datetime import timedelta

from msgspec import Struct

from chalicelib.domain.alert.awaiting_event import ReplyBegun
from chalicelib.domain.alert.corrected import Reading
from chalicelib.domain.alert.labelling import labels, read_as
from chalicelib.pipeline.respond import Detail
from chalicelib.web.links.readings import NAMES, value_words
from chalicelib.web.links.timeline import Voice, sentence

SEEN_FOR = timedelta(minutes=10)
"""How long the others see that somebody began to answer."""


class LabelChoice(Struct, frozen=True, kw_only=True):
    """One thing that was read: its name, as what, and what else it may be: what is posted, and in words."""

    name: str
    read_as: str
    others: tuple[tuple[str, str], ...]


def label_choices(detail: Detail, voice: Voice) -> tuple[LabelChoice, ...]:
    """Everything that a person may correct."""
    alert = detail.shown.alert
    heard = next((each for each in detail.heards if each.mention.key == alert.excerpt.mention), None)
    now, departments = read_as(alert, heard), {id: each.name for id, each in voice.policies.departments.items()}

    def words(reading: Reading, value: str) -> str:
        return value_words(reading, value, voice.tongue, departments)

    return tuple(
        LabelChoice(
            name=voice.tongue.say(NAMES[reading]),
            read_as=words(reading, now[reading]),
            others=tuple((f"{reading}:{each}", words(reading, each)) for each in allowed if each != now[reading]),
        )
        for reading, allowed in labels(voice.policies).items()
    )


def answering(detail: Detail, voice: Voice) -> tuple[str, ...]:
    """Who began to answer within the last ten minutes, in a sentence each, the first of them first."""
    begun: dict[str, str] = {}
    for event in detail.shown.timeline:
        if isinstance(event, ReplyBegun) and voice.at - event.at < SEEN_FOR:
            since = voice.time(event.at)
            begun.setdefault(
                event.by, voice.tongue.say("{name} is answering, since {time}", name=voice.name(event.by), time=since)
            )
    return tuple(begun.values())


def latest(detail: Detail, voice: Voice) -> str:
    """What happened last, and when: who was first, where somebody was."""
    happened = detail.shown.timeline[-1:]
    return "".join(f"{voice.time(event.at)}: {sentence(event, voice)}" for event in happened)
