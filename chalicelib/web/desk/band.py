"""The band of our own blind spots, in words, and its page."""

from collections.abc import Sequence
from datetime import datetime

from chalice.app import Response

from chalicelib.adapters.sessions import Session
from chalicelib.domain.rules.compiled import Policies
from chalicelib.domain.rules.person import Person
from chalicelib.domain.said import phrase
from chalicelib.domain.told.readable import one_line, shorten
from chalicelib.pipeline.blind_spots import Blindness, BlindSpot
from chalicelib.web.desk.pages import desk_page, voice_of
from chalicelib.web.links.timeline import Voice

LONGEST = 200

SPOTS = {
    Blindness.FAILING: phrase("{name} cannot be read since {time} ({count} tries): {words}"),
    Blindness.SILENT: phrase("{name} was not read since {time}: is the collector running?"),
    Blindness.SPENT: phrase("{name} has spent its budget of today: nothing more is heard there until midnight UTC."),
    Blindness.STOPPED: phrase("{name} is told nothing: every address of theirs asked for no more messages."),
    Blindness.LATE: phrase("The next step of {count} alerts is late, the first since {time}: is the sweep running?"),
    Blindness.ASIDE: phrase("{count} alerts or messages stand aside, the first since {time}: {words}"),
}


def band_page(
    spots: Sequence[BlindSpot], person: Person, session: Session, policies: Policies, at: datetime
) -> Response:
    """What is wrong, a sentence each; or that nothing is."""
    voice = voice_of(person, policies, at)
    told = [_sentence(spot, voice) for spot in spots]
    return desk_page("band.html", person, session, policies, root="../", spots=told, now=voice.time(at))


def _sentence(spot: BlindSpot, voice: Voice) -> str:
    return voice.tongue.say(
        SPOTS[spot.kind],
        name=spot.name,
        time=voice.time(spot.since) if spot.since else voice.tongue.say("the beginning"),
        count=spot.count,
        words=shorten(one_line(voice.tongue.again(spot.words)), LONGEST),
    )
