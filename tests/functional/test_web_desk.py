"""The desk in a browser: signing in, the board with its filters, acting on many, and what was heard."""

import re
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest
from chalice.test import HTTPResponse
from msgspec.structs import replace

from chalicelib.domain.alert.alert import AlertStatus, Crisis, Timer
from chalicelib.domain.alert.asked import Acknowledge
from chalicelib.domain.alert.change import Change
from chalicelib.domain.heard.mention import Network
from chalicelib.domain.judged.outcome import Outcome
from chalicelib.domain.rules.person import Role
from chalicelib.domain.rules.routes import Urgency
from tests.builders import NOON, a_classification, a_heard, a_mention, an_alert, an_author, an_excerpt, policies_for
from tests.functional.api import World, a_world

STATIC = Path(__file__).parents[2] / "chalicelib" / "web" / "desk" / "static"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        world.has(an_alert())
        yield world


def enter(world: World, link: str = "token-1") -> str:
    """Sign in as a person does, and return the cookie that the browser keeps."""
    answer = world.post(f"/enter?link={link}", b"", FORM)
    assert answer.status_code == 303
    return answer.headers["Set-Cookie"].partition(";")[0]


def look(world: World, path: str, cookie: str | None = None) -> HTTPResponse:
    return world.get(path, headers={"cookie": cookie or enter(world)})


def page_of(world: World, path: str = "/desk") -> str:
    answer = look(world, path)
    assert answer.status_code == 200, answer.body
    return answer.body.decode()


def post(world: World, path: str, *, csrf: str | None = None, **fields: str | list[str]) -> HTTPResponse:
    """Post a form of the desk's own page."""
    cookie = enter(world)
    found = re.search(r'name="csrf" value="(\w+)"', look(world, "/desk", cookie).body.decode())
    assert found
    body = urlencode(fields | {"csrf": found[1] if csrf is None else csrf}, doseq=True).encode()
    return world.post(path, body, FORM | {"cookie": cookie})


def rows(page: str) -> list[str]:
    return re.findall(r'<li class="row[^"]*" id="alert-(\w+)"', page)


def stored(world: World, id: str, **changes: object) -> None:
    excerpt = an_excerpt(a_mention(id), text=f"words of {id}", handle=f"author-{id}")
    alert = replace(an_alert(id=id, conversation=f"x:{id}", excerpt=excerpt), **changes)
    world.store.save(Change(alert=alert))


def becomes(world: World, role: Role) -> None:
    people = world.policies.people
    world.policies = replace(world.policies, people=people | {"ana": replace(people["ana"], role=role)})


def test_looking_at_the_door_signs_nobody_in_and_pressing_does(world: World) -> None:
    shown = world.get("/enter?link=token-1")

    assert "Sign in as Ana" in shown.body.decode()
    assert "Set-Cookie" not in shown.headers
    answer = world.post("/enter?link=token-1", b"", FORM)
    assert (answer.status_code, answer.headers["Location"]) == (303, "me")
    assert "HttpOnly; SameSite=Lax" in answer.headers["Set-Cookie"]


def test_the_cookie_has_the_stages_own_path_and_goes_by_https_alone_where_there_is_https(world: World) -> None:
    plain = world.post("/enter?link=token-1", b"", FORM).headers["Set-Cookie"]
    safe = world.post("/enter?link=token-1", b"", FORM | {"x-forwarded-proto": "https"}).headers["Set-Cookie"]

    assert "Path" not in plain, "an address of one level gives the cookie the path above it: the stage's"
    assert "Secure" not in plain
    assert safe.endswith("; Secure")


@pytest.mark.parametrize("path", ["/desk", "/me", "/desk/heard"])
def test_whoever_is_not_signed_in_is_told_how_to(world: World, path: str) -> None:
    for cookie in ("", "earshot=", "earshot=ana~1777896000~00", "earshot=é~~", "other=1"):
        answer = world.get(path, headers={"cookie": cookie})
        assert answer.status_code == 401
        assert "you are not signed in" in answer.body.decode()
        assert "three hours at the gate" not in answer.body.decode()


def test_a_session_is_over_after_twelve_hours(world: World) -> None:
    cookie = enter(world)
    world.clock.forward(hours=12, seconds=-1)
    assert look(world, "/me", cookie).status_code == 200
    world.clock.forward(seconds=1)
    assert look(world, "/me", cookie).status_code == 401


