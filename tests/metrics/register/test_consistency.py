from __future__ import annotations

from datetime import date

import pytest

from signpost.metrics.model.schema import FactorInput, ProgrammeError, Target, dump, parse
from signpost.metrics.register.consistency import programme_problems


def changed(programme, **changes):
    case = programme.use_cases[0].model_copy(update=changes)
    return programme.model_copy(update={"use_cases": (case,)})


@pytest.fixture
def sound(programme):
    case = programme.use_cases[0].model_copy(
        update={
            "decision_rule": "scale if it works",
            "locked_at": date(2026, 1, 1),
            "recapture": FactorInput(value=0.5, source="steering group"),
        }
    )
    return programme.model_copy(update={"use_cases": (case,)})


def test_a_sound_programme_has_no_problems(sound):
    assert programme_problems(sound, ["north", "south", "east", "west"]) == ()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kpi": "joy"}, "names the KPI 'joy', which has no card"),
        ({"placebo": "joy"}, "placebo KPI 'joy'"),
        ({"guardrails": ("joy",)}, "guardrail KPI 'joy'"),
        ({"kpi": "nps"}, "what one unit of NPS is worth"),
        ({"comparison": ("north", "east")}, "has north as focus and as comparison"),
        ({"review_date": None}, "has no review date"),
        ({"locked_at": None}, "counts as exploratory"),
        ({"recapture": FactorInput(value=1)}, "recapture of 'fewer-escalations' has no source"),
        ({"id": "renamed"}, "for the use case 'fewer-escalations', which there is none of"),
        ({"focus": ("Nowhere",)}, "names the group 'Nowhere'"),
    ],
)
def test_each_problem_is_named(sound, changes, says):
    (found,) = programme_problems(changed(sound, **changes), ["north", "south", "east"])
    assert says in found


def test_doubles_and_strange_targets_are_named(sound):
    twice = sound.model_copy(
        update={
            "kpis": (*sound.kpis, sound.kpis[0]),
            "targets": (
                Target(group="Nord", platform="teams", value=0.5, by=date(2026, 9, 1), owner="Bo"),
            ),
        }
    )
    assert programme_problems(twice, ["north", "south"]) == (
        "The KPI 'escalations' is entered 2 times; give each its own id.",
        "A target of Bo names the group 'Nord', which no data does; mind the spelling.",
    )
    draft = changed(sound, stage="explore", review_date=None, locked_at=None)
    assert programme_problems(draft) == ()


def test_the_file_is_written_byte_stably_and_ranges_must_be_ordered(programme):
    text = dump(programme)
    assert dump(parse(text)) == text
    assert parse(text) == programme
    with pytest.raises(ProgrammeError, match=r"hourly_rate.*does not hold"):
        parse("hourly_rate: {value: 60, low: 70}")
    with pytest.raises(ProgrammeError, match=r"use_cases\.0\.lagg"):
        parse("use_cases: [{lagg: 1}]")
    with pytest.raises(ProgrammeError, match="not valid YAML"):
        parse("a: [")
