"""What the commands here found, one JSON file each in ``found/``, read back."""

import json
from pathlib import Path
from typing import Any

from benchmarks.measure import Line

HERE = Path(__file__).parent
FOUND = HERE / "found"
DOCS = HERE.parent / "docs"


def kept(name: str, folder: Path = FOUND) -> Any:
    """Read what a command found last; None if it never ran."""
    path = folder / f"{name}.json"
    return json.loads(path.read_text("utf-8"))["found"] if path.exists() else None


def all_kept(prefix: str, folder: Path = FOUND) -> list[Any]:
    """Read every record of that kind, by the number in its name."""
    paths = sorted(folder.glob(f"{prefix}-*.json"), key=lambda path: (len(path.name), path.name))
    return [kept(path.stem, folder) for path in paths]


def machines(folder: Path = FOUND) -> str:
    """Say where and when the figures come from."""
    told = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    steady = ("processor", "cores", "memory_gb", "system", "python", "duckdb", "pandas")
    facts = {
        ", ".join(f"{n.replace('_', ' ')} {one['machine'][n]}" for n in steady) for one in told
    }
    days = sorted({one["measured"] for one in told})
    return f"Machine: {'; '.join(sorted(facts))}. Measured on {', '.join(days)}.\n"


def lines(told: list[dict[str, Any]]) -> list[Line]:
    """Make lines of what was kept of them."""
    return [Line(**one) for one in told]


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Write rows as a Markdown table."""
    return (
        "\n".join(f"| {' | '.join(row)} |" for row in [heads, ["---"] * len(heads), *rows]) + "\n"
    )


def compared(found: list[Line]) -> str:
    """Write lines as a Markdown table: figure, reference, ratio, goal, and whether it is met."""
    rows = []
    for line in found:
        beside = f"{line.reference}: {line.beside:g} {line.unit}" if line.reference else "-"
        ratio = f"{line.ratio:.2f}" if line.reference else "-"
        reached = line.ratio if line.reference else line.figure
        met = "yes" if reached <= line.goal else "**no**"
        goal = f"at most {line.goal:g}: {met}" if line.goal else "-"
        rows.append([line.what, f"{line.figure:g} {line.unit}", beside, ratio, goal])
    return table(["what", "figure", "reference", "ratio", "goal"], rows)
