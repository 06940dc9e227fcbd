"""From the view `p` to the rows of one table, persons as hashes and groups as ids."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pipelines.source import Source

PEOPLE = ("person", "manager", "from_person", "to_person")
GROUPS = ("group", "from_group", "to_group", "parent")
ALWAYS = "date '2000-01-01'"
"""From when a roster holds that states no day."""
OK = "skip is null and problems is null"

# table -> column -> (default SQL over `base`, type). A person column holds a hash until publishing.
LAYOUTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "roster": {
        "listed_on": ("listed_on", "date"),
        "person_id": ("person_hash", "varchar"),
        "from_day": ("from_day", "date"),
        "until_day": ("until_day", "date"),
        "group_id": ("group_key", "varchar"),
        "location": ("location", "varchar"),
        "level": ("level", "varchar"),
        "manager_id": ("manager_hash", "varchar"),
    },
    "record": {
        "kind": ("kind", "varchar"),
        "record_id": ("record_id", "varchar"),
        "group_id": ("group_key", "varchar"),
        "person_id": ("person_hash", "varchar"),
        "opened": ("opened", "timestamp"),
        "closed": ("closed", "timestamp"),
        "amount": ("amount", "double"),
        "currency": ("currency", "varchar"),
        "status": ("status", "varchar"),
    },
    "response": {
        "survey": ("survey", "varchar"),
        "answer_id": ("answer_id", "varchar"),
        "group_id": ("group_key", "varchar"),
        "person_id": ("person_hash", "varchar"),
        "day": ("day", "date"),
        "question": ("question", "varchar"),
        "score": ("value", "double"),
        "scale_low": ("scale_low", "double"),
        "scale_high": ("scale_high", "double"),
    },
    "outcome": {
        "kpi": ("kpi", "varchar"),
        "group_id": ("group_key", "varchar"),
        "first_day": ("first_day", "date"),
        "last_day": ("last_day", "date"),
        "numerator": ("numerator", "double"),
        "denominator": ("denominator", "double"),
        "unit": ("unit", "varchar"),
    },
    "interaction": {
        "platform": ("platform", "varchar"),
        "first_day": ("first_day", "date"),
        "last_day": ("last_day", "date"),
        "from_person": ("from_person_hash", "varchar"),
        "to_person": ("to_person_hash", "varchar"),
        "from_group": ("from_group_key", "varchar"),
        "to_group": ("to_group_key", "varchar"),
        "kind": ("kind", "varchar"),
        "times": ("times", "double"),
    },
    "intervention": {
        "intervention_id": ("intervention_id", "varchar"),
        "group_id": ("group_key", "varchar"),
        "kind": ("kind", "varchar"),
        "platform": ("platform", "varchar"),
        "from_day": ("from_day", "date"),
        "until_day": ("until_day", "date"),
        "hours": ("hours", "double"),
        "cost": ("cost", "double"),
        "owner": ("owner", "varchar"),
        "barrier": ("barrier", "varchar"),
    },
    "cost": {
        "item": ("item", "varchar"),
        "group_id": ("group_key", "varchar"),
        "first_day": ("first_day", "date"),
        "last_day": ("last_day", "date"),
        "amount": ("amount", "double"),
        "currency": ("currency", "varchar"),
    },
    "barrier": {
        "group_id": ("group_key", "varchar"),
        "day": ("day", "date"),
        "barrier": ("barrier", "varchar"),
        "score_sum": ("score_sum", "double"),
        "answers": ("answers", "integer"),
    },
}


def base(source: Source, window: tuple[date, date] | None) -> str:
    """Return SQL for the accepted rows with hashes and group ids beside the fields."""
    picks, joins = ["p.*"], []
    for name in _present(source, PEOPLE):
        picks.append(f"i_{name}.hash as {name}_hash")
        joins.append(f'left join ids as i_{name} on i_{name}.text = p."{name}"')
    for name in _present(source, GROUPS):
        picks.append(f"l_{name}.group_id as {name}_key")
        joins.append(f'left join labels as l_{name} on l_{name}.text = p."{name}"')
    if window:
        first, last = (f"date '{day.isoformat()}'" for day in window)
        picks += [f"{first} as first_day", f"{last} as last_day"]
    return f"(select {', '.join(picks)} from p {' '.join(joins)} where {OK}) as base"


def _present(source: Source, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name in source.fields]


def column(source: Source, name: str, default: str, kind: str, known: set[str]) -> str:
    """Return SQL of one column: as the source says, else the field of that name, else NULL."""
    said = source.columns.get(name)
    if said is None:
        said = default if default in known else "NULL"
    return f"cast({said} as {kind})"


def facts(source: Source, window: tuple[date, date] | None) -> dict[str, str]:
    """Table -> SQL for its facts. One export feeds one table, and licences beside it."""
    made: dict[str, str] = {}
    if source.table == "usage":
        made["usage"] = _usage(source, window)
    elif source.table == "group_usage":
        made["group_usage"] = _group_usage(source, window)
    elif source.table == "interaction" and source.actions:
        made["interaction"] = _kinds(source, window)
    elif source.table != "licence":
        made[source.table] = _rows(source, window)
    if source.licences:
        made["licence"] = _licences(source, window)
    return made


def _known(source: Source, window: tuple[date, date] | None) -> set[str]:
    names = set(source.fields)
    names |= {f"{name}_hash" for name in _present(source, PEOPLE)}
    names |= {f"{name}_key" for name in _present(source, GROUPS)}
    return names | ({"first_day", "last_day"} if window else set())


def _rows(source: Source, window: tuple[date, date] | None) -> str:
    known = _known(source, window)
    layout = LAYOUTS[source.table]
    said = _roster_days(known) if source.table == "roster" else {}
    picks = [
        f"{said.get(n) or column(source, n, d, k, known)} as {n}" for n, (d, k) in layout.items()
    ]
    if source.table == "record":
        picks += [f"{_flags(source)} as flags", f"{_measures(source)} as measures"]
    select = f"select row, {', '.join(picks)} from {base(source, window)}"
    once = _ONCE.get(source.table)
    if source.table == "record" and source.repeats == "add":
        return (
            f"select kind, record_id, sum(amount) as amount, {_REST} from ({select}) group by all"
        )
    if once:  # the last row of a log of events is the state of the record
        last = f"row_number() over (partition by {once} order by row desc) = 1"
        select = f"select * from ({select}) qualify {last}"
    if source.table == "interaction":
        keys = [name for name in layout if name != "times"]
        return f"select {', '.join(keys)}, sum(times) as times from ({select}) group by all"
    return f"select * exclude (row) from ({select})"


def _roster_days(known: set[str]) -> dict[str, str]:
    """Let the first list reach back to the day of hiring, and one without a day since ever."""
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


def by_platform(source: Source) -> dict[str, dict[str, str]]:
    """Platform -> action -> SQL; an action without a platform belongs to the source's."""
    found: dict[str, dict[str, str]] = {}
    for name, sql in source.actions.items():
        platform, _, action = name.rpartition("/")
        found.setdefault(platform or source.platform, {})[action] = sql
    return found


