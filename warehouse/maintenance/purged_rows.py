"""Rows of one version that were undone or replaced long ago, and their removal."""

from datetime import datetime, timedelta

from signpost.warehouse import audit
from signpost.warehouse.connection import Writer, sql_text
from signpost.warehouse.maintenance.journal import Job
from signpost.warehouse.usage_tables import usage_tables

# table -> the subject its facts stand under in truth; the window is the fact's own
_WINDOWED = {
    "group_usage": "'group_usage:' || f.platform",
    "interaction": "'interaction:' || f.platform",
    "outcome": "'outcome:' || f.kpi || ':' || f.group_id",
    "cost": "'cost'",
    "spend": "'spend:' || f.platform || ':' || f.basis || ':' || f.kind",
}
# table -> subject and day; the rows of one list
_LISTED = {
    "roster": ("'roster'", "f.from_day"),
    "licence": ("'licence:' || f.platform", "f.from_day"),
    "intervention": ("'intervention'", "f.from_day"),
    "barrier": ("'barrier'", "f.day"),
}
# table -> what names one of them; the newest upload in force counts
_NAMED = {
    "record": ("kind", "record_id"),
    "response": ("survey", "answer_id"),
    "org_group": ("group_id",),
}

PURGEABLE_TABLES = ("usage", *_WINDOWED, *_LISTED, *_NAMED)


def purge_rows(writer: Writer, job: Job) -> dict[str, int]:
    """Delete what is out of force and older than the job says; rows deleted per table."""
    days = int(job.given["days"])
    _mark(writer, datetime.fromisoformat(job.given["now"]) - timedelta(days=days))
    deleted = {
        "usage": _usage(writer),
        **{table: _windowed(writer, table, rule) for table, rule in _WINDOWED.items()},
        **{table: _listed(writer, table, *rule) for table, rule in _LISTED.items()},
        **{table: _named(writer, table, keys) for table, keys in _NAMED.items()},
    }
    deleted["rejected"] = writer.execute(
        "update rejected set text = null where text is not null"
        " and upload_no in (select upload_no from old_upload)"
    )
    writer.execute(
        "delete from truth as t using dead as d where t.subject = d.subject"
        " and t.first_day = d.first_day and t.last_day = d.last_day"
        " and t.upload_no = d.upload_no"
    )
    audit.record(writer, job.who, "purge", f"{sum(deleted.values())} rows, {days} days")
    return deleted


def _mark(writer: Writer, before: datetime) -> None:
    """Make old_upload, and dead: the truth of old uploads that no longer counts."""
    writer.execute(
        "create or replace temp table old_upload as"
        " select upload_no from upload where loaded_at < ?",
        [before],
    )
    writer.execute(
        "create or replace temp table dead as"
        " select t.subject, t.first_day, t.last_day, t.upload_no, p.rows_from, p.rows_until"
        " from (select * from truth where upload_no in (select upload_no from old_upload)"
        " except select * from truth_now) as t"
        " left join list_part as p on p.subject = t.subject and p.first_day = t.first_day"
        " and p.last_day = t.last_day and p.upload_no = t.upload_no"
    )


def _usage(writer: Writer) -> int:
    """Delete usage; that of a part of a platform stands under 'usage:platform:-part'."""
    return sum(
        _windowed(
            writer,
            table,
            f"{sql_text('usage:' + platform)} or starts_with(d.subject, "
            f"{sql_text(f'usage:{platform}:-')})",
        )
        for platform, table in usage_tables(writer).items()
    )


def _windowed(writer: Writer, table: str, subject: str) -> int:
    return writer.execute(
        f"delete from {table} as f using dead as d where (d.subject = {subject})"
        " and f.first_day = d.first_day and f.last_day = d.last_day and f.upload_no = d.upload_no"
    )


def _listed(writer: Writer, table: str, subject: str, day: str) -> int:
    return writer.execute(
        f"delete from {table} as f using dead as d where d.subject = {subject}"
        f" and f.upload_no = d.upload_no and {day} >= d.rows_from and {day} < d.rows_until"
    )


def _named(writer: Writer, table: str, keys: tuple[str, ...]) -> int:
    same = " and ".join(f"n.{key} = f.{key}" for key in keys)
    return writer.execute(
        f"delete from {table} as f where upload_no in (select upload_no from old_upload)"
        f" and not exists (select 1 from {table}_now as n"
        f" where n.upload_no = f.upload_no and {same})"
    )
