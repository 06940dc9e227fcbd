"""Ready-made KPI cards: how records become the KPIs that service desks, sales and travel know.

One file each in `metrics/kpis/`, found by itself. A card of a programme takes one over by
`like: win_rate` and says for itself what no one else can: what change is worth having, what one
unit is worth, who owns it. It is taken over when the file is read, so that a programme kept from
last year still says what it promised then.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

HOME = Path(__file__).parents[1] / "kpis"
_Entry = Mapping[str, Any]


class UnknownTemplateError(ValueError):
    """A card asks to be like one that does not exist."""


@cache
def kpi_templates() -> Mapping[str, _Entry]:
    """Return every ready-made card by its id, which is the name of its file."""
    files = sorted(HOME.glob("*.toml"))
    found = {one.stem: {"id": one.stem, **tomllib.loads(one.read_text("utf-8"))} for one in files}
    return MappingProxyType(found)


def fill_from_template(entry: _Entry) -> _Entry:
    """Return a card with what it leaves open taken from the card it is like.

    `records` is filled in word by word, so that one may name another survey and keep the rest.
    Raises UnknownCardError, which names the cards there are.
    """
    if "like" not in entry:
        return entry
    known = kpi_templates()
    if entry["like"] not in known:
        raise UnknownTemplateError(
            f"there is no ready-made card {entry['like']!r}; there are {', '.join(known)}"
        )
    ready = known[entry["like"]]
    own = {name: value for name, value in entry.items() if name != "like"}
    records = {**ready["records"], **(own.get("records") or {})}
    return {**ready, **own, "records": records}
