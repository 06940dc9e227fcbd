"""Facts in the shape of an organisation, straight into a data folder."""

from dataclasses import dataclass
from datetime import date, timedelta

from signpost.warehouse import Writer
from signpost.warehouse.usage_tables import add_actions, table_of

MONDAY = date(2024, 1, 1)


@dataclass(frozen=True)
class Scale:
    """One organisation: every person has a row every day, two in five of them with use."""

    people: int
    weeks: int
    platforms: tuple[str, ...] = ("teams", "slack")

    @property
    def rows(self) -> int:
        """Return the number of usage facts."""
        return self.people * self.weeks * 7 * len(self.platforms)


def scale(rows: int, weeks: int = 52) -> Scale:
    """Return an organisation with about ``rows`` usage facts."""
    return Scale(max(10, rows // (weeks * 7 * 2)), weeks)


def fill(writer: Writer, size: Scale) -> None:
    """Load a roster per month with reorganisations, and one usage upload per platform and week."""
    for week in range(0, size.weeks, 4):
        roster(writer, size, MONDAY + timedelta(weeks=week), week)
    for week in range(size.weeks):
        for platform in size.platforms:
            usage_week(writer, size, platform, week)


def roster(writer: Writer, size: Scale, drawn: date, week: int) -> None:
    """Load the list of everybody; one in five changes group every sixteen weeks."""
    no = upload(writer)
    writer.execute("insert into truth values ('roster', ?, ?, ?)", [drawn, drawn, no])
    writer.execute(
        "insert into roster (person_id, from_day, group_id, upload_no)"
        " select range, ?, 'g' || ((range + case when hash(range) % 5 = 0 then ? else 0 end)"
        " % 200), ? from range(?)",
        [drawn, week // 16, no, size.people],
    )


def usage_week(writer: Writer, size: Scale, platform: str, week: int) -> None:
    """Load one week of days of one platform as an upload of its own."""
    no, first = upload(writer), MONDAY + timedelta(weeks=week)
    writer.execute(
        "insert into truth select ?, ?::date + range::int, ?::date + range::int, ? from range(7)",
        [f"usage:{platform}", first, first, no],
    )
    add_actions(writer, platform, ["messages"])
    writer.execute(
        f"insert into {table_of(platform)} by name select p.range as person_id,"
        " ?::date + d.range::int as first_day, ?::date + d.range::int as last_day,"
        " case when hash(p.range * 1009 + d.range * 31 + ?) % 100"
        " < hash(p.range) % 80 then 1 + hash(p.range + d.range) % 40 else 0 end as messages,"
        " ? as upload_no from range(7) as d cross join range(?) as p",
        [first, first, week + len(platform), no, size.people],
    )


def upload(writer: Writer) -> int:
    """Add the record of one upload; its number."""
    no = int(writer.one("select coalesce(max(upload_no), 0) + 1 from upload")[0])
    writer.execute(
        "insert into upload (upload_no, upload_id, source_id, filename, loaded_at, loaded_by,"
        " rows_read, rows_loaded, rows_rejected, rows_skipped, facts_written, facts_replaced)"
        " values (?, ?, 'bench', 'bench', now()::timestamp, 'bench', 0, 0, 0, 0, 0, 0)",
        [no, f"sha-{no}"],
    )
    return no
