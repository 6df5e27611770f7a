"""The flags of a local run: what contradicts itself, or is not there, is said before anything starts."""

from argparse import ArgumentParser

import pytest

from infra.errors import OperatorError
from localrun.options import Options, add_flags, read_flags


def options(*flags: str) -> Options:
    parser = ArgumentParser()
    add_flags(parser)
    return read_flags(parser.parse_args(flags))


def test_a_run_that_ends_can_be_told_as_json() -> None:
    assert options("--once", "--json").as_json


def test_a_run_without_an_end_cannot_be_told_as_json() -> None:
    with pytest.raises(OperatorError, match=r"--json .* add --once"):
        options("--json")


def test_a_folder_of_policies_that_is_not_there_is_named() -> None:
    with pytest.raises(OperatorError, match="--policies nowhere: there is no such folder"):
        options("--policies", "nowhere")


def test_a_feed_is_a_file_or_an_address_of_the_web() -> None:
    found = options("--feed", "news.xml", "--feed", "https://news.example/feed")
    assert [path.name for path in found.feed_files] == ["news.xml"]
    assert found.feed_urls == ("https://news.example/feed",)


def test_an_address_that_is_not_of_the_web_is_no_feed() -> None:
    with pytest.raises(OperatorError, match=r"--feed ftp://news\.example/feed: only http and https"):
        options("--feed", "ftp://news.example/feed")
