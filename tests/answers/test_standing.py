"""A gap is planned where nobody expects more yet; anything else wants somebody."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from signpost.answers.answer import Answer
from signpost.answers.standing import standing
from signpost.metrics.model.schema import UseCase
from signpost.metrics.model.types import Evidence, Panel, Question, Refusal, Verdict
from tests.metrics.small import CASE

TODAY = date(2026, 6, 1)
PAST, AHEAD = date(2026, 5, 31), date(2026, 6, 2)
TOO_LITTLE = Refusal("Only 3 periods before the start can be used.", "Load a longer history.")
QUESTION = Question("escalations", "lower", 1.0)


def panel() -> Panel:
    cells = np.ones((2, 3))
    return Panel(
        QUESTION, ("a", "b"), ("1", "2", "3"), cells, cells, None, None,
        np.ones(2), np.array([-1, -1]),
    )  # fmt: skip


def answer(refusal: Refusal | None, *, asked: bool = True, **changes: object) -> Answer:
    case: UseCase = CASE.model_copy(update=changes)
    nothing = Refusal("", "")
    return Answer(
        case,
        None,
        panel() if asked else None,
        Evidence(QUESTION, (), (), refusal=refusal),
        Verdict("cannot_tell", None, (), ()),
        nothing,
        nothing,
        (),
    )


def test_an_answer_is_an_answer_also_when_it_cannot_tell() -> None:
    assert standing(answer(None, review_date=PAST), (), TODAY) == "answered"


@pytest.mark.parametrize("stage", ["explore", "stop"])
def test_nobody_waits_for_what_is_explored_or_stopped(stage: str) -> None:
    assert standing(answer(TOO_LITTLE, asked=False, stage=stage), (), TODAY) == "planned"


@pytest.mark.parametrize("stage", ["pilot", "scale"])
def test_a_review_that_lies_ahead_gives_time(stage: str) -> None:
    assert standing(answer(TOO_LITTLE, stage=stage, review_date=AHEAD), (), TODAY) == "planned"
    assert standing(answer(TOO_LITTLE, stage=stage, review_date=TODAY), (), TODAY) == "unhandled"
    assert standing(answer(TOO_LITTLE, stage=stage, review_date=None), (), TODAY) == "unhandled"


def test_a_start_that_lies_ahead_gives_time() -> None:
    late = answer(TOO_LITTLE, review_date=PAST)
    assert standing(late, [AHEAD], TODAY) == "planned"
    assert standing(late, [AHEAD, PAST], TODAY) == "unhandled"  # one group has started
    assert standing(late, [], TODAY) == "unhandled"


def test_what_cannot_even_be_asked_cannot_be_handled() -> None:
    missing = answer(Refusal("There is no data for the KPI.", "Load it."), asked=False)
    assert standing(missing, [AHEAD], TODAY) == "unhandled"
    ahead = answer(TOO_LITTLE, asked=False, review_date=AHEAD)
    assert standing(ahead, (), TODAY) == "unhandled"
