"""Labels of periods in a user's table: days, months, ISO weeks or whole numbers, evenly spaced."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import gcd

_KINDS: dict[str, tuple[str, Callable[[str], int]]] = {
    "month": (r"\d{4}-\d{2}", lambda text: _month(date.fromisoformat(f"{text}-01"))),
    "week": (r"\d{4}-?W\d{2}", lambda text: date.fromisoformat(f"{text}-1"[-10:]).toordinal() // 7),
    "quarter": (r"\d{4}-?Q[1-4]", lambda text: 4 * int(text[:4]) + int(text[-1]) - 1),
    "day": (r"\d{4}-\d{2}-\d{2}", lambda text: date.fromisoformat(text).toordinal()),
    "number": (r"[+-]?\d+(\.0+)?", lambda text: int(float(text))),
}
WITHIN: dict[str, Callable[[date], str]] = {
    "month": lambda day: f"{day:%Y-%m}",
    "week": lambda day: f"{day:%G-W%V}",
}
"""The period a day lies in."""
SHORTEST_MONTH_DAYS = 28
MAX_PERIODS_PER_LABEL = 20
"""Empty periods per known one beyond which the column is taken for a mistake."""


class PeriodError(ValueError):
    """A period that cannot be read, or periods that do not belong together."""


@dataclass(frozen=True)
class LabelledPeriods:
    """Evenly spaced periods; `labels[i]` is how the i-th one was written."""

    kind: str
    monthly: bool
    """Days that stand for their months."""
    first: int
    step: int
    labels: tuple[str, ...]
    digits: str = ""
    """What whole numbers stand for, where all of them are YYYYMM, YYYYWW or YYYYQ."""

    def index(self, text: str) -> int:
        """Return the number of `text`; negative before the first, len(labels) after."""
        text = _spelled(text, self.digits)
        kind = period_kind([text])
        if kind == "day" and self.kind in WITHIN:
            text, kind = WITHIN[self.kind](date.fromisoformat(text)), self.kind
        if kind != self.kind:
            raise PeriodError(f"{text!r} is a {kind}, but the periods are {self.kind}s.")
        return (_position(text, kind, self.monthly) - self.first) // self.step


def labelled_periods(texts: Iterable[str]) -> LabelledPeriods:
    """Return the series that all periods lie on; PeriodError carries what does not fit."""
    written = sorted(set(texts))
    digits = _digits_kind(written)
    spelled = {text: _spelled(text, digits) for text in written}
    distinct = sorted(set(spelled.values()))
    kind = period_kind(distinct)
    monthly = kind == "day" and _are_months(distinct)
    where = {_position(spelled[text], kind, monthly): text for text in written}
    places = sorted(where)
    step = gcd(*(after - before for before, after in pairwise(places))) or 1
    count = (places[-1] - places[0]) // step + 1
    if count > MAX_PERIODS_PER_LABEL * len(places):
        raise PeriodError(
            f"Periods run from {where[places[0]]} to {where[places[-1]]}, but only {len(places)} "
            "are there: look for a mistyped one."
        )
    at = (where.get(places[0] + i * step, f"unknown {i + 1}") for i in range(count))
    return LabelledPeriods(kind, monthly, places[0], step, tuple(at), digits)


def respelled(texts: Iterable[str]) -> tuple[str, str, str] | None:
    """Return a period that was read as another spelling, that spelling and the kind; else None."""
    written = sorted(set(texts))
    digits = _digits_kind(written)
    for text in written:
        if (spelled := _spelled(text, digits)) != text:
            return text, spelled, period_kind([spelled])
    return None


def _digits_kind(texts: list[str]) -> str:
    """Return month, week or quarter where all texts are YYYYMM, YYYYWW or YYYYQ; else ''."""
    found = [re.fullmatch(r"((?:19|20|21)\d{2})(\d{1,2})(\.0+)?", text) for text in texts]
    pairs = [(len(m[2]), int(m[2])) for m in found if m]
    if not texts or len(pairs) < len(texts) or len({width for width, _ in pairs}) > 1:
        return ""
    parts = [number for _, number in pairs]
    if pairs[0][0] == 1:
        return "quarter" if min(parts) >= 1 and max(parts) <= _QUARTERS else ""
    if min(parts) < 1 or max(parts) > _WEEKS:
        return ""
    return "month" if max(parts) <= _MONTHS else "week"


_QUARTERS, _MONTHS, _WEEKS = 4, 12, 53


def _spelled(text: str, digits: str) -> str:
    """Return 2026-03 of 202603 and 2026-Q1 of Q12026; what stands for itself as it is."""
    if quarter := re.fullmatch(r"Q([1-4])[-/ ]?(\d{4})|(\d{4})[-/ ]Q([1-4])", text, re.I):
        return f"{quarter[2] or quarter[3]}-Q{quarter[1] or quarter[4]}"
    if not digits or not re.fullmatch(r"\d{5,6}(\.0+)?", text):
        return text
    year, part = text[:4], text.partition(".")[0][4:]
    return {"month": f"{year}-{part}", "week": f"{year}-W{part}"}.get(digits, f"{year}-Q{part}")


def period_kind(texts: Iterable[str]) -> str:
    """Return the one kind of all periods."""
    kind_by_text = {
        text: next((k for k, (p, _) in _KINDS.items() if re.fullmatch(p, text)), "")
        for text in texts
    }
    unknown = [text for text, kind in kind_by_text.items() if not kind]
    if unknown or not kind_by_text:
        raise PeriodError(
            f"{unknown[0] if unknown else ''!r} is not a period. "
            "Write 2026-03-02, 2026-03, 2026-W10 or a whole number."
        )
    kinds = sorted(set(kind_by_text.values()))
    if len(kinds) > 1:
        few = min(kinds, key=list(kind_by_text.values()).count)
        odd = next(text for text, kind in kind_by_text.items() if kind == few)
        raise PeriodError(
            f"Periods are of several kinds ({', '.join(kinds)}), for example {odd!r}."
        )
    return kinds[0]


def _position(text: str, kind: str, monthly: bool) -> int:
    try:
        return _month(date.fromisoformat(text)) if monthly else _KINDS[kind][1](text)
    except ValueError as trouble:
        raise PeriodError(f"{text!r} is not a {kind}: {trouble}.") from trouble


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _are_months(labels: list[str]) -> bool:
    """Return whether days stand for months: a month or more apart, each in its own."""
    try:
        days = [date.fromisoformat(text) for text in labels]
    except ValueError:
        return False
    gaps = [(after - before).days for before, after in pairwise(days)]
    own = len({_month(day) for day in days}) == len(days)
    return bool(gaps) and own and min(gaps) >= SHORTEST_MONTH_DAYS and any(gap % 7 for gap in gaps)
