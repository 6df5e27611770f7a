"""The message that a source has spent what it may by now: what is posted there waits for the next hour's share."""

from chalicelib.domain.told.gsm import ONE_PART, fold, septets
from chalicelib.domain.told.message import Email
from chalicelib.domain.told.readable import one_line, shorten
from chalicelib.domain.told.tongue import ENGLISH, Tongue

SPENT = "budget"
"""What the ids of these begin with: no alert is called that."""

NAME = 30


def spent_id(source: str, day: str) -> str:
    """The id of the message that `source` has nothing left on `day`, an ISO date."""
    return f"{SPENT}/{day}/{source}"


def spent_source(letter_id: str) -> str | None:
    """Which source has nothing left; None where the id is of something else."""
    kind, _, rest = letter_id.partition("/")
    day, _, source = rest.partition("/")
    return source if kind == SPENT and day and source else None


def spent_sms(brand: str, source: str, tongue: Tongue = ENGLISH) -> str:
    """One SMS of one part."""
    words = tongue.say(
        "{brand}: the budget of {source} is spent for now. What is posted there is read from the next full hour on.",
        brand=shorten(one_line(brand), NAME),
        source=shorten(one_line(source), NAME),
    )
    return shorten(fold(words), ONE_PART, cost=septets)


def spent_email(brand: str, source: str, tongue: Tongue = ENGLISH) -> Email:
    """The same as an email, with what mends it."""
    names = {"brand": shorten(one_line(brand), NAME), "source": shorten(one_line(source), NAME)}
    subject = tongue.say("{brand}: the budget of {source} is spent for now", **names)
    words = tongue.say(
        "A day's budget is spread over its hours, and what {source} may cost by now is spent. What is posted there is "
        "read from the next full hour on, the newest first. Look there yourself until then.",
        source=names["source"],
    )
    mends = tongue.say("To hear more at once, raise its daily_budget in policies/brand.yaml and push.")
    return Email(subject=subject, body=f"{words}\n\n{mends}")
