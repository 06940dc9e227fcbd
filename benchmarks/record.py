"""Records of the commands here, one JSON file each in ``found/``."""

import json
from pathlib import Path
from typing import Any

from benchmarks.measure import Line

HERE = Path(__file__).parent
FOUND = HERE / "found"
DOCS = HERE.parent / "docs"


def recorded(name: str, folder: Path = FOUND) -> Any:
    """Return the last record of a command; None if it never ran."""
    path = folder / f"{name}.json"
    return json.loads(path.read_text("utf-8"))["found"] if path.exists() else None


def all_recorded(prefix: str, folder: Path = FOUND) -> list[Any]:
    """Return every record of that kind, by the number in its name."""
    paths = sorted(folder.glob(f"{prefix}-*.json"), key=lambda path: (len(path.name), path.name))
    return [recorded(path.stem, folder) for path in paths]


def machines(folder: Path = FOUND) -> str:
    """Return the machines and days of the figures."""
    records = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    steady = ("processor", "cores", "memory_gb", "system", "python", "duckdb", "pandas")
    facts = {
        ", ".join(f"{n.replace('_', ' ')} {entry['machine'][n]}" for n in steady)
        for entry in records
    }
    days = sorted({entry["measured"] for entry in records})
    return f"Machine: {'; '.join(sorted(facts))}. Measured on {', '.join(days)}.\n"


def lines(records: list[dict[str, Any]]) -> list[Line]:
    """Return the lines of a record."""
    return [Line(**entry) for entry in records]


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Return rows as a Markdown table."""
    return (
        "\n".join(f"| {' | '.join(row)} |" for row in [heads, ["---"] * len(heads), *rows]) + "\n"
    )


def compared(measured_lines: list[Line]) -> str:
    """Return lines as a Markdown table: figure, reference, ratio, goal, and whether it is met."""
    rows = []
    for line in measured_lines:
        beside = f"{line.reference}: {line.beside:g} {line.unit}" if line.reference else "-"
        ratio = f"{line.ratio:.2f}" if line.reference else "-"
        reached = line.ratio if line.reference else line.figure
        met = "yes" if reached <= line.goal else "**no**"
        goal = f"at most {line.goal:g}: {met}" if line.goal else "-"
        rows.append([line.what, f"{line.figure:g} {line.unit}", beside, ratio, goal])
    return table(["what", "figure", "reference", "ratio", "goal"], rows)