def test_an_operator_ends_everybodys_sessions_and_nobody_else_does(world: World) -> None:
    old = enter(world)
    world.clock.forward(minutes=1)
    assert post(world, "/leave", who="all").status_code == 403
    becomes(world, Role.OPERATOR)
    assert post(world, "/leave", who="all").status_code == 303
    assert world.telemetry.doors[-2:] == [("in", "ana"), ("everybody out", "ana")]

    assert look(world, "/desk", old).status_code == 401
    assert look(world, "/desk").status_code == 200


def test_signing_out_takes_the_cookie_away(world: World) -> None:
    assert "Max-Age=0" in post(world, "/leave").headers["Set-Cookie"]


def test_an_expired_link_signs_nobody_in(world: World) -> None:
    world.clock.forward(days=3)
    assert world.post("/enter?link=token-1", b"", FORM).status_code == 410


@pytest.mark.parametrize("path", ["/desk", "/me", "/leave"])
def test_a_form_that_another_site_made_does_nothing(world: World, path: str) -> None:
    for csrf in ("", "0" * 40, "é"):
        answer = post(world, path, csrf=csrf, action="acknowledge", alert="a1")
        assert answer.status_code == 403
    assert world.alert().is_triggered


def test_who_only_looks_cannot_act(world: World) -> None:
    becomes(world, Role.VIEWER)

    assert post(world, "/desk", action="acknowledge", alert="a1").status_code == 403
    assert 'value="acknowledge"' not in page_of(world)
    assert world.alert().is_triggered


def test_the_board_shows_what_is_open_the_urgent_first_then_the_nearest_step(world: World) -> None:
    stored(world, "later", timers={Timer.TIER: NOON + timedelta(hours=2)})
    stored(world, "soon", timers={Timer.TIER: NOON + timedelta(minutes=12)})
    stored(world, "urgent", urgency=Urgency.URGENT, timers={Timer.TIER: NOON + timedelta(hours=5)})
    stored(world, "behind", urgency=Urgency.URGENT, inhibited_by="c1", timers={})
    world.store.save(Change(alert=replace(an_alert(id="done"), status=AlertStatus.RESOLVED, timers={})))

    page = page_of(world)

    assert rows(page) == ["urgent", "a1", "soon", "later", "behind"]
    assert "5 alerts are open" in page
    assert "Ben is told in 12 min" in page


def test_every_filter_is_a_link_that_shows_what_it_says(world: World) -> None:
    world.policies = policies_for(people=world.policies.people)
    stored(world, "urgent", urgency=Urgency.URGENT, theme="safety")
    stored(world, "exhausted", timers={})
    stored(world, "snoozed", timers={Timer.SNOOZE: NOON + timedelta(hours=1)}, department="press", told=("ana",))
    stored(world, "held", timers={Timer.OPENING: NOON + timedelta(hours=1)})
    stored(world, "crisis", crisis=Crisis(group="care/delays", statement="Sorry."))
    excerpt = an_excerpt(network=Network.FEED)
    stored(world, "behind", inhibited_by="crisis", timers={}, excerpt=excerpt)
    world.respond.act("a1", "ben", Acknowledge())

    wanted = {
        "urgency=urgent": {"urgent"},
        "status=exhausted": {"exhausted"},
        "status=snoozed": {"snoozed"},
        "status=held": {"held"},
        "status=behind": {"behind"},
        "status=crisis": {"crisis"},
        "status=acknowledged": {"a1"},
        "department=press": {"snoozed"},
        "source=feed": {"behind"},
        "theme=safety": {"urgent"},
        "who=mine": {"snoozed"},
        "who=nobodys": {"urgent", "exhausted", "snoozed", "held", "crisis", "behind"},
    }
    board = page_of(world)
    for query, expected in wanted.items():
        assert f'href="desk?{query}"' in board, query
        assert set(rows(page_of(world, f"/desk?{query}"))) == expected, query


def test_words_and_authors_are_searched(world: World) -> None:
    stored(world, "a2", excerpt=an_excerpt(text="Lost my BAG at Lisbon", handle="kim"))

    assert rows(page_of(world, "/desk?q=bag+lisbon")) == ["a2"]
    assert rows(page_of(world, "/desk?q=KIM")) == ["a2"]
    assert rows(page_of(world, "/desk?q=bag+gate")) == []
    assert 'value="&#34;&gt;&lt;b&gt;"' in page_of(world, "/desk?q=%22%3E%3Cb%3E")


