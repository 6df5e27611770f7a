"""Whether the author of what a card shows is silenced, in words."""

from chalicelib.domain.said import phrase
from chalicelib.domain.told.readable import one_line
from chalicelib.domain.told.telling import who
from chalicelib.pipeline.respond import Shown
from chalicelib.web.links.timeline import Voice


def silenced(shown: Shown, voice: Voice) -> str:
    """That the author is silenced, by whom and until when, and how much of it was urgent."""
    silence = shown.silence
    if silence is None:
        return ""
    form = _SILENCED_EVEN_URGENT if silence.even_urgent else _SILENCED
    return voice.tongue.say(
        form,
        author=who(shown.alert, voice.tongue, brief=True),
        count=shown.urgent_since,
        person=voice.name(silence.by),
        time=voice.time(silence.until),
        reason=one_line(silence.reason),
    )


_SILENCED = phrase("{author} is silenced; urgent words still call people. {person} decided it, until {time}: {reason}")
_SILENCED_EVEN_URGENT = phrase(
    "{author} is silenced, {count} urgent since. {person} decided it, until {time}: {reason}"
)
