"""Estimators, checks and designs in words for someone without statistics."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from signpost.metrics.model.types import CheckResult, Evidence, Finding
from signpost.presentation.chart_data import ForestRow
from signpost.presentation.formats import count, number
from signpost.presentation.theme import CHECKS, Mark
from signpost.presentation.words.catalogue import say, words_of
from signpost.presentation.words.effects import signed_ends

REGISTERED = {
    "pre-registered": "Promised before the result was known",
    "exploratory": "Found in the data, not promised beforehand",
}
_DESIGNS = {
    "staggered": "Groups started at different times, so those that had not started yet show what "
    "would have happened anyway.",
    "few_groups": "Few groups started, so the range comes from asking how often chance alone "
    "would look like this.",
    "synthetic": "Very few groups started, so a mix of the others that moved like them stands in "
    "for what would have happened anyway.",
    "dose": "There is no start date, so groups are compared with themselves at times of more and "
    "less use. That can hint; it cannot prove.",
    "rises": "Everybody started at once, so groups that took it up more are compared with those "
    "that took it up less. That can hint; it cannot prove.",
    "series": "Everybody started at once, so only the break in the series speaks. That can hint; "
    "it cannot prove.",
    "none": "Nothing in the data shows what would have happened without it.",
}
_HEADLINE = Mark("Ours", "●", "circle", "blue")
SECOND = Mark("A second method", "■", "square", "purple")
NAIVE = Mark("A naive reading", "○", "circle-open", "grey")


def _name(kind: str, id_: str) -> str:
    """Return the label of an id; an id without words reads as a phrase."""
    code = f"{kind}.{id_}.label"
    return say(Finding(code)) if code in words_of() else id_.replace("_", " ").capitalize()


def check_line(result: CheckResult) -> tuple[Mark, str]:
    """Return how a check came out, and its name."""
    return CHECKS[result.passed], check_name(result.check)


def checks_title(results: Sequence[CheckResult]) -> str:
    """Return in words how the checks came out."""
    if not results:
        return "No check could be made"
    passed = sum(result.passed is True for result in results)
    failed = sum(result.passed is False for result in results)
    unjudged = len(results) - passed - failed
    text = f"{passed} of {count(len(results), 'check')} passed"
    text += f", {failed} failed" if failed else ""
    return f"{text}, {unjudged} could not be judged" if unjudged else text


def method_rows(evidence: Evidence) -> tuple[ForestRow, ...]:
    """One row per reading of the same question: ours, the second methods, the naive ones."""
    rows = []
    for i, one in enumerate((*evidence.estimates, *evidence.naive)):
        if one.effect == "outcome" or i == 0:
            mark = NAIVE if one.naive else _HEADLINE if i == 0 else SECOND
            rows.append(ForestRow(short_name(one.method), one.point, one.low, one.high, mark))
    return tuple(rows)


def check_name(check: str) -> str:
    """Return the name of a check."""
    return _name("check", check)


def short_name(method: str) -> str:
    """Return a method's name that fits beside a chart."""
    return _name("method", method)


def assumption(method: str) -> str:
    """Return what must hold for a method's number to mean what it says; '' where none is known."""
    code = f"method.{method}.assumes"
    return say(Finding(code)) if code in words_of() else ""


def estimates_table(evidence: Evidence) -> pd.DataFrame:
    """One line per method, with what it does in words."""
    return pd.DataFrame(
        [
            (
                short_name(one.method),
                one.method,
                number(one.point, signed=True),
                *signed_ends(one.low, one.high),
                one.unit,
                one.n_groups,
                one.n_periods,
            )
            for one in (*evidence.estimates, *evidence.naive)
        ],
        columns=["Method", "Name in files", "Change", "From", "To", "Unit", "Groups", "Periods"],
    )


def starts(times: int) -> str:
    """Return at how many times groups started; nothing where none has a start."""
    if times == 1:
        return "; one start for all"
    return f"; starts at {count(times, 'different time')}" if times else ""


def method_explained(evidence: Evidence) -> tuple[str, ...]:
    """Return in words how the headline was estimated, from how much data, and what it assumes."""
    found = [_DESIGNS.get(evidence.design, "")]
    if evidence.estimates:
        head = evidence.estimates[0]
        found.append(
            f"{count(head.n_groups, 'group')} over "
            f"{count(head.n_periods, evidence.question.period)}"
            f"{starts(head.n_starts)}. The range would hold the true value "
            f"in {round(100 * head.level)} of 100 such studies"
            + (f", widened for {evidence.looks} questions asked." if evidence.looks > 1 else ".")
        )
        assumed = assumption(head.method)
        found.append(assumed and f"It assumes: {assumed}")
    return tuple(text for text in found if text)
