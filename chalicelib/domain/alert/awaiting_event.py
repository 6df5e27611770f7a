"""What happens in a conversation: the customer is waited for, the owner asked how it ended, a helpdesk takes part."""

from datetime import datetime

from chalicelib.domain.alert.happened import Event


class CustomerAwaited(Event, frozen=True, kw_only=True):
    """Our reply asked the customer something: `owner` has the alert, and waits until `until`."""

    owner: str
    until: datetime
    in_private: bool


class OwnerAsked(Event, frozen=True, kw_only=True):
    """The customer, who was pointed to a private channel, wrote no more in public: `owner` is asked how it ended."""

    owner: str
    until: datetime


class SolvedInPrivate(Event, frozen=True, kw_only=True):
    """Somebody says that it was solved in private: answered, and counted apart from what the public saw."""

    by: str


class ReplySeen(Event, frozen=True, kw_only=True):
    """One of us wrote in the thread, and nobody can tell to whom: `asked` are the people who are to say it."""

    handle: str
    url: str
    asked: tuple[str, ...]


class TicketNoted(Event, frozen=True, kw_only=True):
    """A person or a tool noted the helpdesk's ticket."""

    by: str
    ticket: str


class ReplyBegun(Event, frozen=True, kw_only=True):
    """A person is writing a public answer, with an account of their own or of the brand's."""

    by: str
