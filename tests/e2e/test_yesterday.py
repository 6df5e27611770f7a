"""A run ends without a trace but its state, and begins where it ended. It stops what others use, and so comes last."""

import pytest

from tests.e2e.local_run import LocalRun, emulated_processes, eventually, start

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]


def test_yesterdays_state_is_there_again_and_no_process_stays(run: LocalRun) -> None:
    run.say("Your crew lost my guitar and was rude about it. I want a refund.", "maren_plays")
    before = eventually(lambda: run.arrived(about="guitar", channel="email"))

    assert run.stop() == 0
    assert emulated_processes(run.state) == []
    again = start(run.state, int(run.url.rsplit(":", 1)[1]))

    try:
        assert again.arrived(about="guitar", channel="email") == before
        assert "guitar" in again.board()
    finally:
        assert again.stop() == 0