def _usage(source: Source, window: tuple[date, date] | None) -> str:
    return " union all ".join(
        _platform(source, window, platform, actions)
        for platform, actions in by_platform(source).items()
    )


def _platform(
    source: Source, window: tuple[date, date] | None, platform: str, actions: Mapping[str, str]
) -> str:
    """Actions that happened; 'none' with 0 for the idle, with NULL for the unlicensed."""
    known = _known(source, window)
    first, last = (column(source, n, n, "date", known) for n in ("first_day", "last_day"))
    total = "sum" if source.repeats == "add" else "max"
    sums = ", ".join(
        f"{total}(cast({sql} as double)) as a{i}" for i, sql in enumerate(actions.values())
    )
    every = [f"a{i}" for i in range(len(actions))]
    top = f"greatest({', '.join(every)})" if len(every) > 1 else every[0]
    happened = ", ".join(f"{{'action': '{n}', 'times': a{i}}}" for i, n in enumerate(actions))
    person = column(source, "person_id", "person_hash", "varchar", known)
    return (
        f"select '{platform}' as platform, person_id, first_day, last_day, "
        f"unnest(if(coalesce({top}, 0) > 0, list_filter([{happened}], lambda x: x.times > 0), "
        f"[{{'action': 'none', 'times': {top}}}]), recursive := true) from (select "
        f"{person} as person_id, {first} as first_day, {last} as last_day, {sums} "
        f"from {base(source, window)} group by all)"
    )


def _group_usage(source: Source, window: tuple[date, date] | None) -> str:
    known = _known(source, window)
    first, last = (column(source, n, n, "date", known) for n in ("first_day", "last_day"))
    group = column(source, "group_id", "group_key", "varchar", known)
    parts = []
    for platform, measures in by_platform(source).items():
        for name, sql in measures.items():
            below = source.denominators.get(name, "NULL")
            parts.append(
                f"select {_platform_sql(source, platform)} as platform, {group} as group_id, "
                f"{first} as first_day, "
                f"{last} as last_day, '{name}' as measure, sum(cast({sql} as double)) as "
                "numerator, "
                f"sum(cast({below} as double)) as denominator from {base(source, window)} "
                "group by all having numerator is not null"
            )
    return " union all ".join(parts)


def _kinds(source: Source, window: tuple[date, date] | None) -> str:
    """One interaction per kind that happened."""
    known = _known(source, window)
    keys = [
        f"{column(source, n, d, k, known)} as {n}"
        for n, (d, k) in LAYOUTS["interaction"].items()
        if n not in ("platform", "kind", "times")
    ]
    return " union all ".join(
        f"select '{source.platform}' as platform, {', '.join(keys)}, '{kind}' as kind, "
        f"sum(cast({sql} as double)) as times from {base(source, window)} "
        "group by all having times > 0"
        for kind, sql in source.actions.items()
    )


def _platform_sql(source: Source, platform: str) -> str:
    if platform or "platform" not in source.fields:
        return f"'{platform}'"
    return "replace(lower(trim(coalesce(platform, 'any'))), ' ', '_')"


def _licences(source: Source, window: tuple[date, date] | None) -> str:
    known = _known(source, window)
    person = column(source, "person_id", "person_hash", "varchar", known)
    listed = column(source, "listed_on", "last_day", "date", known)
    return " union all ".join(
        f"select {listed} as listed_on, {person} as person_id, '{platform}' as platform, "
        f"cast({sql} as date) as from_day "
        f"from {base(source, window)} where ({sql}) is not null"
        for platform, sql in source.licences.items()
    )
