"""A Teams user activity export of any size: one row per person and day."""

from pathlib import Path

import duckdb

ROWS_PER_PERSON = 100  # days


def teams(path: Path, rows: int, seed: int = 0) -> Path:
    """Write the CSV of about ``rows`` rows (22 columns, 150 bytes each) unless it is there."""
    if path.exists():
        return path
    people = max(1, rows // ROWS_PER_PERSON)
    select = f"""
with people as (select range as u, hash(range) as h, (hash(range + 77) % 1000) / 1000.0 as p
                from range({people})),
     days as (select (date '2025-01-01' + range::int) as d, range as n
              from range({ROWS_PER_PERSON})),
     drawn as (select u, d, h, hash(u * 100003 + n + {seed}) as r,
                      case when dayofweek(d) in (0, 6) then 0.05 else p end as likely
               from days cross join people),
     done as (select *, (r % 1000) / 1000.0 < likely as act from drawn)
select strftime(d, '%Y-%m-%d') as "Report Refresh Date",
       printf('%08x-0000-4000-a000-%012x', (h >> 32)::bigint & 4294967295, u) as "User Id",
       'user' || u || '@contoso.example' as "User Principal Name",
       case when act then strftime(d, '%Y-%m-%d') end as "Last Activity Date",
       'False' as "Is Deleted", null as "Deleted Date",
       'MICROSOFT 365 E5' as "Assigned Products",
       case when act then (r >> 10) % 40 else 0 end as "Team Chat Message Count",
       case when act then (r >> 16) % 60 else 0 end as "Private Chat Message Count",
       case when act then (r >> 22) % 5 else 0 end as "Call Count",
       case when act then (r >> 25) % 9 else 0 end as "Meeting Count",
       case when act then (r >> 28) % 3 else 0 end as "Meetings Organized Count",
       case when act then (r >> 30) % 9 else 0 end as "Meetings Attended Count",
       case when act then (r >> 33) % 7200 else 0 end as "Audio Duration In Seconds",
       case when act then (r >> 35) % 3600 else 0 end as "Video Duration In Seconds",
       case when act then (r >> 37) % 1800 else 0 end as "Screen Share Duration In Seconds",
       case when act then 'Yes' else 'No' end as "Has Other Action",
       0 as "Urgent Messages",
       case when act then (r >> 40) % 4 else 0 end as "Post Messages",
       case when act then (r >> 42) % 6 else 0 end as "Reply Messages",
       'Yes' as "Is Licensed", '1' as "Report Period"
from done"""
    part = path.with_suffix(".part")
    with duckdb.connect() as connection:
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"copy ({select}) to '{part}' (header true)")
    part.rename(path)
    return path


NEEDED = (
    "Report Refresh Date",
    "User Principal Name",
    "Team Chat Message Count",
    "Private Chat Message Count",
    "Call Count",
    "Meeting Count",
    "Has Other Action",
    "Is Licensed",
    "Report Period",
    "Is Deleted",
    "Deleted Date",
)
"""The columns that Signpost reads of it."""
