"""Exports nobody has confirmed: named, never loaded by themselves, read by a mapping."""

from __future__ import annotations

import pytest

from signpost.pipelines.ingest import ingest
from signpost.pipelines.recognition.column_mapping import dump_mapping, parse_mapping
from signpost.pipelines.recognition.unconfirmed_exports import looks_like, mapping_for
from signpost.warehouse.store import Warehouse

from .conftest import Write

ZOOM = (
    "Topic,Meeting ID,User Name,User Email,Department,Start Time,End Time,Participants\n"
    "Sync,852 1848 6288,A,a@x.org,Sales,06/26/2026 10:08:12 AM,06/26/2026 11:08:12 AM,18\n"
    "1:1,852 1848 6289,A,a@x.org,Sales,06/26/2026 02:08:12 PM,06/26/2026 03:08:12 PM,2\n"
)
DISCOURSE = "date,value\n2026-07-03,8\n2026-07-02,11\n"
MEETINGS = "MeetingId,Number_of_attendees,Subject\nm1,5,x\n"
CUSTOMER = (
    '{"kind": "admin#reports#usageReports", "usageReports": [{"date": "2026-07-03", "entity": '
    '{"type": "CUSTOMER", "customerId": "C03az79cb"}, "parameters": '
    '[{"name": "accounts:num_users", "intValue": "212"}]}]}'
)


@pytest.mark.parametrize(
    ("text", "said", "remedy"),
    [
        (ZOOM, "looks like Zoom's list of meetings", "signpost match FILE"),
        (DISCOURSE, "does not say what it counts", "signpost match FILE"),
        (MEETINGS, "names neither persons nor groups", "Take a person query"),
        (CUSTOMER, "Google's customer usage report", "Fetch userUsageReport"),
    ],
)
def test_it_is_refused_by_its_name(
    text: str, said: str, remedy: str, warehouse: Warehouse, write: Write
) -> None:
    (result,) = ingest(warehouse, [write("x.csv", text)]).files
    assert result.error is not None
    assert result.error.code == "unknown_file"
    assert said in result.error.message
    assert remedy in result.error.remedy


@pytest.mark.parametrize(
    ("name", "text", "sql", "rows"),
    [
        ("hosts.csv", ZOOM, "select platform, cast(first_day as varchar), action, times from usage",
         [("zoom", "2026-06-26", "actions", 2)]),
        ("report_daily_engaged_users.csv", DISCOURSE,
         "select kpi, cast(first_day as varchar), group_id, numerator from outcome order by 2",
         [("daily_engaged_users", "2026-07-02", "whole organisation", 11),
          ("daily_engaged_users", "2026-07-03", "whole organisation", 8)]),
    ],
)  # fmt: skip
def test_the_mapping_reads_it(
    name: str, text: str, sql: str, rows: list[tuple], warehouse: Warehouse, write: Write
) -> None:
    mapping = mapping_for(text.split("\n", 1)[0].split(","), name)
    assert mapping is not None
    assert parse_mapping(dump_mapping(mapping)) == mapping
    (result,) = ingest(
        warehouse, [write(name, text)], mapping=write("m.yaml", dump_mapping(mapping))
    ).files
    assert result.error is None
    assert warehouse.read().rows(sql) == rows


def test_other_tables_are_not_taken_for_one() -> None:
    google = ("date", "entity.type", "entity.customerId")
    assert looks_like(google)
    assert looks_like((*google, "entity.userEmail")) is None
    assert mapping_for(("Date", "Value", "Group"), "x.csv") is None
    assert mapping_for(("MeetingId", "Number_of_attendees"), "x.csv") is None
