"""A use case with an index: from the warehouse to one answer without a price."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from signpost.answers.answer import Answer, answer
from signpost.metrics.model.types import Refusal
from signpost.presentation.words.catalogue import say
from tests.metrics.small import CASE, KPI, Small, monday, programme, roll_out, week

GROUPS, WEEKS, START = 12, 30, 15
PARTS = ("escalations", "complaints", "reopened")


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    rng = np.random.default_rng(4)
    names = [f"team {number:02d}" for number in range(GROUPS)]
    small = Small(Path(tmp_path_factory.mktemp("index")))
    people = {name: range(100 * at, 100 * at + 12) for at, name in enumerate(names)}
    small.roster(people, monday(0))
    for at, kpi in enumerate(PARTS):
        # the last part comes from fewer groups: only what all parts have counts
        some = names[: GROUPS - 1] if at == 2 else names
        small.outcome({name: weeks(rng, number < 6) for number, name in enumerate(some)}, kpi=kpi)
    first = {week(w): dict.fromkeys(range(3), 1.0) for w in range(WEEKS)}
    small.usage(first)
    cards = [KPI.model_copy(update={"id": one, "label": one.title(), "per": 1.0}) for one in PARTS]
    starts = tuple(roll_out(name, monday(START)) for name in names[:6])
    plan = programme(kpis=tuple(cards), interventions=starts)
    case = CASE.model_copy(update={"index": PARTS})
    return answer(small.warehouse, plan, case)


def weeks(
    rng: np.random.Generator, starts: bool
) -> dict[tuple[object, object], tuple[float, float]]:
    """Thirty weeks about a level of the group's own, three less from the start on."""
    level, noise = rng.normal(50, 5), rng.normal(0, 2, WEEKS)
    return {week(w): (level + noise[w] - 3.0 * (starts and w >= START), 1.0) for w in range(WEEKS)}


def test_it_is_answered_as_one_question(answered: Answer) -> None:
    assert answered.panel is not None
    assert len(answered.panel.groups) == GROUPS - 1
    assert answered.evidence.question.kpi == "index"
    assert answered.evidence.question.label == "Escalations, Complaints, Reopened"
    assert answered.verdict.grade == "works"
    parts = next(one for one in answered.evidence.checks if one.check == "index_parts")
    assert set(parts.figures) == set(PARTS)
    assert "Complaints" in say(parts.finding)


def test_it_has_no_price(answered: Answer) -> None:
    assert isinstance(answered.money, Refusal)
    assert isinstance(answered.at_stake, Refusal)
    assert say(answered.at_stake.reason) == "An index has no price."
