"""Which rows of a file are no facts, and the fields a file does not have."""

from __future__ import annotations

from signpost.pipelines.model.cells import Cell
from signpost.pipelines.reading.locale_formats import Parsed
from signpost.warehouse.connection import sql_text

_TOTAL = (
    r"(grand |sub-?|overall |company |organi[sz]ation )?totals?"
    r"( \(.*\)| company| organi[sz]ation| overall| g[eé]n[eé]ral| \d{4})?[:*]?|overall|"
    r"(gesamt|gesamtsumme|summe|totaal|totale|suma total|sum)( .{0,20})?:?|"
    r"insgesamt|gesamtergebnis|suma( końcowa| całkowita)?|somme|eindtotaal|łącznie|razem|σ|合計|"
    r"总计|"
    r"総計|합계|총계|(итого|всего)( .{0,20})?|celkem|yhteensä|i alt|totalt|toplam|összesen|"
    r"genel toplam|totale complessivo|total geral"
)
"""What a row of totals is called where the group or person should stand. 'Total Rewards' may be a
department, so not every word is let through."""


def skip(plan: Parsed, *, typed: bool = False) -> str:
    """Return SQL of why a row is no fact: nothing in it, a total, or what the source says.

    `typed`: some columns were read as a type, so that no row can be the header once more.
    """
    rules = skip_rules(plan, typed=typed).items()
    return f"case {' '.join(f'when {sql} then {sql_text(why)}' for why, sql in rules)} end"


def skip_rules(plan: Parsed, *, typed: bool = False) -> dict[str, str]:
    """Return reason -> SQL condition, in the order in which they count."""
    raws = [f"r_{name}" for name in plan.cells]
    labels = [f"r_{n}" for n, cell in plan.cells.items() if cell.kind in ("person", "group")]
    whole = "not broken and " if plan.json else ""
    rules = {"blank": f"{whole}{' and '.join(f'{raw} is null' for raw in raws)}"}
    if labels:
        rules["total"] = " or ".join(
            f"(not contains({label}, '@') and regexp_full_match(lower({label}), "
            f"{sql_text(_TOTAL)}))"
            for label in labels
        )
    if not typed:
        rules["header again"] = _header_again(plan)
    if plan.source.spread:
        rules["no value"] = "x_value is null"
    return {**rules, **plan.source.skip}


def _header_again(plan: Parsed) -> str:
    """Return SQL: the row repeats the header, as where exports were put one after the other."""
    columns = [name for name, cell in plan.cells.items() if cell.headers and not cell.constant]
    same = [f"r_{name} = {sql_text(plan.names[name])}" for name in columns]
    return " and ".join(same) or "false"


def absent(cell: Cell, name: str) -> str:
    """Return SQL for a field whose column the file does not have."""
    kinds = {
        "day": "date",
        "moment": "timestamp",
        "count": "double",
        "number": "double",
        "duration": "double",
        "flag": "boolean",
        "period": "date",
    }
    null = f'cast(NULL as {kinds.get(cell.kind, "varchar")}) as "{name}"'
    return f"{null}, cast(NULL as date) as {name}_until" if cell.kind == "period" else null