def test_the_board_can_be_sorted_by_age(world: World) -> None:
    stored(world, "old", opened_at=NOON - timedelta(days=2))
    stored(world, "new", opened_at=NOON)
    assert rows(page_of(world, "/desk?sort=newest")) == ["new", "a1", "old"]
    assert rows(page_of(world, "/desk?sort=oldest")) == ["old", "a1", "new"]


def test_a_row_opens_in_place_and_says_how_the_post_reads_and_why(world: World) -> None:
    heard = a_heard(a_mention("1"), outcome=Outcome.TRIGGERED, alert_id="a1", classification=a_classification())
    world.store.record(heard)
    page = page_of(world)

    assert '<details id="more-a1">' in page
    assert "reads as negative (90%)" in page
    assert 'lang="en"' in page.split('id="alert-a1"')[1]
    assert "Because of route" in page


def test_acting_on_what_is_ticked_goes_back_to_the_same_filter_and_says_so(world: World) -> None:
    for id in ("a2", "a3"):
        stored(world, id)
    answer = post(world, "/desk?who=nobodys", action="acknowledge", alert=["a1", "a2"])

    assert answer.headers["Location"] == "desk?who=nobodys&did=acknowledge#alert-a1"
    assert [world.alert(id).owner for id in ("a1", "a2", "a3")] == ["ana", "ana", None]
    assert "You have it now" in page_of(world, "/desk?who=nobodys&did=acknowledge")


def test_one_press_acts_on_all_of_a_filter_but_on_a_hundred_at_most(world: World) -> None:
    for number in range(120):
        stored(world, f"u{number:03d}", urgency=Urgency.URGENT)
    post(world, "/desk?urgency=urgent", action="acknowledge", every="1")

    owned = [alert for alert in world.store.unresolved() if alert.owner == "ana"]
    assert len(owned) == 100
    assert all(alert.is_urgent for alert in owned)


def test_a_row_has_buttons_of_its_own(world: World) -> None:
    stored(world, "a2")
    post(world, "/desk", one="resolve:a2", alert="a1")
    assert world.alert("a2").is_resolved
    assert world.alert().is_triggered


def test_a_press_with_nothing_ticked_says_so(world: World) -> None:
    answer = post(world, "/desk", action="acknowledge")
    assert answer.status_code == 400
    assert "tick what it is about first" in answer.body.decode()


def test_whoever_is_late_is_told_who_was_first(world: World) -> None:
    world.respond.act("a1", "ben", Acknowledge())
    answer = post(world, "/desk", one="acknowledge:a1")
    assert answer.status_code == 409
    assert "ben already has it" in answer.body.decode()


def test_two_thousand_open_alerts_are_one_page_of_at_most_a_hundred_kilobytes(world: World) -> None:
    for number in range(2000):
        words = an_excerpt(a_mention(str(number)), text="no water for hours at gate B12, " * 18)
        stored(world, f"{number:016x}", excerpt=words)
    page = page_of(world)

    assert len(page.encode()) < 100_000
    assert len(rows(page)) == 40
    assert "2001 alerts are open" in page
    assert rows(page_of(world, "/desk?after=40"))[0] not in rows(page)
    assert len(rows(page_of(world, "/desk?after=2000"))) == 1


def test_a_page_number_that_is_none_shows_the_first_page(world: World) -> None:
    for after in ("-1", "x", "9" * 40, "٣"):
        assert rows(page_of(world, "/desk?" + urlencode({"after": after}))) == ["a1"]


