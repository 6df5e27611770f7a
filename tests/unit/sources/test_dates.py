"""Dates in every form that feeds carry: read exactly, or unknown, and never another day or another century."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.sources.dates import read_date
from chalicelib.domain.heard.dating import believed

READ = datetime(2026, 5, 4, 12, tzinfo=UTC)
WRITTEN = datetime(2026, 5, 3, 13, 7, tzinfo=UTC)

ONE_INSTANT = [
    "Sun, 03 May 2026 13:07:00 GMT",
    "Sun, 3 May 26 13:07 Z",
    "Sunday, 03-May-26 13:07:00 UTC",
    "Sun, 03 May 2026 08:07:00 CDT",
    "Sun, 03 May 2026 09:07:00 America/New_York",
    "Sun, 03 May 2026 15:07:00 Europe/Berlin",
    "Sun, 03 May 2026 15:07:00 MESZ",
    "Sun, 03 May 2026 15:07:00 +0200 (Central European Summer Time)",
    "Sun, 03 May 2026 14:07:00 UTC+01:00",
    "Sun, 03 May 2026 14:07:00 UTC +1",
    "Sun, 03 May 2026 14:07:00 GMT+0100",
    "Sun, 03 May 2026 10:07:00 GMT-3",
    "Sun, 03 May 2026 01:07:00 PM GMT",
    "Sun May 3 13:07:00 2026",
    "Sun May  3 09:07:00 EDT 2026",
    "Sun May 03 13:07:00 +0000 2026",
    "Sun May 03 2026 15:07:00 GMT+0200 (CEST)",
    "May 3, 2026 1:07 pm",
    "1:07 PM, May 3rd, 2026",
    "So, 3. Mai 2026, 13:07 Uhr",
    "dimanche 3 mai 2026 à 13:07",
    "3 de mayo de 2026 13:07",
    "Вс, 3 мая 2026 13:07:00 +0000",
    "03.05.2026 13:07",
    "3.5.2026, 13:07:00",
    "2026.05.03 13:07",
    "2026/05/03 13:07:00",
    "2026年5月3日 13:07",
    "2026年05月03日13时07分",
    "2026年5月3日 下午1:07",
    "2026. 5. 3. 오후 1:07",
    "２０２６年５月３日 １３：０７",
    "5/3/2026 1:07:00 PM",
    "2026-05-03T13:07:00Z",
    "2026-05-03t13:07z",
    "2026-05-03T13:07:00.123456789Z",
    "2026-05-03T08:07:00,5-0500",
    "2026-05-03T15:07+02",
    "2026-05-03T15:07:00+02:00[Europe/Berlin]",
    "2026-05-03 13:07:00 UTC",
    "2026-05-03 04:07:00 \u221209:00",
    "20260503T130700Z",
    "20260503130700",
    "2026-W18-7T13:07:00Z",
    "2026-123T13:07:00Z",
    "1777813620",
    "1777813620000",
    "1777813620000000",
    "1777813620.0",
    "/Date(1777813620000)/",
]


@pytest.mark.parametrize("text", ONE_INSTANT)
def test_one_instant_is_read_however_it_is_written(text: str) -> None:
    written = read_date(text, at=READ)

    assert written is not None
    assert written.replace(microsecond=0) == WRITTEN


@pytest.mark.parametrize("text", ["2026-05-03", "20260503", "03.05.2026", "3 May 2026", "May 3, 2026", "2026年5月3日"])
def test_a_day_without_a_time_is_its_midnight(text: str) -> None:
    assert read_date(text, at=READ) == datetime(2026, 5, 3, tzinfo=UTC)


UNKNOWN = [
    "",
    "yesterday",
    "2 hours ago",
    "2026",
    "2026-05",
    "03/05/2026 13:07",
    "Sun, 03 May 2026 13:07:00 IST",
    "Sun, 03 May 2026 13:07:00 Mars/Olympus",
    "Sun, 03 May 2026 13:07:00 ../../etc/passwd",
    "Sun, 03 May 2026 13:07:00 +9900",
    "Sun, 03 May 2026 25:07:00 GMT",
    "Sun, 03 May 2026 13:77:00 GMT",
    "Mon, 30 Feb 2026 13:07:00 GMT",
    "Mon, 99 Foo 20260 99:99:99",
    "2026-W99-1",
    "2026-13-45T99:99:99Z",
    "令和8年5月3日 13:07",
    "๓ พฤษภาคม ๒๕๖๙",
    "Mon, 01 Jan 0001 00:00:00 +0000",
    "0001-01-01T00:00:00Z",
    "0000-00-00 00:00:00",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "31 Dec 1989 23:59:59 GMT",
    "9999-12-31T23:59:59Z",
    "Tue, 05 May 2026 12:00:01 GMT",
    "-62135596800",
    "0",
    "1234",
    "99999999999999999999999999",
    "x" * 10_000,
]


@pytest.mark.parametrize("text", UNKNOWN, ids=[text[:40] for text in UNKNOWN])
def test_a_date_that_cannot_be_or_that_leaves_a_doubt_is_unknown(text: str) -> None:
    assert read_date(text, at=READ) is None


def test_a_date_up_to_a_day_ahead_counts_as_now_and_any_other_unlikely_one_too() -> None:
    ahead = READ + timedelta(hours=23)

    assert read_date(ahead.isoformat(), at=READ) == ahead
    assert believed(ahead, at=READ) == READ
    assert believed(datetime(1, 1, 1, tzinfo=UTC), at=READ) == READ
    assert believed(None, at=READ) == READ
    assert believed(WRITTEN, at=READ) == WRITTEN


@given(st.text(max_size=60) | st.from_regex(r"[0-9A-Za-z年月日 ,:./+\-]{0,60}", fullmatch=True))
def test_no_text_breaks_the_reading_and_none_leads_outside_the_believable(text: str) -> None:
    written = read_date(text, at=READ)

    assert written is None or datetime(1990, 1, 1, tzinfo=UTC) <= written <= READ + timedelta(days=1)
