"""Settings are read once, and whatever is missing is named together."""

import pytest

from chalicelib.domain.errors import SettingsError
from chalicelib.settings import read_settings

COMPLETE = {
    "EARSHOT_STAGE": "prod",
    "EARSHOT_TABLE": "earshot-prod",
    "EARSHOT_SOURCES_QUEUE": "earshot-prod-sources",
    "EARSHOT_MENTIONS_QUEUE": "earshot-prod-mentions",
    "EARSHOT_NOTIFICATIONS_QUEUE": "earshot-prod-notifications",
    "EARSHOT_NOTICES_QUEUE": "earshot-prod-notices",
    "EARSHOT_SMS_TOPIC": "earshot-prod-sms-answers",
    "EARSHOT_SECRETS": "/earshot/prod/",
}


def test_every_missing_variable_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as error:
        read_settings({"EARSHOT_STAGE": "prod", "EARSHOT_TABLE": ""})

    assert str(error.value) == (
        "missing in the environment: EARSHOT_TABLE, EARSHOT_SOURCES_QUEUE, EARSHOT_MENTIONS_QUEUE, "
        "EARSHOT_NOTIFICATIONS_QUEUE, EARSHOT_NOTICES_QUEUE, EARSHOT_SMS_TOPIC, EARSHOT_SECRETS "
        "(see .chalice/config.json)"
    )


def test_what_is_optional_is_nothing_unless_it_is_set() -> None:
    settings = read_settings(COMPLETE)

    assert (settings.x_api_url, settings.heartbeat_url, settings.feed_hosts) == (None, None, frozenset())


def test_private_feed_hosts_are_a_list() -> None:
    settings = read_settings(COMPLETE | {"EARSHOT_FEED_HOSTS": "127.0.0.1:8081,127.0.0.1:8082"})

    assert settings.feed_hosts == {"127.0.0.1:8081", "127.0.0.1:8082"}
