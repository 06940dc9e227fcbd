"""Where a use case stands: answered, not yet but as planned, or not to be handled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from signpost.answers.answer import Answer

Standing = Literal["answered", "planned", "unhandled"]


def standing(answer: Answer, starts: Iterable[date], today: date) -> Standing:
    """Return where a use case stands on a day; `starts` are the days its groups start.

    Answered: its evidence is no refusal; *cannot tell* is an answer. A refusal is planned where
    nobody expects more yet: the use case is only explored or was stopped, no group has started and
    a start lies ahead, or its review date does. It cannot be handled where its KPI, its groups or a
    roster are missing, so that there is not even a panel, and where its review has come.
    """
    case = answer.use_case
    if answer.evidence.refusal is None:
        return "answered"
    if case.stage in ("explore", "stop"):
        return "planned"
    if answer.panel is None:
        return "unhandled"
    first = min(starts, default=None)
    start_ahead = first is not None and first > today
    review_ahead = case.review_date is not None and case.review_date > today
    return "planned" if start_ahead or review_ahead else "unhandled"
