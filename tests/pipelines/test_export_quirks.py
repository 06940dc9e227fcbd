"""Quirks of real exports that only show in the facts: what idle, unlicensed, partial look like."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from signpost.pipelines import prepare
from signpost.pipelines.ingest import ingest
from signpost.warehouse.store import Warehouse

from .conftest import Write

USAGE = "select first_day, last_day, action, times from usage_now order by all"
GROUPS = (
    "select first_day, last_day, measure, numerator, denominator from group_usage_now order by all"
)


def told(rows: Sequence[Sequence[object]]) -> list[str]:
    return ["|".join("" if cell is None else f"{cell}" for cell in row) for row in rows]


def load(warehouse: Warehouse, write: Write, name: str, text: str, **asked: str):
    (result,) = ingest(warehouse, [write(name, text)], **asked).files
    return result


COPILOT = "Report Refresh Date,User Principal Name,Report Period,"
QUIRKS: dict[str, tuple[str, str, str, list[str]]] = {
    # the administrator chose the counts only: no column of last activity is left
    "copilot_counts_only": (
        "a.csv",
        COPILOT + "Prompts submitted for All Apps,Active Usage Days for All Apps\n"
        "2026-07-03,a@x.org,28,39,12\n2026-07-03,b@x.org,28,0,0\n",
        USAGE,
        ["2026-06-06|2026-07-03|active_days|12.0", "2026-06-06|2026-07-03|none|0.0",
         "2026-06-06|2026-07-03|prompts|39.0"],
    ),
    "copilot_last_use_before_the_period": (
        "a.csv",
        COPILOT + "Last Activity Date,Word Copilot Last Activity Date\n"
        "2026-07-03,a@x.org,7,2026-05-01,2026-05-01\n2026-07-03,b@x.org,7,2026-06-27,\n",
        USAGE,
        ["2026-06-27|2026-07-03|active|1.0", "2026-06-27|2026-07-03|none|0.0"],
    ),
    # the last day of a month, alone in the file, is the first day of a week
    "viva_one_week_that_begins_on_the_31st": (
        "v.csv",
        "PersonId,MetricDate,Organization,Total_Copilot_active_days,Total_Copilot_enabled_days\n"
        "1,05/31/2026,Sales,,\n2,05/31/2026,Sales,0,7\n3,05/31/2026,Sales,2,7\n",
        GROUPS,
        ["2026-05-31|2026-06-06|active|1.0|2.0", "2026-05-31|2026-06-06|active_days|2.0|2.0"],
    ),
    "slack_leavers_are_not_idle": (
        "C Member Analytics Prior 30 Days - Jul 3, 2026.csv",
        "Username,Account type,Claimed Date (UTC),Deactivated date (UTC),Days active,"
        "Messages posted,Reactions added\n"
        'a,Regular Member,"Mar 12, 2018",,17,"1,234",0\n'
        'b,Regular Member,"Mar 12, 2018","Jan 5, 2026",0,0,0\n'
        'c,Regular Member,"Mar 12, 2018","Jun 20, 2026",3,0,0\n'
        'd,Regular Member,"Mar 12, 2018",,0,0,0\n',
        USAGE,
        ["2026-06-04|2026-07-03|active_days|3.0", "2026-06-04|2026-07-03|active_days|17.0",
         "2026-06-04|2026-07-03|messages|1234.0", "2026-06-04|2026-07-03|none|0.0",
         "2026-06-04|2026-07-03|none|"],
    ),
    "chatgpt_without_the_last_day": (
        "c.csv",
        "cadence,period_start,email,is_active,messages\nWeekly,2026-06-07,a@x.org,1,25\n"
        "Monthly,2026-02-01,a@x.org,1,5\n",
        USAGE,
        ["2026-02-01|2026-02-28|messages|5.0", "2026-06-07|2026-06-13|messages|25.0"],
    ),
    "salesforce_amounts_keep_their_currency": (
        "r.csv",
        "Opportunity Owner,Account Name,Opportunity Name,Stage,Amount,Close Date,Created Date\n"
        'N,W,A,Closed Won,"USD 242,000.00",4/17/2026,1/14/2026\n'
        'N,W,B,Closed Won,"€1,000.00",4/17/2026,1/14/2026\n'
        "N,W,C,Closed Won,$7,4/17/2026,1/15/2026\n",
        "select amount, currency from record_now order by all",
        ["7.0|", "1000.0|EUR", "242000.0|USD"],
    ),
    "training_is_no_train": (
        "e.csv",
        "expense id,date,amount,department,type\n1,2026-01-13,10,Sales,Training\n"
        "2,2026-01-13,10,Sales,Train ticket\n3,2026-01-13,10,Sales,Dienstreise\n",
        "select left(record_id, 1), flags from record_now order by 1",
        ["1|", "2|travel", "3|travel"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("quirk", QUIRKS)
def test_it_is_read_for_what_it_is(quirk: str, warehouse: Warehouse, write: Write) -> None:
    name, text, sql, rows = QUIRKS[quirk]
    result = load(warehouse, write, name, text)
    assert result.error is None
    assert told(warehouse.read().rows(sql)) == rows


QUALTRICS = "EndDate,Status,Finished,RecordedDate,ResponseId,DistributionChannel,Q1\n" + "".join(
    f"2026-06-0{n} 10:00,IP Address,True,2026-06-01,R_{n},anonymous,9\n" for n in "123"
)


def test_answers_are_not_taken_for_header_rows(warehouse: Warehouse, write: Write) -> None:
    """Somebody took the second and third header row out: the first two answers stand there."""
    result = load(warehouse, write, "q.csv", QUALTRICS)
    assert result.error is not None
    assert result.error.code == "unknown_file"


def test_zoom_days_are_asked_for_where_nothing_decides(warehouse: Warehouse, write: Write) -> None:
    text = (
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n"
        "A,a@x.org,03/04/2026 10:00,03/04/2026 11:00,60\n"
    )
    refused = load(warehouse, write, "z.csv", text)
    assert refused.error is not None
    assert refused.error.code == "ambiguous_dates"
    load(warehouse, write, "z.csv", text, dates="dmy")
    assert told(warehouse.read().rows("select cast(opened as date) from record_now")) == [
        "2026-04-03"
    ]


PAGE = {
    "@odata.nextLink": "https://graph.microsoft.com/beta/reports?$skiptoken=1",
    "value": [
        {
            "reportRefreshDate": "2026-07-03", "userPrincipalName": "a@x.org", "reportPeriod": "7",
            "sendCount": 3, "receiveCount": 4, "readCount": 5,
        }
    ],
}  # fmt: skip
LAST = {"value": [{**PAGE["value"][0], "userPrincipalName": "b@x.org"}]}


@pytest.mark.parametrize(("pages", "flagged"), [([PAGE], True), ([PAGE, LAST], False)])
def test_one_page_of_several_is_flagged(
    pages: list[dict], flagged: bool, warehouse: Warehouse, write: Write
) -> None:
    result = load(warehouse, write, "mail.json", "".join(json.dumps(page) for page in pages))
    assert result.receipt is not None
    assert result.receipt.rows_loaded == len(pages)
    assert any("one page of several" in said for said in result.receipt.warnings) == flagged


def test_as_many_rows_as_a_worksheet_holds_are_flagged(
    warehouse: Warehouse, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "_SHEETFULS", (2,))
    text = "month,group,kpi,value\n2026-01,Sales,Cost,1\n2026-02,Sales,Cost,2\n"
    result = load(warehouse, write, "k.csv", text)
    assert result.receipt is not None
    assert "exactly 2 rows, as many as a worksheet holds" in result.receipt.warnings[0]
