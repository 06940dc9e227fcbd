"""KPI templates: how records become the KPIs common in service desks, sales and travel.

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
    """A card is like a template that does not exist."""


@cache
def kpi_templates() -> Mapping[str, _Entry]:
    """Return every template by its id, which is the name of its file."""
    files = sorted(HOME.glob("*.toml"))
    templates = {
        path.stem: {"id": path.stem, **tomllib.loads(path.read_text("utf-8"))} for path in files
    }
    return MappingProxyType(templates)


def fill_from_template(entry: _Entry) -> _Entry:
    """Return a card with its open fields filled from its template.

    `records` is filled in word by word, so that one may name another survey and keep the rest.
    Raises UnknownCardError, which names the cards there are.
    """
    if "like" not in entry:
        return entry
    templates = kpi_templates()
    if entry["like"] not in templates:
        raise UnknownTemplateError(
            f"there is no ready-made card {entry['like']!r}; there are {', '.join(templates)}"
        )
    ready = templates[entry["like"]]
    own = {name: value for name, value in entry.items() if name != "like"}
    records = {**ready["records"], **(own.get("records") or {})}
    return {**ready, **own, "records": records}
