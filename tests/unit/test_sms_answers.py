"""An SMS to our number is read from what SNS passes on, and nothing else is taken for one."""

import json

import pytest

from chalicelib.adapters.sms_answers import SmsAnswer, answer_in
from chalicelib.domain.errors import BadRequestError

PASSED_ON = {
    "originationNumber": "+12025550101",
    "destinationNumber": "+12025550100",
    "messageKeyword": "KEYWORD_202555",
    "messageBody": "1 ack",
    "previousPublishedMessageId": "abc",
    "inboundMessageId": "cae173d2-66b9-564c-8309-21f858e9fb84",
}


def test_sender_words_and_id_are_read() -> None:
    assert answer_in(json.dumps(PASSED_ON)) == SmsAnswer(
        sender="+12025550101", text="1 ack", id="cae173d2-66b9-564c-8309-21f858e9fb84"
    )


@pytest.mark.parametrize("message", ["", "1 ack", "[]", "{}", '{"originationNumber": 7}'])
def test_anything_else_is_refused(message: str) -> None:
    with pytest.raises(BadRequestError, match="the message holds no SMS"):
        answer_in(message)
