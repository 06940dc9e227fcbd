"""``python -m benchmarks.disclosure``: what follows from all adoption tables of a data folder.

The attacker of tests/trust takes everything it can from the tables together. --bounds looks for
narrow ranges too, some minutes on the sample; --record keeps the figures for docs/trust.md.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.written import add_record
from signpost.metrics.adoption.group_blocks import group_blocks
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.sql_files import statements
from signpost.metrics.register.versions import programme_in_force
from signpost.warehouse import Warehouse
from tests.trust.attacker import chart, collect, fallen, published


def attack(warehouse: Warehouse, plan: Programme, platform: str, *, bounds: bool) -> dict[str, Any]:
    """Return how much is hidden, how much of it falls, and how many people are under own names."""
    tables, under = collect(warehouse, plan, platform), chart(warehouse, plan)
    rows = tables[tables["by"] == "group"]
    found: dict[str, Any] = {
        "platform": platform,
        "cells": len(rows),
        "withheld": int(rows["withheld"].sum()),
        "coded": int((rows["coded"] != "").sum()),
        "bounds": bounds,
        "own_name": share_under_own_name(warehouse, plan),
    }
    for literal in (False, True):
        have = published(tables, under, literal=literal)
        name = "literal" if literal else "informed"
        found[name] = {"hidden": len(have.secrets), "solved": len(fallen(have, bounds=bounds))}
    return found


def share_under_own_name(warehouse: Warehouse, plan: Programme) -> float:
    """Return the share of people whose group is in no block with others, by the last blocks."""
    blocks = group_blocks(warehouse.read(), plan)
    statement = statements("panel/panel.sql")["group_sizes"]
    sizes = dict(warehouse.read().rows(statement, {"day": blocks.days[-1]}))
    block = blocks.on(blocks.days[-1])
    many = Counter(block.get(group, group) for group in sizes)
    alone = sum(n for group, n in sizes.items() if many[block.get(group, group)] == 1)
    return float(alone / sum(sizes.values()))


def main() -> int:
    """Run the command; 1 if anything falls."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.disclosure", description=__doc__)
    parser.add_argument("data", type=Path, help="a data folder")
    parser.add_argument("--platform", default="teams")
    parser.add_argument("--bounds", action="store_true")
    parser.add_argument("--record", action="store_true", help="for docs/trust.md")
    options = parser.parse_args()
    warehouse = Warehouse(options.data)
    plan = programme_in_force(warehouse)
    found = attack(warehouse, plan, options.platform, bounds=options.bounds)
    print(json.dumps(found, indent=1))
    if options.record:
        add_record("disclosure", {options.platform: found})
    return int(found["informed"]["solved"] + found["literal"]["solved"] > 0)


if __name__ == "__main__":
    raise SystemExit(main())
