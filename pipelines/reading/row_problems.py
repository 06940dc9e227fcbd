"""What is wrong with a row: found in the scan, put into words only for the rows that need it."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import duckdb

from signpost.pipelines.model.cells import EXPECTS
from signpost.pipelines.model.fact_columns import contract
from signpost.pipelines.reading.locale_formats import DATED, Parsed
from signpost.warehouse.connection import sql_text


class _Rule(NamedTuple):
    """SQL: when a row breaks it, in which column, what stands there; and why that is wrong."""

    condition: str
    column: str
    found: str
    reason: str


def accepted(plan: Parsed) -> str:
    """Return SQL of the texts of a row that breaks a rule, NULL for a good row."""
    texts = f"[{', '.join(f'cast({name} as varchar)' for name, _ in _kept(plan))}]"
    whens = [f"when {_any(rules)} then {texts}" for rules in _rules(plan) if rules]
    return f"case {' '.join(whens)} end" if whens else "cast(NULL as varchar[])"


def broken_rules(plan: Parsed, sure: Collection[str] = ()) -> list[str]:
    """Return SQL conditions of which a row that breaks a rule meets one.

    `sure`: fields whose cells are known to be of their kind.
    """
    return [f"({rule.condition})" for rules in _rules(plan, sure) for rule in rules]


def explain_problem(con: duckdb.DuckDBPyConnection, plan: Parsed) -> None:
    """Make table `problem` (row, column, text, reason) from the view `p`."""
    entries = " ".join(
        f"when {_any(rules)} then {_listed(rules)}" for rules in _rules(plan) if rules
    )
    if not entries:
        con.execute(
            'create or replace table problem (row bigint, "column" varchar, text varchar, '
            "reason varchar)"
        )
        return
    places = enumerate(_kept(plan), start=1)
    raws = ", ".join(f"cast(problems[{at}] as {kind}) as {name}" for at, (name, kind) in places)
    present = ", ".join(f"{cell.present(f'r_{n}')} as x_{n}" for n, cell in plan.cells.items())
    con.execute(
        "create or replace table problem as select row, unnest(list_filter(entries, "
        "lambda x: x is not null), recursive := true) from (select row, "
        f"case {entries} end as entries from (select *, {present} from (select *, {raws} from p "
        "where problems is not null and skip is null)))"
    )


def formats_may_help(con: duckdb.DuckDBPyConnection, plan: Parsed) -> bool:
    """Return whether cells were rejected that another date or number format might read."""
    bad = [
        f'({cell.present(f"problems[{at}]")} is not null and "{name}" is null)'
        for at, (name, cell) in enumerate(plan.cells.items(), start=1)
        if cell.kind in (*DATED, "number")
    ]
    if not bad:
        return False
    found = con.execute(
        f"select 1 from parsed where problems is not null and ({' or '.join(bad)}) limit 1"
    )
    return bool(found.fetchall())


def _kept(plan: Parsed) -> list[tuple[str, str]]:
    """Return what a bad row keeps, and its type: its cells first, in their order."""
    more = [("value_header", "varchar")] if plan.spread else []
    return [*((f"r_{name}", "varchar") for name in plan.cells), ("broken", "boolean"), *more]


def _rules(plan: Parsed, sure: Collection[str] = ()) -> tuple[list[_Rule], ...]:
    """Return the rules in order; each list is asked only of rows that broke none before."""
    broken = [_Rule("broken", "NULL", "NULL", "'it is not valid JSON'")] if plan.json else []
    cells: list[_Rule] = []
    for name, cell in plan.cells.items():
        header = "value_header" if plan.spread and name == "value" else sql_text(plan.names[name])
        found = "NULL" if cell.kind == "person" else f"masked(r_{name})"
        if cell.kind not in ("raw", "text", "person", "group") and name not in sure:
            bad = f'x_{name} is not null and "{name}" is null'
            reason = sql_text(f"expected {cell.expects}")
            if cell.kind in (*DATED, "period"):
                never = _NO_SUCH_DAY.format(f"r_{name}")
                reason = f"case when {never} then 'there is no such day' else {reason} end"
            cells.append(_Rule(bad, header, found, reason))
        if _is_name(name, cell.kind) and not plan.json:
            cells.append(_Rule(_SWALLOWED.format(name), header, "NULL", sql_text(_OPEN)))
        if not cell.blank:
            expected = f"is empty; expected {EXPECTS[cell.kind]}"
            cells.append(_Rule(f"x_{name} is null", header, found, sql_text(expected)))
    asked = {**contract(plan.source), **plan.source.reject}
    return broken, cells, [_Rule(sql, "NULL", "NULL", sql_text(why)) for why, sql in asked.items()]


_DATE = "(\\d{{4}}[./-]\\d{{1,2}}[./-]\\d{{1,2}}|\\d{{1,2}}[./-]\\d{{1,2}}[./-]\\d{{4}})"
_NO_SUCH_DAY = (
    f"(regexp_full_match({{0}}, '\\s*{_DATE}([ T].*)?') and try_strptime(regexp_replace("
    f"regexp_extract({{0}}, '{_DATE}', 1), '[./]', '-', 'g'), "
    "['%Y-%m-%d', '%d-%m-%Y', '%m-%d-%Y']) is null)"
)
"""A day written in numbers that no order of day and month finds in the calendar: 31.02.2026."""


def _is_name(name: str, kind: str) -> bool:
    return kind in ("group", "person") or name == "measure"


_SWALLOWED = (
    "contains(r_{0}, chr(10)) and regexp_matches(r_{0}, '[,;|\\t][^\\n]*\\n|\\n[^\\n]*[,;|\\t]')"
)
"""A name that goes on over lines with separators in them: the rows below an open quote."""
_OPEN = "goes on over several rows: a quote in it is open"


def _any(rules: list[_Rule]) -> str:
    return " or ".join(f"({rule.condition})" for rule in rules)


def _listed(rules: list[_Rule]) -> str:
    entries = (
        f"case when {rule.condition} then {{'column': {rule.column}, 'text': {rule.found}, "
        f"'reason': {rule.reason}}} end"
        for rule in rules
    )
    return f"[{', '.join(entries)}]"
