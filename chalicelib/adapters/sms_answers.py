"""An SMS that somebody sent to our number, as SNS passes it on."""

import msgspec
from msgspec import Struct

from chalicelib.domain.errors import BadRequestError


class SmsAnswer(
    Struct, frozen=True, rename={"sender": "originationNumber", "text": "messageBody", "id": "inboundMessageId"}
):
    """Who wrote (E.164), what, and the carrier's id of it. Source: AWS End User Messaging, "Two-way SMS messaging"."""

    sender: str
    text: str
    id: str


def answer_in(message: str) -> SmsAnswer:
    """The SMS that a message of the topic holds; BadRequestError where it holds none."""
    try:
        return msgspec.json.decode(message, type=SmsAnswer)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise BadRequestError(f"the message holds no SMS: {error}") from error
