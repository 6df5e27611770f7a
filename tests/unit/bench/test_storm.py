"""Who waits for whom in a storm, by the made-up clock of the benchmark."""

from bench.storm import DUE_AT_ONCE, a_sweep, a_viral_thread

AT_MOST = 30
"""Seconds that a department may wait for another one's alerts."""


def test_five_thousand_alerts_of_one_department_delay_another_by_half_a_minute_at_most() -> None:
    alone, beside = a_sweep(beside=0), a_sweep(beside=DUE_AT_ONCE)

    assert 0 < beside - alone <= AT_MOST


def test_a_viral_thread_leaves_nobody_behind() -> None:
    viral = a_viral_thread()

    assert (viral.failed, viral.dead) == (0, 0)
    assert viral.took > 0
