"""KPIs from records: tickets, opportunities, expenses and survey answers, as the card declares.

The declaration is a few fixed words, put into SQL here; names in it are letters, digits and
underscores, so that nothing of a programme file ever becomes SQL by itself.

| numerator | sum over the records of a group and period |
|---|---|
| `count` | 1 |
| `flag:a`, `flag:a,b` | 1 where any of the flags is set |
| `sum:amount`, `sum:<measure>` | the amount, or the measure |
| `hours_to_close` | hours from opened to closed |
| `closed_in_a_week` | 1 where it was closed within 168 hours |
| `median:amount`, `median:<measure>`, `median:hours_to_close` | the median, times the denominator |
| `nps`, `top2`, `sum:score` of `response:<survey>` | promoters less detractors; two best answers |

| denominator | |
|---|---|
| `count`, `count:closed`, `count:amount`, `count:<measure>` | records (that have it) |
| `sum:<measure>` | the measure: files in use of all files |
| `flag:a,b` | records with any of the flags |
| `headcount` | members of the group on the period's last day |

`where` keeps records for which every word holds: `flag:a,b`, `not:a,b`, `status:open,pending`,
`question:how_likely`, `source:servicenow_incidents`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import pandas as pd

from signpost.metrics.disclosure.suppression import FLOOR
from signpost.metrics.model.calendar import DaySpan, Period, merge_spans
from signpost.metrics.model.schema import Records
from signpost.metrics.model.sql_files import day_rows, statements
from signpost.metrics.model.types import Refusal
from signpost.warehouse import Reader

_SQL = statements("panel/records.sql")
Of = Literal["everybody", "stable people"]
STABLE = """f.person_id in (
    select person_id from roster_span group by person_id having count(distinct group_id) = 1)"""
WORD = re.compile(r"[a-z0-9_]+(,[a-z0-9_]+)*")
SURVEY = "response:"
PERSON_KPI = "person:"
"""Kinds of records that are a KPI per person and month."""
SITE = "site"
"""Records that are one report about a site's content."""
LONGEST_QUIET_SPAN = timedelta(days=3)
"""A long weekend. A longer stretch without records at the end may be an export that ended early."""
_COLUMNS = {"hours_to_close": "f.hours_to_close", "amount": "f.amount", "score": "f.amount"}
_COLUMNS |= {"closed": "f.closed"}
SPECIAL = {
    "nps": "sum(case when f.amount >= 9 then 1.0 when f.amount <= 6 then -1.0 else 0.0 end)",
    "top2": "sum(case when f.amount >= coalesce(f.scale_high, 5) - 1 then 1.0 else 0.0 end)",
    "count": "cast(count(*) as double)",
    "hours_to_close": "sum(f.hours_to_close)",
    "closed_in_a_week": "sum(case when f.hours_to_close <= 168 then 1.0 else 0.0 end)",
}


class DeclarationError(ValueError):
    """The `records` of a KPI card have an unknown word."""


@dataclass(frozen=True)
class DeclaredOutcome:
    """A card's declaration as SQL over the columns of `found`."""

    numerator: str
    denominator: str
    where: str


def declared_outcome(card: Records) -> DeclaredOutcome:
    """Return the SQL of a card's words; DeclarationError carries the word and the known ones."""
    below = "1.0" if card.denominator == "headcount" else _aggregate(card.denominator)
    above = _aggregate(card.numerator)
    if card.numerator.startswith("median:"):
        if card.denominator == "headcount":
            raise DeclarationError("a median has no headcount below it; use count:closed")
        above = f"{above} * {below}"
    where = " and ".join(_condition(word) for word in card.where.split()) or "true"
    return DeclaredOutcome(above, below, where)


def person_outcomes(
    reader: Reader, card: Records, periods: Sequence[Period]
) -> pd.DataFrame | Refusal:
    """Return person_id, period (its number), numerator, denominator: for statistics of arms only.

    With headcount the denominator is 1. A person without a record in a period has no row.
    """
    words = _words(reader, card)
    if isinstance(words, Refusal):
        return words
    sql = _SQL["aggregate_people"].format(
        days=day_rows([(i, p.first, p.last) for i, p in enumerate(periods)]),
        rows=_rows(card),
        numerator=words.numerator,
        denominator=words.denominator,
        where=words.where,
    )
    return reader.frame(sql, [_subject(card)])


