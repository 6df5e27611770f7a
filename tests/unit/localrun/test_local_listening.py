"""What a local run listens to."""

from msgspec.structs import replace

from chalicelib.domain.rules.brand import SourcePolicy
from localrun.rules import Listening, localized
from tests.unit.localrun.snapshots import policies

NOTHING = Listening(handle=None, reads_x=False, feeds=(), keeps_feeds=False)


def names(listening: Listening) -> list[str]:
    return [source.name for source in localized(policies(), listening).brand.sources]


def test_a_source_that_this_machine_cannot_read_is_left_out() -> None:
    assert names(NOTHING) == ["reviews"]


def test_recordings_make_x_readable_and_feeds_are_added() -> None:
    assert names(replace_listening(reads_x=True, feeds=("http://127.0.0.1:1/a.xml",))) == [
        "x",
        "reviews",
        "local-feed-1",
    ]


def test_another_brands_own_feeds_are_kept() -> None:
    assert names(replace_listening(keeps_feeds=True)) == ["blog", "reviews"]


def test_recordings_are_read_whole_whatever_their_age_and_price() -> None:
    x = localized(policies(), replace_listening(reads_x=True)).brand.sources[0]

    assert (x.daily_budget, x.max_age) == (None, None)


def test_a_handle_replaces_the_brand_and_its_account() -> None:
    brand = localized(policies(), replace_listening(handle="@kfc")).brand

    assert brand.name == "kfc"
    assert brand.handles["x"] == ("kfc",)


def test_what_was_pushed_locally_never_looks_like_what_the_files_hold() -> None:
    assert localized(policies(), NOTHING).version == f"{policies().version}-local"


def test_days_of_posts_read_in_one_pass_are_no_storm() -> None:
    assert localized(policies(), replace_listening(at_once=True)).storm.after > 10_000
    assert localized(policies(), NOTHING).storm == policies().storm


def replace_listening(**changes: object) -> Listening:
    return Listening(**({"handle": None, "reads_x": False, "feeds": (), "keeps_feeds": False} | changes))  # type: ignore[arg-type]


def test_servers_that_the_run_plays_are_read_and_those_of_the_policies_are_not() -> None:
    servers = {"mastodon": "http://127.0.0.1:1"}
    sources = localized(policies(), replace_listening(servers=servers)).brand.sources

    assert [(source.name, source.kind, source.options) for source in sources[1:]] == [
        ("local-mastodon", "mastodon", {"server": "http://127.0.0.1:1"})
    ]
    own = SourcePolicy(name="toots", kind="mastodon")
    rules = replace(policies(), brand=replace(policies().brand, sources=(own,)))
    assert localized(rules, NOTHING).brand.sources == ()
