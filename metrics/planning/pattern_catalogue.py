"""Patterns that others tried: problem, mechanism, kind of tool, KPI, and what was published of it.

One file each in `patterns/`, found by itself. No effect without a published source.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from signpost.metrics.model.purpose import Card

PATTERNS_HOME = Path(__file__).parent / "patterns"


class PublishedEffect(Card):
    """Result of one study: size, design, and where it is published."""

    text: str
    design: str
    source: str
    url: str


class Pattern(Card):
    """One way in which using something made something better elsewhere."""

    id: str
    label: str
    problem: str
    mechanism: str
    tool: str
    kpis: tuple[str, ...] = ()
    """Ready-made cards that would show it."""
    measure: str = ""
    """What to measure where there is no ready-made card."""
    guardrails: tuple[str, ...] = ()
    for_whom: Literal["", "level", "tenure", "location"] = ""
    """Kinds of people it is worth asking about beforehand."""
    effects: tuple[PublishedEffect, ...] = Field(min_length=1)


@cache
def pattern_catalogue() -> tuple[Pattern, ...]:
    """Return every pattern, by the name of its file."""
    files = sorted(PATTERNS_HOME.glob("*.toml"))
    return tuple(
        Pattern.model_validate({"id": path.stem, **tomllib.loads(path.read_text("utf-8"))})
        for path in files
    )


def patterns_for(kpis: Collection[str]) -> tuple[Pattern, ...]:
    """Return all patterns, those about one of these KPIs first."""
    return tuple(sorted(pattern_catalogue(), key=lambda one: not {*one.kpis} & {*kpis}))
