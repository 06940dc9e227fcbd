"""The exports have the bytes of the real ones. Header strings are written out here on purpose."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from signpost.sample_data import build

BOM = b"\xef\xbb\xbf"
HEADERS = {
    "TeamsUserActivityUserDetail_D7_*.csv": (
        "Report Refresh Date,Tenant Display Name,Shared Channel Tenant Display Names,User Id,User Principal Name,Last Activity Date,Is Deleted,Deleted Date,Assigned Products,Team Chat Message Count,Private Chat Message Count,Call Count,Meeting Count,Post Messages,Reply Messages,Urgent Messages,Meetings Organized Count,Meetings Attended Count,Ad Hoc Meetings Organized Count,Ad Hoc Meetings Attended Count,Scheduled One-time Meetings Organized Count,Scheduled One-time Meetings Attended Count,Scheduled Recurring Meetings Organized Count,Scheduled Recurring Meetings Attended Count,Audio Duration,Video Duration,Screen Share Duration,Audio Duration In Seconds,Video Duration In Seconds,Screen Share Duration In Seconds,Has Other Action,Is Licensed,Report Period",  # noqa: E501
        True, "\r\n", 78,
    ),
    "YammerActivityUserDetail_D30_*.csv": (
        "Report Refresh Date,User Principal Name,Display Name,User State,State Change Date,Last Activity Date,Posted Count,Read Count,Liked Count,Assigned Products,Report Period",  # noqa: E501
        True, "\r\n", 17,
    ),
    "Nordwind Member Analytics Prior 30 Days - *.csv": (
        "Name,What I Do,User ID,Username,Display name,Email,Account type,Account created (UTC),Claimed Date (UTC),Deactivated date (UTC),Days active,Days active (Desktop),Days active (Android),Days active (iOS),Days using Slack Connect,Messages posted,Messages posted in channels,Reactions added,Files uploaded,Slack Huddles,Searches,Channels joined,Last active (UTC),Last active (Desktop) (UTC),Last active (Android) (UTC),Last active (iOS) (UTC)",  # noqa: E501
        True, "\r\n", 17,
    ),
    "HR_OrganizationalData_*.csv": (
        "PersonId,EffectiveDate,HireDate,ManagerId,LevelDesignation,Organization,Layer,Area",
        False, "\r\n", 18,
    ),
    "ServiceNow_incident_*.csv": (
        '"number","opened_at","short_description","caller_id","priority","state","category","assignment_group","assigned_to","reassignment_count","reopen_count","escalation","made_sla","resolved_at","closed_at","sys_updated_on","sys_updated_by"',
        False, "\n", 19,
    ),
    "Zendesk_questions_view.csv": (
        "Summation column,Id,Requester,Requester id,Requester external id,Requester email,Requester domain,Submitter,Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at,Assigned at,Organization,Due date,Initially assigned at,Solved at,Resolution time,Satisfaction Score,Group stations,Assignee stations,Reopens,Replies,First reply time in minutes,First reply time in minutes within business hours,First resolution time in minutes,First resolution time in minutes within business hours,Full resolution time in minutes,Full resolution time in minutes within business hours,Agent wait time in minutes,Agent wait time in minutes within business hours,Requester wait time in minutes,Requester wait time in minutes within business hours,On hold time in minutes,On hold time in minutes within business hours,Ticket Category [list]",  # noqa: E501
        False, "\n", 1,
    ),
    "KPI_weekly.csv": ("period,group,kpi,numerator,denominator,unit", False, "\r\n", 1),
    "KPI_monthly.csv": (
        "Department,KPI,May-25,Jun-25,Jul-25,Aug-25,Sep-25,Oct-25,Nov-25,Dec-25,Jan-26,Feb-26,Mar-26,Apr-26,May-26,Jun-26,Jul-26,Aug-26,Sep-26,Total",
        False, "\r\n", 1,
    ),
    "interventions.csv": (
        "intervention_id,group,kind,platform,from_day,until_day,hours,cost,owner,barrier",
        False, "\r\n", 1,
    ),
    "costs.csv": ("item,group,month,amount,currency", False, "\r\n", 1),
    "barriers.csv": ("group,day,barrier,score,answers", False, "\r\n", 1),
    "interactions.csv": ("period,platform,from_group,to_group,kind,times", False, "\r\n", 1),
}  # fmt: skip


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.mark.parametrize("pattern", HEADERS)
def test_every_export_has_the_documented_header_and_bytes(exports: Path, pattern: str) -> None:
    header, bom, eol, count = HEADERS[pattern]
    found = sorted(exports.glob(pattern))
    assert len(found) == count
    for path in (found[0], found[-1]):
        data = path.read_bytes()
        assert data.startswith(BOM) is bom
        assert data.removeprefix(BOM).decode().split(eol)[0] == header
        assert data.endswith(eol.encode())
        assert (b"\r" in data) is (eol == "\r\n")
        assert len(rows(path)) > 10


def test_nothing_else_is_in_the_folder(exports: Path) -> None:
    known = {path for pattern in HEADERS for path in exports.glob(pattern)}
    assert {path.name for path in exports.iterdir()} - {path.name for path in known} == {
        "programme.yaml"
    }


def test_size_stays_handy(exports: Path) -> None:
    assert sum(path.stat().st_size for path in exports.iterdir()) < 60e6


def test_the_same_seed_gives_the_same_bytes(exports: Path, tmp_path: Path) -> None:
    again = build(tmp_path / "again")
    for path in exports.iterdir():
        assert (again / path.name).read_bytes() == path.read_bytes(), path.name


def test_another_seed_gives_other_numbers(tmp_path: Path) -> None:
    one, other = (build(tmp_path / str(seed), seed=seed, size="tiny") for seed in (1, 2))
    assert (one / "KPI_weekly.csv").read_bytes() != (other / "KPI_weekly.csv").read_bytes()


def test_windows_are_whole_weeks_and_months(exports: Path) -> None:
    for path in exports.glob("Teams*.csv"):
        first = rows(path)[0]
        refreshed = date.fromisoformat(first["Report Refresh Date"])
        assert refreshed.weekday() == 6
        assert path.stem.endswith(refreshed.isoformat())
        assert first["Report Period"] == "7"
    for path in exports.glob("Yammer*.csv"):
        first = rows(path)[0]
        assert (date.fromisoformat(first["Report Refresh Date"]).day) >= 28
        assert first["Report Period"] == "30"


def test_teams_rows_agree_with_themselves(exports: Path) -> None:
    path = exports / "TeamsUserActivityUserDetail_D7_2026-03-22.csv"
    for row in rows(path):
        n = {
            name: int(row[name]) for name in row if name.endswith(("Count", "Messages", "Seconds"))
        }
        assert n["Team Chat Message Count"] == n["Post Messages"] + n["Reply Messages"]
        assert n["Meeting Count"] == n["Meetings Organized Count"] + n["Meetings Attended Count"]
        clock = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", row["Audio Duration"])
        assert clock is not None
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        assert 3600 * hours + 60 * minutes + seconds == n["Audio Duration In Seconds"]
        used = sum(n.values()) > 0
        if used:
            assert date(2026, 3, 16) <= date.fromisoformat(row["Last Activity Date"])
            assert row["Is Licensed"] == "Yes"
        elif row["Last Activity Date"]:
            assert date.fromisoformat(row["Last Activity Date"]) < date(2026, 3, 16)


def test_deleted_accounts_guests_and_unlicensed_people_are_there(exports: Path) -> None:
    found = rows(exports / "TeamsUserActivityUserDetail_D7_2026-03-22.csv")
    assert any(row["Is Deleted"] == "True" and row["Deleted Date"] for row in found)
    assert any("#EXT#" in row["User Principal Name"] for row in found)
    assert any(row["Is Licensed"] == "No" and not row["Assigned Products"] for row in found)


def test_servicenow_files_stay_under_its_export_limit(exports: Path) -> None:
    assert all(len(rows(path)) < 10_000 for path in exports.glob("ServiceNow*.csv"))


def test_total_row_and_column_of_the_wide_table_add_up(exports: Path) -> None:
    table = rows(exports / "KPI_monthly.csv")
    months = [name for name in table[0] if "-" in name]
    *groups, total = table
    assert total["Department"] == "Total"
    for row in table:
        assert int(row["Total"]) == sum(int(row[month]) for month in months)
    for month in months:
        assert int(total[month]) == sum(int(row[month]) for row in groups)


def test_tiny_is_small_but_whole(tmp_path: Path) -> None:
    folder = build(tmp_path, size="tiny")
    roster = rows(sorted(folder.glob("HR_*.csv"))[0])
    sizes = [
        sum(row["Organization"] == name for row in roster)
        for name in {row["Organization"] for row in roster}
    ]
    assert len(sizes) == 4
    assert min(sizes) >= 12
    assert len(list(folder.glob("Teams*.csv"))) == 8
    assert (folder / "programme.yaml").is_file()
