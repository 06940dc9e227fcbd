"""The newest whole month of each external channel, from the exports through the ordinary door."""

from __future__ import annotations

from pathlib import Path

from signpost.metrics.collaboration.audience import AudienceUse, audience_use
from signpost.pipelines.ingest import ingest
from signpost.warehouse.store import Warehouse

LINKEDIN = (
    "Date,Impressions (total),Clicks (total),Reactions (total),Comments (total),Reposts (total)\n"
)
X = "Date,Impressions,Engagements,Bookmarks,New follows,Unfollows,Reposts,Profile visits\n"
ROSTER = "email,department,effective date\nann@contoso.com,Marketing,2026-01-01\n"


def test_an_unfinished_month_is_not_the_newest(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "data")
    roster, page, account = (tmp_path / name for name in ("roster.csv", "page.csv", "x.csv"))
    roster.write_text(ROSTER, "utf-8")
    may = "".join(f"05/{day:02}/2026,100,1,2,1,0\n" for day in range(1, 32))
    june = "".join(f"06/{day:02}/2026,100,1,0,0,0\n" for day in range(1, 31))
    page.write_text(f"{LINKEDIN}{may}{june}07/01/2026,900,9,9,9,9\n", "utf-8")
    days = "".join(f'"Jun {day}, 2026",10,1,0,2,1,0,3\n' for day in range(1, 31))
    account.write_text(X + days, "utf-8")
    asked = ingest(warehouse, [roster, page, account], who="t")
    assert [one.status for one in asked.files].count("loaded") == 1  # the group is asked
    report = ingest(warehouse, [page, account], who="t", answers={"group": "Marketing"})
    assert {one.status for one in report.files} == {"loaded"}
    assert audience_use(warehouse.read()) == (
        AudienceUse("linkedin", "2026-06", 3_000.0, 30.0),
        AudienceUse("x", "2026-06", 300.0, 30.0),
    )
    groups = warehouse.read().rows("select distinct group_id from record_now")
    assert groups == [("marketing",)]
