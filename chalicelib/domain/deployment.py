"""What is deployed: the facts that only exist once a stage runs, recorded so that the functions know them."""

from datetime import datetime

from msgspec import Struct


class Deployment(Struct, frozen=True, kw_only=True):
    """`public_url` begins every link, without a slash at its end; `topics` maps a department to its topic's ARN.

    `sms_replies` says whether people's answers by SMS are received, so that messages may offer them.
    """

    public_url: str
    topics: dict[str, str] = {}
    sms_replies: bool = False


class PushedVersion(Struct, frozen=True, kw_only=True):
    """One version of the policies, whose they are, and when it was last put in force."""

    version: str
    brand: str
    at: datetime
