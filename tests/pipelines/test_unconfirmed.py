"""Exports nobody has confirmed: named, never loaded by themselves, read by a mapping."""

from __future__ import annotations

import pytest

from signpost.metrics.interventions.reported_savings import asked_about
from signpost.pipelines.ingest import ingest
from signpost.pipelines.recognition.column_mapping import dump_mapping, parse_mapping
from signpost.pipelines.recognition.proposal import propose
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


AGENTS = (
    "Week,De-identified user,Agent name,Agent type,Responses,Copilot Credits\n"
    "2026-06-29,u-1f,HR helper,Custom,4,12.5\n2026-06-29,u-2a,HR helper,Custom,2,3\n"
)
GEMINI = (
    "User,Organizational unit,Gemini usage,Days active in Gemini,Last used\n"
    "ann@contoso.com,/Sales,High,12,2026-07-03\nbob@contoso.com,/Sales,None,0,\n"
)
COMMUNITY = (
    "login,registration_date,last_visit,posts,solutions,kudos_received\n"
    "ann,2024-02-01,2026-07-03,12,3,5\nbob,2025-02-01,2026-07-01,2,0,1\n"
)
HOSTS = (
    "Host,Email,Department,Meetings,Meeting Minutes,AI Companion meetings\n"
    "Ann,ann@contoso.com,Sales,12,600,5\nBob,bob@contoso.com,Sales,3,100,0\n"
)
MONTH = "2026-06-01/2026-06-30"
USED = (
    "select platform, cast(min(first_day) as varchar), cast(max(last_day) as varchar), "
    "count(distinct person_id) filter (times > 0) from usage group by platform"
)


@pytest.mark.parametrize(
    ("text", "told", "stored"),
    [
        (AGENTS, {"platform": "agents"}, ("agents", "2026-06-29", "2026-07-05", 2)),
        (GEMINI, {"platform": "gemini", "period": MONTH},
         ("gemini", "2026-06-01", "2026-06-30", 1)),
        (COMMUNITY, {"platform": "community", "period": MONTH},  # not the day of registration
         ("community", "2026-06-01", "2026-06-30", 2)),
        (HOSTS, {"platform": "zoom", "period": MONTH}, ("zoom", "2026-06-01", "2026-06-30", 2)),
    ],
    ids=["agents", "gemini", "community", "hosts"],
)  # fmt: skip
def test_an_export_without_a_public_description_is_asked_and_kept(
    text: str,
    told: dict[str, str],
    stored: tuple[str, str, str, int],
    warehouse: Warehouse,
    write: Write,
) -> None:
    """Invented files, of kinds that nobody describes: each question has a way on."""
    path, given = write("export.csv", text), dict[str, str]()
    for key, value in told.items():
        (asked,) = ingest(warehouse, [path], answers=given).files
        assert asked.error is not None
        assert asked.error.code == "question"
        assert f"--answer {key}=VALUE" in asked.error.remedy
        given[key] = value
    (loaded,) = ingest(warehouse, [path], answers=given).files
    assert loaded.error is None
    assert warehouse.read().rows(USED) == [stored]
    proposal = propose(path, ())
    assert proposal.mapping.read_as == "usage_table"
    assert "leaves" not in proposal.mapping.columns


def test_a_survey_about_time_saved_is_read_with_its_ranges(
    warehouse: Warehouse, write: Write
) -> None:
    asked = "How much time did ChatGPT save you last week?"
    text = (
        f"Response date,User,Department,{asked},Quality of work\n"
        "2026-06-29,ann@contoso.com,Sales,1-2 hours,Better\n"
        "2026-06-29,bob@contoso.com,Sales,More than 4 hours,Same\n"
        "2026-06-30,cid@contoso.com,Sales,Less than 1 hour,Same\n"
        "2026-06-30,dan@contoso.com,Sales,3 hours,Same\n"
    )
    (loaded,) = ingest(warehouse, [write("impact.csv", text)]).files
    assert loaded.error is None
    scores = "select score from response order by answer_id"
    assert warehouse.read().rows(scores) == [(1.5,), (4.0,), (0.5,), (3.0,)]
    assert asked_about(asked) == "chatgpt"


def test_a_list_of_records_is_no_usage_wherever_its_key_stands(
    warehouse: Warehouse, write: Write
) -> None:
    text = (
        "Summary,Issue key,Assignee,Created\n"
        "Fix,APP-1,ann@contoso.com,2026-06-29 08:00\nAdd,APP-2,bob@contoso.com,2026-06-30 09:00\n"
        "Cut,APP-3,bob@contoso.com,2026-06-30 10:00\n"
    )
    (loaded,) = ingest(warehouse, [write("list.csv", text)], answers={"platform": "jira"}).files
    assert loaded.error is None
    assert warehouse.read().one("select count(*) from usage")[0] == 0
    kinds = warehouse.read().rows("select kind, count(*) from record group by kind")
    assert kinds == [("ticket", 3)]


def test_figures_per_user_are_no_people(warehouse: Warehouse, write: Write) -> None:
    text = (
        "MetricDate,Organization,Copilot active users,Actions per active user\n"
        "2026-06-29,Sales,31,12.5\n2026-06-29,Field,11,3.2\n"
    )
    path = write("dashboard.csv", text)
    (refused,) = ingest(warehouse, [path], answers={"platform": "copilot"}).files
    assert refused.error is not None
    assert refused.error.code == "unknown_file"
    assert propose(path, ()).mapping.read_as == "kpi_columns"


def test_other_tables_are_not_taken_for_one() -> None:
    google = ("date", "entity.type", "entity.customerId")
    assert looks_like(google)
    assert looks_like((*google, "entity.userEmail")) is None
    assert mapping_for(("Date", "Value", "Group"), "x.csv") is None
    assert mapping_for(("MeetingId", "Number_of_attendees"), "x.csv") is None
