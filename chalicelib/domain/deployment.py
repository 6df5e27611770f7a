"""What is deployed: the facts that only exist once a stage runs, recorded so that the functions know them."""

from msgspec import Struct


class Deployment(Struct, frozen=True, kw_only=True):
    """`public_url` begins every link, without a slash at its end; `topics` maps a department to its topic's ARN."""

    public_url: str
    topics: dict[str, str] = {}
