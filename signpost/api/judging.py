"""A ready-made panel put to the engine."""

from __future__ import annotations

from signpost.api.frames import Frame, how_read, panel_columns
from signpost.api.results import JudgedEvidence
from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.one_claim import with_one_claim
from signpost.metrics.causal.verdict import judge as verdict_of
from signpost.metrics.model.types import Better
from signpost.metrics.panel.from_frame import panel_from_frame


def judge(
    frame: Frame, *, better: Better, lag: int = 0, worthwhile: float | None = None, label: str = ""
) -> JudgedEvidence:
    """Estimate and grade the effect in a table of one row per group and period.

    `frame` is a pandas or polars DataFrame, or any table with the Arrow interface; it is not
    changed. Columns: group, period, outcome, and adoption (share 0-1, or percent throughout) and/or
    start (the period in which the group began; blank: never); optionally weight, denominator and
    division (the part of the organisation a group belongs to).
    Periods are days, months, ISO weeks or whole numbers. `better` says which way of the outcome is
    good, `lag` how many periods an effect takes, `worthwhile` the smallest change worth having, in
    the outcome's unit (a tenth of its usual spread where it is not given).

    A question that cannot be answered comes back as evidence with a `refusal`. Raises PanelError
    for a table that is no panel: rows are counted as lines of a file, the first is line 2.
    """
    columns = panel_columns(frame)
    panel = panel_from_frame(columns, better=better, lag=lag, worthwhile=worthwhile)
    evidence = with_one_claim(analyse(panel))
    return JudgedEvidence.of(evidence, verdict_of(evidence), panel, label, how_read(columns))
