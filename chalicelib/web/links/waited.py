"""What the page says of an alert that waits for the customer, or for its owner's word on how that ended."""

from chalicelib.domain.alert.alert import Alert, Timer
from chalicelib.domain.said import phrase
from chalicelib.web.links.timeline import Voice


def waited(alert: Alert, voice: Voice, *, is_mine: bool) -> str:
    """Who has it and what is waited for, in a sentence."""
    owner, until = voice.name(alert.owner), alert.timers.get(Timer.CUSTOMER)
    if until is None:
        form = phrase("How did it end in private?") if is_mine else phrase("{owner} is asked how it ended in private.")
        return voice.tongue.say(form, owner=owner)
    mine = phrase("You have this, waiting for the customer until {time}.")
    theirs = phrase("{owner} has this, waiting for the customer until {time}.")
    return voice.tongue.say(mine if is_mine else theirs, owner=owner, time=voice.time(until))
