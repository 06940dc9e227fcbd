"""Before a service forgets a day that was not fetched, the doctor says so."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from signpost.cli._main import signpost
from signpost.connectors.retention import retention_warnings
from signpost.connectors.state import FetchState

TODAY = dt.date(2026, 11, 29)
TEAMS = """
[teams]
connector = "graph"
report = "getTeamsUserActivityUserDetail"
tenant = "contoso"
client_id = "app"
"""


def warned(data: Path, *keys: str) -> list[str]:
    for key in keys:
        FetchState(data).record("teams", key, f"{key}.csv", "x")
    return [one.message for one in retention_warnings(data, TODAY)]


def test_nothing_is_said_where_nothing_is_fetched(data: Path) -> None:
    assert retention_warnings(data, TODAY) == ()


@pytest.mark.parametrize(
    ("newest", "words"),
    [
        ("2026-11-26", []),
        ("2026-11-06", []),  # 30 days after the 7th is the 7th of December: eight days
        ("2026-11-05", ["teams ends on 2026-11-05, and Microsoft 365 usage reports keeps 30 days: "
                        "from 2026-12-06 the day after it is lost."]),
        ("2026-10-30", ["teams ends on 2026-10-30, and Microsoft 365 usage reports keeps 30 days: "
                        "from 2026-11-30 the day after it is lost."]),
        ("2026-10-29", ["teams ends on 2026-10-29, and Microsoft 365 usage reports keeps 30 days: "
                        "1 day is lost, one more every day."]),
        ("2026-10-19", ["teams ends on 2026-10-19, and Microsoft 365 usage reports keeps 30 days: "
                        "11 days are lost, one more every day."]),
    ],
)  # fmt: skip
def test_a_gap_is_said_a_week_before_it_closes(
    data: Path, settings: Callable[[str], None], newest: str, words: list[str]
) -> None:
    settings(TEAMS)
    assert warned(data, "2026-09-01", newest) == words


def test_what_was_never_fetched_and_broken_settings_are_said(
    data: Path, settings: Callable[[str], None]
) -> None:
    settings(TEAMS)
    assert [one.code for one in retention_warnings(data, TODAY)] == ["fetch_never"]
    settings("[teams]\nconnector = 'nothing'\n")
    assert [one.code for one in retention_warnings(data, TODAY)] == ["settings"]


def test_a_month_ends_with_its_last_day(data: Path, settings: Callable[[str], None]) -> None:
    settings('[teams]\nconnector = "claude_enterprise"\nreport = "user_cost"\n')
    assert warned(data, "2026-09") == []
    assert [one.code for one in retention_warnings(data, dt.date(2026, 12, 25))] == ["fetch_due"]


def test_the_doctor_says_it(data: Path, settings: Callable[[str], None]) -> None:
    settings(TEAMS)
    done = CliRunner().invoke(signpost, ["doctor", "--data", str(data), "--json"])
    assert done.exit_code == 1
    (found,) = json.loads(done.stdout)["findings"]
    assert found["id"] == "fetch_never"
    assert found["remedy"].startswith("Run `signpost fetch teams`")
