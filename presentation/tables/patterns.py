"""The catalogue of patterns as a table, and as lines beside a form."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from signpost.metrics.model.kpi_templates import kpi_templates
from signpost.metrics.planning.pattern_catalogue import Pattern, PublishedEffect
from signpost.presentation.formats import listed
from signpost.presentation.memo import memoised_by_identity


def measured_by(pattern: Pattern) -> str:
    """Return what would show it: ready-made cards, or what to measure."""
    cards = [str(kpi_templates()[one]["label"]) for one in pattern.kpis]
    return listed([*cards, *([pattern.measure] if pattern.measure else [])], most=8)


def effect_words(effect: PublishedEffect) -> str:
    """Return what one study found, how, and where it is published."""
    return f"{effect.text} ({effect.design}; {effect.source}, {effect.url})"


@memoised_by_identity
def patterns_table(patterns: Sequence[Pattern]) -> pd.DataFrame:
    """Return one line per pattern: problem, mechanism, tool, KPI, what was found elsewhere."""
    return pd.DataFrame(
        [
            (
                one.label,
                one.problem,
                one.mechanism,
                one.tool,
                measured_by(one),
                listed([str(kpi_templates()[name]["label"]) for name in one.guardrails], most=8),
                " ".join(effect_words(effect) for effect in one.effects),
            )
            for one in patterns
        ],
        columns=[
            "Pattern",
            "Problem",
            "What people do differently",
            "Kind of tool",
            "KPI",
            "Guardrails",
            "What was found elsewhere",
        ],
    )


def pattern_lines(patterns: Sequence[Pattern]) -> tuple[str, ...]:
    """Return one line per pattern, to write a use case beside."""
    return tuple(
        f"{one.label}: {one.problem} {one.mechanism} Shown by {measured_by(one)}. "
        f"Elsewhere: {one.effects[0].text}"
        for one in patterns
    )