def _words(reader: Reader, card: Records) -> DeclaredOutcome | Refusal:
    try:
        words = declared_outcome(card)
    except DeclarationError as trouble:
        return Refusal(
            f"The KPI card's records cannot be read: {trouble}.",
            "Correct `records` on the KPI card. Numerators are count, flag:<names>, sum:<measure>, "
            "median:<measure>, hours_to_close, nps, top2; denominators count, count:<measure>, "
            "flag:<names>, headcount.",
        )
    return _mixed_currencies(reader, card) or words


def records_outcome(
    reader: Reader, card: Records, periods: Sequence[Period], of: Of = "everybody"
) -> pd.DataFrame | Refusal:
    """Return group, period (its number), numerator, denominator; with headcount: denominator 1.

    A survey, or a KPI per person, has no figure for a group with fewer than FLOOR in the period.
    Stable people are those the roster has only ever known in one group.
    """
    words = _words(reader, card)
    if isinstance(words, Refusal):
        return words
    days = day_rows([(i, p.first, p.last) for i, p in enumerate(periods)])
    sql = _SQL["aggregate"].format(
        days=days,
        rows=_rows(card),
        fewest=FLOOR if card.kind.startswith(SURVEY) or _is_of_people(card) else 1,
        numerator=words.numerator,
        denominator=words.denominator,
        where=words.where if of == "everybody" else f"{words.where} and {STABLE}",
    )
    return reader.frame(sql, [_subject(card)]).rename(columns={"group_id": "group"})


def covered_periods(reader: Reader, card: Records) -> tuple[DaySpan, ...]:
    """Return the days that the loaded records cover.

    From the first to the last day of each upload; both ends reach as far as records usually stay
    away (weekends), so that a month whose last ticket came on a Friday is whole.
    """
    spans = []
    sql = _SQL["covered"].format(rows=_rows(card), by_period=_is_of_a_period(card))
    for first, last, quiet in reader.rows(sql, [_subject(card)]):
        slack = min(timedelta(days=quiet - 1), LONGEST_QUIET_SPAN)
        spans.append(DaySpan(first - slack, last + slack))
    return merge_spans(spans)


def _is_of_people(card: Records) -> bool:
    """Return whether each record is one person's value of a whole period."""
    return card.kind.startswith(PERSON_KPI)


def _is_of_a_period(card: Records) -> bool:
    """Return whether each record is a figure of all days from its opening to its closing."""
    return _is_of_people(card) or card.kind == SITE


def _rows(card: Records) -> str:
    name = "response" if card.kind.startswith(SURVEY) else "record"
    return _SQL[name].format(day=card.day)


def _subject(card: Records) -> str:
    return card.kind.removeprefix(SURVEY)


def _mixed_currencies(reader: Reader, card: Records) -> Refusal | None:
    if not card.numerator.endswith(":amount"):
        return None
    currencies = [
        c for (c,) in reader.rows(_SQL["currencies"].format(rows=_rows(card)), [_subject(card)])
    ]
    if len(currencies) < 2:
        return None
    return Refusal(
        f"The {card.kind} amounts are in {', '.join(currencies)}; they cannot be added.",
        "Export them in one currency, or convert them before loading.",
    )


def _aggregate(word: str) -> str:
    if word in SPECIAL:
        return SPECIAL[word]
    verb, _, name = word.partition(":")
    if not WORD.fullmatch(name):
        raise DeclarationError(f"{word!r} is not known")
    if verb == "flag":
        return f"sum(case when {_any_flag(name)} then 1.0 else 0.0 end)"
    if verb in ("sum", "count", "median"):
        return f"cast({verb}({_column(name)}) as double)"
    raise DeclarationError(f"{word!r} is not known; it begins with flag, sum, count or median")


def _column(name: str) -> str:
    if "," in name:
        raise DeclarationError(f"{name!r} names several columns; one is meant")
    return _COLUMNS.get(name, f"cast(json_extract(f.measures, '$.{name}') as double)")


def _condition(word: str) -> str:
    verb, _, names = word.partition(":")
    if not WORD.fullmatch(names):
        raise DeclarationError(f"where: {word!r} is not known")
    if verb in ("flag", "not"):
        return f"{'not ' if verb == 'not' else ''}({_any_flag(names)})"
    if verb in ("status", "question", "source"):
        listed = ", ".join(f"'{name}'" for name in names.split(","))
        return f"lower(replace(f.{verb}, ' ', '_')) in ({listed})"
    raise DeclarationError(f"where: {word!r} begins with no flag, not, status, question or source")


def _any_flag(names: str) -> str:
    return " or ".join(f"position(' {name} ' in f.flags) > 0" for name in names.split(","))