class Tags(HTMLParser):
    """Every tag of a page with its attributes, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags_of(page: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = Tags()
    reader.feed(page)
    return reader.found


EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\u202eesrever \u2066isolated",
    "e" + "\u0301" * 50_000,
    "javascript:alert(1)",
    "\U0001f621" * 4_000,
    "=HYPERLINK(1)",
    '" onmouseover="alert(1)',
    "{{ 7 * 7 }}{% raw %}",
)


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("path", ["/desk", "/me", "/desk/heard"])
def test_what_strangers_wrote_is_text_on_every_page(world: World, path: str, evil: str) -> None:
    author = an_author(handle=evil[:200], name=evil[:200])
    mention = a_mention("66", text=evil, url="javascript:alert(1)", author=author, language='"><script>')
    world.store.record(a_heard(mention, reason=evil[:500]))
    stored(world, "a2", excerpt=an_excerpt(mention, text=evil[:600]), told=("ana",), reason=evil[:500])
    page = page_of(world, path)

    tags = tags_of(page)
    sources = {attributes.get("src") or "" for tag, attributes in tags if tag == "script"}
    assert "img" not in {tag for tag, _ in tags}
    assert all(re.fullmatch(r"(\.\./)?desk/static/[\w.-]+", source) for source in sources)
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]
    assert not [attributes for _, attributes in tags if "javascript" in (attributes.get("href") or "")]
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)
    assert len(page.encode()) < 100_000


def test_scripts_are_our_own_files_and_run_by_nonce_alone(world: World) -> None:
    answer = look(world, "/desk")
    policy, page = answer.headers["Content-Security-Policy"], answer.body.decode()
    [nonce] = set(re.findall(r"'nonce-([\w-]+)'", policy))

    assert re.findall(r"<script([^>]*)>([^<]*)</script>", page) == [
        (f' nonce="{nonce}" src="desk/static/{name}" defer', "")
        for name in ("htmx-4.0.1.min.js", "hx-csp-4.0.1.min.js", "desk-2.js")
    ]
    for rule in (
        "default-src 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types htmx",
        "connect-src 'self'",
    ):
        assert rule in policy
    assert not re.search(r"\son\w+=|\sstyle=", page)
    assert nonce not in look(world, "/desk").headers["Content-Security-Policy"]


def test_the_board_asks_for_itself_every_few_seconds_with_its_own_filter(world: World) -> None:
    page = page_of(world, "/desk?who=nobodys&q=gate")
    assert 'hx-get="desk?who=nobodys&amp;q=gate" hx-select="#live" hx-trigger="every 8s"' in page


def test_the_vendored_scripts_are_those_that_were_published(world: World) -> None:
    sums = dict(line.split()[::-1] for line in (STATIC / "SHA256SUMS").read_text().splitlines())
    assert set(sums) == {path.name for path in STATIC.glob("*.js")}
    for name, expected in sums.items():
        served = world.get(f"/desk/static/{name}")
        assert served.headers["Content-Type"] == "text/javascript"
        assert sha256(served.body).hexdigest() == expected
    assert world.get("/desk/static/SHA256SUMS").status_code == 404
    assert world.get("/desk/static/..%2Froutes.py").status_code == 404


def test_everything_that_was_heard_is_listed_with_its_outcome_and_why(world: World) -> None:
    world.store.record(a_heard(a_mention("7", text="nice seats"), reason="no route matched"))
    page = page_of(world, "/desk/heard")

    for words in ("nice seats", "ignored", "no route matched", "X"):
        assert words in page


def test_what_was_heard_goes_back_page_by_page_and_day_by_day(world: World) -> None:
    for number in range(60):
        heard = a_heard(a_mention(str(number), text=f"post {number}."), heard_at=NOON - timedelta(minutes=number))
        world.store.record(heard)
    first = page_of(world, "/desk/heard")
    older = re.search(r'href="\?before=([^"]+)"', first)
    assert older
    second = page_of(world, f"/desk/heard?before={older[1]}")

    assert "post 49." in first
    assert "post 50." not in first
    assert "post 50." in second
    assert "post 49." not in second


def test_my_alerts_without_a_link(world: World) -> None:
    stored(world, "a2", told=("ana",))
    page = page_of(world, "/me")
    assert 'id="alert-a2"' in page
    assert 'id="alert-a1"' not in page

    answer = post(world, "/me", action="acknowledge", alert="a2")
    assert answer.headers["Location"] == "me?did=acknowledge&at=a2#alert-a2"
    assert world.alert("a2").owner == "ana"


def test_what_could_not_be_done_on_my_page_keeps_what_was_typed(world: World) -> None:
    stored(world, "a2", told=("ana",))
    answer = post(world, "/me", action="note", alert="a2", text="x" * 2001)
    assert answer.status_code == 422
    assert "x" * 2001 in answer.body.decode()


def test_whoever_left_the_company_is_signed_in_no_more(world: World) -> None:
    cookie = enter(world)
    people = {id: person for id, person in world.policies.people.items() if id != "ana"}
    world.policies = replace(world.policies, people=people)
    assert look(world, "/desk", cookie).status_code == 401
