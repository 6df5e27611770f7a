"""Stories of calling people: tier after tier, until somebody has it."""

from tests.functional.town import Town


def test_an_ignored_alert_reaches_the_second_tier(town: Town) -> None:
    town.post("mastodon", "Wayfare burned my luggage")
    town.phone("ana").expects_sms("burned my luggage")
    town.fast_forward(minutes=15)
    town.phone("ben").expects_sms("burned my luggage").then_opens_link().then_presses("Acknowledge")
    town.fast_forward(minutes=49)
    town.expects_nothing_more()
