"""Definitions as tables, from the catalogues that compute."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from signpost.metrics.causal.check import checks
from signpost.metrics.causal.estimator import Estimator, estimators
from signpost.metrics.model.adoption_metrics import CATALOGUE
from signpost.metrics.model.findings import Finding
from signpost.metrics.model.ladder import LADDERS
from signpost.metrics.model.schema import Kpi
from signpost.presentation.formats import count, money, number
from signpost.presentation.memo import memoised_by_content
from signpost.presentation.theme import GRADES, STRENGTHS
from signpost.presentation.words.catalogue import say
from signpost.presentation.words.methods import assumption, check_name, short_name

VERDICTS = {
    "works": "The change goes the good way, its interval excludes no change, and it is worth "
    "having. No check failed.",
    "no_worthwhile_effect": "The interval lies inside what is too small to matter: we know that "
    "little changed.",
    "harmful": "As 'works', in the bad direction.",
    "cannot_tell": "The interval holds both yes and no, or a check failed, or the question could "
    "not be asked. That is not a no.",
}
_SURE = {
    "strong": "Groups started at different times, enough of them; every check passed; other "
    "methods agree.",
    "moderate": "As strong, with few groups or one check that could not be judged.",
    "suggestive": "More use and the change go together; nothing shows which came of which.",
}
BETTER = {"higher": "higher is better", "lower": "lower is better"}


def definitions_title(cards: Sequence[Kpi]) -> str:
    """Return the number of definitions, as a title."""
    return (
        (
            f"{count(len(cards), 'KPI')}, {count(len(CATALOGUE), 'adoption measure')} and "
            f"{count(len(checks()), 'check')} are defined"
        )
        .capitalize()
        .replace("kpi", "KPI")
    )


def rows_with(table: pd.DataFrame, words: str) -> pd.DataFrame:
    """Return the rows that have every one of these words, in any cell and any case."""
    if table.empty or not words.strip():
        return table
    texts = table.astype(str).agg(" ".join, axis=1).str.lower()
    found = texts.map(lambda text: all(word in text for word in words.lower().split()))
    return table[found.astype(bool)]


@memoised_by_content
def kpi_table(cards: Sequence[Kpi], currency: str) -> pd.DataFrame:
    """Return one line per KPI card."""
    return pd.DataFrame(
        [
            (
                card.label,
                card.definition,
                f"{card.unit}; {BETTER[card.better]}",
                number(card.worthwhile_change),
                money(card.money_per_unit.value, currency) if card.money_per_unit else "not said",
                ", ".join(part for part in (card.owner, card.source) if part),
                str(card.version),
            )
            for card in cards
        ],
        columns=[
            "KPI",
            "Definition",
            "Unit",
            "Minimum worthwhile change",
            "Worth of one unit",
            "Owner, source",
            "Version",
        ],
    )


@memoised_by_content
def metric_definitions_table() -> pd.DataFrame:
    """Return one line per adoption measure."""
    return pd.DataFrame(
        [
            (
                metric.label,
                metric.meaning,
                metric.numerator,
                metric.denominator,
                f"{metric.unit}, by {' or '.join(metric.windows)}",
                str(metric.version),
            )
            for metric in CATALOGUE
        ],
        columns=["Measure", "Meaning", "Counted", "Out of", "Unit", "Version"],
    )


@memoised_by_content
def ladder_definitions_table() -> pd.DataFrame:
    """Return one line per ladder: threshold of a habit, of a power user."""
    return pd.DataFrame(
        [
            (
                ladder.label,
                f"{count(ladder.habit_actions, 'action')} a week or more in {ladder.width} of the "
                f"last {ladder.window} weeks",
                f"and {ladder.power_mean} actions a week on average",
                ladder.version,
            )
            for ladder in LADDERS
        ],
        columns=["Ladder", "Habitual", "Power", "Version"],
    )


@memoised_by_content
def verdict_table() -> pd.DataFrame:
    """Return one line per verdict."""
    return pd.DataFrame(
        [(f"{mark.glyph} {mark.word}", VERDICTS[grade]) for grade, mark in GRADES.items()],
        columns=["Verdict", "When"],
    )


@memoised_by_content
def strength_table() -> pd.DataFrame:
    """Return one line per strength."""
    return pd.DataFrame(
        [(STRENGTHS[key], text) for key, text in _SURE.items()], columns=["How sure", "When"]
    )


@memoised_by_content
def check_table() -> pd.DataFrame:
    """Return one line per check."""
    return pd.DataFrame(
        [(check_name(check.id), say(Finding(f"check.{check.id}.remedy"))) for check in checks()],
        columns=["Check", "When it fails"],
    )


@memoised_by_content
def method_table() -> pd.DataFrame:
    """Return one line per estimator."""
    return pd.DataFrame(
        [
            (short_name(estimator.id), _naive_first(estimator), estimator.id)
            for estimator in estimators()
        ],
        columns=["Method", "Assumes", "Name in files"],
    )


def _naive_first(estimator: Estimator) -> str:
    naive = "Naive, shown for comparison. " if estimator.naive else ""
    return f"{naive}{assumption(estimator.id)}"


def definition_tables(
    cards: Sequence[Kpi], currency: str, sought: str = ""
) -> dict[str, pd.DataFrame]:
    """Return heading -> definitions that have the text sought in them, '' is every one."""
    tables = {
        "KPIs: what each one is, which way is better, what a change is worth": kpi_table(
            cards, currency
        ),
        "Adoption: what each measure counts, out of whom": metric_definitions_table(),
        "Ladders of use": ladder_definitions_table(),
        "Verdicts": verdict_table(),
        "How sure": strength_table(),
        "Checks: what could prove an answer wrong": check_table(),
        "Methods: how an effect is estimated": method_table(),
    }
    found = {title: rows_with(table, sought) for title, table in tables.items()}
    return {title: table for title, table in found.items() if len(table) or not sought}
