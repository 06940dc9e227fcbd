"""The columns of each table, and the accepted rows that fill them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from signpost.pipelines.model.receipt import UNDATED
from signpost.pipelines.model.source import Source

PEOPLE = ("person", "manager", "from_person", "to_person")
GROUPS = ("group", "from_group", "to_group", "parent")
ALWAYS = f"date '{UNDATED}'"
OK = "skip is null and problems is null"

# table -> column -> (default SQL over `base`, type). A person is a token until publishing.
LAYOUTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "roster": {
        "listed_on": ("listed_on", "date"),
        "person_id": ("person_token", "uuid"),
        "from_day": ("from_day", "date"),
        "until_day": ("until_day", "date"),
        "group_id": ("group_key", "varchar"),
        "location": ("location", "varchar"),
        "level": ("level", "varchar"),
        "manager_id": ("manager_token", "uuid"),
    },
    "record": {
        "kind": ("kind", "varchar"),
        "record_id": ("record_id", "varchar"),
        "group_id": ("group_key", "varchar"),
        "person_id": ("person_token", "uuid"),
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
        "person_id": ("person_token", "uuid"),
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
        "from_person": ("from_person_token", "uuid"),
        "to_person": ("to_person_token", "uuid"),
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
        picks += [f"i_{name}.hash as {name}_hash", f"i_{name}.token as {name}_token"]
        if name == "person":
            picks.append("i_person.no as person_no")
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
    value = f"cast({said} as {kind})"
    if name in _IDS:
        return f"if(contains({value}, '@'), {_HASHED.format(value)}, {value})"
    return f"if(contains({value}, '@'), masked({value}), {value})" if name in _SENTENCES else value


_IDS = ("record_id", "answer_id")
_HASHED = "'id-' || left(sha256(getvariable('id_salt') || {0}), 24)"
"""What stands for an id that is an address; the salt is the key's."""
_SENTENCES = ("question", "survey", "item", "barrier")
"""Texts of people, in which an address may stand."""


def known_columns(source: Source, window: tuple[date, date] | None) -> set[str]:
    """Return what SQL over `base` may name: fields, hashes, group ids, the window of the file."""
    names = set(source.fields)
    names |= {f"{name}_{kind}" for name in _present(source, PEOPLE) for kind in ("hash", "token")}
    names |= {f"{name}_key" for name in _present(source, GROUPS)}
    return names | ({"first_day", "last_day"} if window else set())


_NEVER_NULL: Mapping[str, tuple[str, ...]] = {
    "usage": ("first_day", "last_day"),
    "group_usage": ("first_day", "last_day"),
    "record": ("record_id",),
    "response": ("day", "question"),
    "outcome": ("kpi", "first_day", "last_day", "numerator", "denominator"),
    "interaction": ("first_day", "last_day"),
    "spend": ("first_day", "last_day"),
    "intervention": ("intervention_id", "kind", "from_day"),
    "cost": ("item", "first_day", "last_day", "amount", "currency"),
    "barrier": ("day", "barrier", "score_sum", "answers"),
}
_DAYS: Mapping[str, tuple[str, str]] = dict.fromkeys(("first_day", "last_day"), ("", "date"))


def contract(source: Source) -> dict[str, str]:
    """Return reason -> SQL condition over the fields, for rows their table cannot take."""
    layout = {**_DAYS, **LAYOUTS.get(source.table, {})}
    found: dict[str, str] = {}
    for name in _NEVER_NULL.get(source.table, ()):
        default, kind = layout[name]
        said = source.columns.get(name, default or name)
        if (said == name and name not in source.fields) or _elsewhere(said):
            continue
        value = f"nullif({said}, '')" if kind == "varchar" else said
        found[f"has no {name.replace('_', ' ')}"] = f"try_cast({value} as {kind}) is null"
        if kind == "double":
            found[f"{name} is not a finite number"] = f"not isfinite(try_cast({said} as double))"
    first, last = (source.columns.get(name, name) for name in _DAYS)
    days = (said for said in (first, last) if not _elsewhere(said))
    own = [said for said in days if said not in _DAYS or said in source.fields]
    if len(own) == 2 and source.table != "response":
        found["ends before it begins"] = f"try_cast({last} as date) < try_cast({first} as date)"
    return found


def _elsewhere(sql: str) -> bool:
    """Return the value is not known yet where rows are checked: it needs a hash, or other rows."""
    return any(sign in sql for sign in ("_hash", "_token", "_key", "over (", "select"))
