"""For whom a pilot works: declared or exploratory, counted, and no kind too small to show."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.truth.people import PILOTS, make_pilot
from benchmarks.truth.worlds import seeded
from signpost.metrics.causal.people.analysis import analyse_people
from signpost.metrics.causal.people.sample import PeoplePanel, Subgroups
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.types import SubgroupEffect
from signpost.presentation.words.catalogue import say


def pilot(name: str, replication: int = 0, people: int = 300) -> PeoplePanel:
    return make_pilot(seeded(name, replication), replace(PILOTS[name], people=people)).panel


def effects(panel: PeoplePanel) -> tuple[SubgroupEffect, ...]:
    return analyse_people(panel).subgroup_effects


def sentences(panel: PeoplePanel) -> list[str]:
    return [say(one) for one in judge(analyse_people(panel)).because]


def test_juniors_gain_and_experts_do_not() -> None:
    found = {one.kind: one for one in effects(pilot("juniors gain, experts nothing"))}
    assert found["junior"].claim == "better"
    assert found["junior"].low < -4 * 0.65 < found["junior"].high
    assert found["expert"].claim == "unclear"
    assert found["expert"].low < 0 < found["expert"].high
    assert found["junior"].chance_of_differing < 0.05
    assert found["junior"].declared
    said = sentences(pilot("juniors gain, experts nothing"))
    assert "It is not the same for everybody: it differs by level." in said
    assert any(text.startswith("junior: changed by −") for text in said)


def test_where_nothing_happens_no_kind_is_claimed() -> None:
    claims = [
        one.claim
        for replication in range(8)
        for one in analyse_people(
            pilot("experts and juniors, nothing", replication)
        ).subgroup_effects
    ]
    assert claims == ["unclear"] * 16


def test_what_nobody_asked_is_called_exploratory() -> None:
    panel = pilot("juniors gain, experts nothing")
    asked = replace(panel, subgroups=tuple(replace(one, declared=False) for one in panel.subgroups))
    found = effects(asked)
    assert [one.declared for one in found] == [False, False]
    assert any(
        "Nobody asked for whom before the start, and 2 kinds" in text for text in sentences(asked)
    )
    assert not any("Nobody asked for whom" in text for text in sentences(panel))


def test_more_kinds_looked_at_make_each_less_sure() -> None:
    panel = replace(pilot("juniors gain, experts nothing"), subgroups=())
    rng = np.random.default_rng(1)
    many = tuple(
        Subgroups(f"attribute {at}", ("a", "b"), rng.integers(0, 2, 300)) for at in range(3)
    )
    assert {one.looks for one in effects(replace(panel, subgroups=many))} == {6}


def test_a_kind_of_few_people_is_not_shown_nor_to_be_worked_out() -> None:
    panel = replace(pilot("lottery"), subgroups=())
    kind = np.repeat([0, 1, 2], [140, 150, 10]).astype(np.int64)
    few = Subgroups("location", ("Berlin", "Lyon", "Oslo"), kind)
    assert effects(replace(panel, subgroups=(few,))) == ()
    enough = Subgroups("location", ("Berlin", "Lyon"), np.minimum(kind, 1))
    assert len(effects(replace(panel, subgroups=(enough,)))) == 2


def test_two_cuts_that_differ_by_few_people_are_not_both_shown() -> None:
    panel = replace(pilot("lottery"), subgroups=())
    kind = (np.arange(300) % 2).astype(np.int64)
    almost = kind.copy()
    almost[:4] = 1 - almost[:4]
    pair = (Subgroups("level", ("a", "b"), kind), Subgroups("location", ("x", "y"), almost))
    found = effects(replace(panel, subgroups=pair))
    assert {one.attribute for one in found} == {"level"}


def test_no_kind_is_claimed_where_the_whole_has_no_answer() -> None:
    panel = pilot("juniors gain, experts nothing")
    unsure = replace(panel, question=replace(panel.question, worthwhile=2.0))
    evidence = analyse_people(unsure)
    assert judge(evidence).grade == "cannot_tell"
    assert {one.claim for one in evidence.subgroup_effects} == {"unclear"}
