"""The board in a real browser: it stays live by itself, under its own security policy, and nobody loses their place."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from msgspec.structs import replace
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from chalicelib.domain.alert.asked import Acknowledge
from chalicelib.domain.alert.awaiting_event import ReplyBegun
from chalicelib.domain.rules.brand import Guideline
from tests.builders import an_alert
from tests.functional.api import World, a_world
from tests.functional.test_web_curl import serving
from tests.functional.test_web_desk import stored

CHROMIUM = ("chromium", "chromedriver")
PATIENCE = 60
"""Seconds until a page that never changes is given up on; it asks for itself every eight."""

pytestmark = pytest.mark.skipif(not all(map(shutil.which, CHROMIUM)), reason="needs chromium and chromedriver")


@contextmanager
def a_browser(*, with_script: bool = True) -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not with_script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    browser = Chrome(options=options, service=ChromeService(shutil.which("chromedriver")))
    try:
        yield browser
    finally:
        browser.quit()


@pytest.fixture
def town() -> Iterator[tuple[World, str]]:
    with a_world() as world, serving() as address:
        world.has(an_alert())
        yield world, address


def messages(browser: Chrome) -> list[str]:
    """What the page made the browser complain of."""
    log: list[dict[str, str]] = browser.get_log("browser")  # type: ignore[no-untyped-call]
    return [entry["message"] for entry in log if "favicon" not in entry["message"]]


def sign_in(browser: Chrome, address: str) -> None:
    browser.get(f"{address}/a/token-1")
    browser.find_element(By.LINK_TEXT, "The desk").click()
    browser.find_element(By.CSS_SELECTOR, "button.primary").click()
    WebDriverWait(browser, PATIENCE).until(lambda seen: seen.current_url.endswith("/me"))


def test_the_board_changes_by_itself_and_what_is_open_and_ticked_stays_so(town: tuple[World, str]) -> None:
    world, address = town
    stored(world, "a2")
    with a_browser() as browser:
        sign_in(browser, address)
        browser.get(f"{address}/desk")
        browser.find_element(By.CSS_SELECTOR, "#more-a2 > summary").click()
        browser.find_element(By.ID, "tick-a2").click()

        world.respond.act("a1", "ben", Acknowledge())
        stored(world, "a3")
        WebDriverWait(browser, PATIENCE).until(lambda seen: "words of a3" in seen.page_source)

        assert "Ben has it" in browser.find_element(By.ID, "alert-a1").text
        assert browser.find_element(By.ID, "more-a2").get_attribute("open")
        assert browser.find_element(By.ID, "tick-a2").is_selected()
        assert messages(browser) == []


def test_without_script_one_signs_in_looks_and_acts(town: tuple[World, str]) -> None:
    world, address = town
    with a_browser(with_script=False) as browser:
        sign_in(browser, address)
        browser.get(f"{address}/desk")
        browser.find_element(By.CSS_SELECTOR, "#more-a1 > summary").click()
        browser.find_element(By.CSS_SELECTOR, "#more-a1 button.primary").click()

        assert "You have it now" in browser.find_element(By.CSS_SELECTOR, "[role=status]").text
    assert world.alert().owner == "ana"


def test_keys_go_from_row_to_row_and_act_on_the_one_they_are_at(town: tuple[World, str]) -> None:
    world, address = town
    stored(world, "a2")
    with a_browser() as browser:
        sign_in(browser, address)
        browser.get(f"{address}/desk")
        first, second = (row.get_attribute("id") for row in browser.find_elements(By.CSS_SELECTOR, ".row"))
        page = browser.find_element(By.TAG_NAME, "body")
        page.send_keys("jjk")
        browser.switch_to.active_element.send_keys("x")
        assert browser.find_element(By.CSS_SELECTOR, f"#{first} input").is_selected()
        browser.find_element(By.CSS_SELECTOR, "input[type=search]").send_keys("jx?")
        assert not browser.find_element(By.CSS_SELECTOR, f"#{second} input").is_selected()
        browser.find_element(By.CSS_SELECTOR, f"#{second} summary").send_keys("a")
        WebDriverWait(browser, PATIENCE).until(lambda seen: "did=acknowledge" in seen.current_url)

        assert messages(browser) == []
    assert world.alert(str(second).removeprefix("alert-")).owner == "ana"
    assert world.alert(str(first).removeprefix("alert-")).owner is None


def test_keys_can_be_switched_off_and_what_changed_is_marked_until_it_is_opened(town: tuple[World, str]) -> None:
    world, address = town
    stored(world, "a2")
    with a_browser() as browser:
        sign_in(browser, address)
        browser.get(f"{address}/desk")
        assert browser.find_elements(By.CSS_SELECTOR, ".is-fresh") == []
        browser.find_element(By.TAG_NAME, "body").send_keys("?")
        browser.find_element(By.ID, "keys-off").click()
        world.respond.act("a2", "ben", Acknowledge())
        browser.get(f"{address}/desk")
        browser.find_element(By.TAG_NAME, "body").send_keys("j")

        assert browser.switch_to.active_element.tag_name == "body"
        [fresh] = browser.find_elements(By.CSS_SELECTOR, ".is-fresh")
        assert fresh.get_attribute("id") == "alert-a2"
        assert fresh.find_element(By.CSS_SELECTOR, ".fresh").is_displayed()
        fresh.find_element(By.TAG_NAME, "summary").click()
        WebDriverWait(browser, PATIENCE).until(lambda seen: not seen.find_elements(By.CSS_SELECTOR, ".is-fresh"))
        assert messages(browser) == []


def test_pressing_reply_there_shows_the_others_who_is_answering(town: tuple[World, str]) -> None:
    world, address = town
    care = Guideline(replies=("Please DM us.",))
    world.policies = replace(world.policies, guidelines={"care": care})
    with a_browser() as browser:
        sign_in(browser, address)
        browser.get(f"{address}/desk/alerts/a1")
        link = browser.find_element(By.CSS_SELECTOR, "a[data-begins]")
        browser.execute_script("arguments[0].href = '#'; arguments[0].target = ''", link)
        link.click()
        WebDriverWait(browser, PATIENCE).until(lambda _: world.store.timeline("a1"))

    assert world.store.timeline("a1") == (ReplyBegun(alert_id="a1", at=world.clock(), by="ana"),)
