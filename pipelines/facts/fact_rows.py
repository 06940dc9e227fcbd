"""From the view `p` to the rows of one table, persons as hashes and groups as ids."""

from __future__ import annotations

from datetime import date

from signpost.pipelines.facts.spend_facts import spend_rows
from signpost.pipelines.facts.usage_facts import group_usage, kinds, licences
from signpost.pipelines.model.fact_columns import ALWAYS, LAYOUTS, base, column, known_columns
from signpost.pipelines.model.source import Source


def fact_rows(
    source: Source, window: tuple[date, date] | None, group: str = "last"
) -> dict[str, str]:
    """Table -> SQL for its facts. One export feeds one table; licences and spend beside it.

    Usage is none of them: it has files of its own, see `activity.usage`. `group` says which row of
    a roster counts for a person who is in several groups from one day: one of `GROUP_CHOICES`.
    """
    made: dict[str, str] = {}
    if source.table == "group_usage":
        made["group_usage"] = group_usage(source, window)
    elif source.table == "interaction" and source.actions:
        made["interaction"] = kinds(source, window)
    elif source.table not in ("licence", "usage", "spend"):
        made[source.table] = _rows(source, window, group)
    if source.licences:
        made["licence"] = licences(source, window)
    if source.spend:
        made["spend"] = spend_rows(source, window)
    return made


GROUP_CHOICES = ("first", "last", "smallest", "largest")


def people_in_several_groups(source: Source, window: tuple[date, date] | None) -> str:
    """Return SQL for how many people a roster puts into several groups from one day."""
    return (
        f"select count(*) from (select person_id, from_day from ({_every_row(source, window)}) "
        "group by person_id, from_day having count(distinct group_id) > 1)"
    )


def _every_row(source: Source, window: tuple[date, date] | None) -> str:
    known = known_columns(source, window)
    layout = LAYOUTS[source.table]
    said = _roster_days(known) if source.table == "roster" else {}
    picks = [
        f"{said.get(n) or column(source, n, d, k, known)} as {n}" for n, (d, k) in layout.items()
    ]
    if source.table == "record":
        picks += [f"{_flags(source)} as flags", f"{_measures(source)} as measures"]
    return f"select row, {', '.join(picks)} from {base(source, window)}"


def _rows(source: Source, window: tuple[date, date] | None, group: str) -> str:
    layout = LAYOUTS[source.table]
    select = _every_row(source, window)
    once = _ONCE.get(source.table)
    if source.table == "record" and source.repeats == "add":
        return (
            f"select kind, record_id, sum(amount) as amount, {_REST} from ({select}) group by all"
        )
    if once:  # the last row of a log of events is the state of the record
        size = "count(*) over (partition by group_id, from_day)"
        orders = {"first": "row", "smallest": f"{size}, row", "largest": f"{size} desc, row"}
        order = orders.get(group, "row desc") if source.table == "roster" else "row desc"
        if "over" in order:  # a window function within another needs a layer of its own
            select, order = f"select *, {size} as size from ({select})", order.replace(size, "size")
            last = f"row_number() over (partition by {once} order by {order}) = 1"
            return f"select * exclude (row, size) from ({select}) qualify {last}"
        last = f"row_number() over (partition by {once} order by {order}) = 1"
        select = f"select * from ({select}) qualify {last}"
    if source.table == "interaction":
        keys = [name for name in layout if name != "times"]
        return f"select {', '.join(keys)}, sum(times) as times from ({select}) group by all"
    return f"select * exclude (row) from ({select})"


def _roster_days(known: set[str]) -> dict[str, str]:
    """Return the rows; the first list reaches back to hiring, or to the beginning."""
    listed = [name for name in ("effective", "first_day") if name in known]
    on = f"coalesce({', '.join(listed)})" if listed else "cast(NULL as date)"
    hired = "hired" if "hired" in known else "cast(NULL as date)"
    leaves = "leaves" if "leaves" in known else "NULL"
    since = f"coalesce(least({hired}, {on}), {on}, {hired}, {ALWAYS})"
    start = f"if({on} > min({on}) over (), {on}, {since})"
    return {
        "listed_on": f"coalesce({on}, {ALWAYS})",
        "from_day": f"least({start}, coalesce({leaves}, {start}))",
        "until_day": f"coalesce({leaves}, date '9999-12-31')",
    }


_REST = ", ".join(
    f"any_value({name}) as {name}"
    for name in (
        *("group_id", "person_id", "opened", "closed", "currency", "status", "flags", "measures"),
    )
)
_ONCE = {
    "record": "kind, record_id",
    "roster": "person_id, from_day",
    "intervention": "intervention_id, group_id",
}


def _flags(source: Source) -> str:
    flags = [f"case when {sql} then '{name}' end" for name, sql in source.flags.items()]
    return f"concat_ws(' ', {', '.join(flags)})" if flags else "''"


def _measures(source: Source) -> str:
    """JSON of the measures that are there."""
    pairs = [
        f"case when ({sql}) is not null then '\"{name}\":' || cast(cast({sql} as double) as "
        "varchar) end"
        for name, sql in source.measures.items()
    ]
    return f"'{{' || concat_ws(',', {', '.join(pairs)}) || '}}'" if pairs else "'{}'"
