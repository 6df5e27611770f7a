"""The whole path on a real deployment: a complaint rings a phone, a press of a button silences the next one.

The functions are deployed by `chalice deploy` on an emulated AWS with IAM enforced; time is real, and the shipped
rules give an urgent alert's first tier one minute.
"""

from typing import Any

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import presence_of_element_located, text_to_be_present_in_element
from selenium.webdriver.support.wait import WebDriverWait

from tests.e2e.local_run import LocalRun, eventually, link_in

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]

BEN = "+12125550102"
BEN_EMAIL = "ben@wayfare.example"
FISH = "Food poisoning from the fish on your flight WF11"
SOUP = "Food poisoning from the soup on your flight WF22"


def test_a_press_silences_the_second_tier_and_a_look_does_not(run: LocalRun, browser: webdriver.Chrome) -> None:
    run.say(f"{FISH}. I am still sick.", "lena_travels")
    [sms] = eventually(lambda: run.arrived(about="fish", channel="sms"))
    assert len(sms["text"]) <= 160
    press(browser, link_in(sms), "acknowledge")

    run.say(f"{SOUP}. I am still sick.", "mo_on_rails")
    email = eventually(lambda: run.arrived(about="soup", channel="email"))[0]
    browser.get(link_in(email))
    wait(browser, presence_of_element_located((By.CSS_SELECTOR, "button[value=acknowledge]")))

    # The soup's second tier comes a minute after its first, and so later than the fish's would have come.
    eventually(lambda: run.arrived(about="soup", channel="email", to=BEN_EMAIL), within=180)
    assert run.arrived(about="fish", channel="email", to=BEN_EMAIL) == []
    assert run.arrived(about="fish", channel="sms", to=BEN) == []


def test_the_page_shows_what_is_said_as_text(run: LocalRun, browser: webdriver.Chrome) -> None:
    run.say("<img src=x onerror=\"document.title='owned'\"> your staff was so rude to us", "<b>mallory</b>")

    browser.get(run.url)
    wait(browser, text_to_be_present_in_element((By.ID, "board"), "<img src=x"))

    assert browser.title.startswith("Earshot")
    assert browser.find_elements(By.CSS_SELECTOR, "#board img, #board b") == []


def press(browser: webdriver.Chrome, link: str, action: str) -> None:
    """Open a personal link and press a button, as a person does on a phone."""
    browser.get(link)
    wait(browser, presence_of_element_located((By.CSS_SELECTOR, f"button[value={action}]"))).click()
    wait(browser, text_to_be_present_in_element((By.CSS_SELECTOR, ".timeline"), "acknowledged it"))


def wait(browser: webdriver.Chrome, condition: Any) -> Any:
    """What the condition finds within half a minute; a look at a page that gives way to the next finds nothing."""
    return WebDriverWait(browser, 30, ignored_exceptions=(WebDriverException,)).until(condition)
