"""What was planted around the use cases is found: premium, spread, barrier, channel, hours."""

from __future__ import annotations

import numpy as np
import pytest

from signpost.answers.collaboration_premium import CollaborationPremium, collaboration_premium
from signpost.answers.stop_list import stop_list_of
from signpost.metrics.collaboration.diffusion import Diffusion, diffusion
from signpost.metrics.interventions.barriers import barrier_movements, barrier_scores
from signpost.metrics.interventions.effects import InterventionEffects, intervention_effects
from signpost.metrics.interventions.white_glove import Persistence, WhiteGlovePremium
from signpost.metrics.model.schema import Intervention
from signpost.metrics.model.types import Refusal
from signpost.metrics.register.recorded_events import with_recorded
from tests.folders import FULL
from tests.sample_data.conftest import Loaded

pytestmark = FULL


def done(nordwind: Loaded) -> tuple[Intervention, ...]:
    recorded = with_recorded(nordwind.warehouse.read(), nordwind.programme)
    assert not isinstance(recorded, Refusal)
    return recorded.interventions


def came_of(nordwind: Loaded, use_case: str) -> InterventionEffects:
    panel = nordwind.answers[use_case].panel
    assert panel is not None
    recorded = with_recorded(nordwind.warehouse.read(), nordwind.programme)
    assert not isinstance(recorded, Refusal)
    return intervention_effects(
        nordwind.warehouse, recorded, nordwind.programme.use_case(use_case), panel
    )


def test_white_glove_adds_about_forty_points_and_most_of_it_lasts(nordwind: Loaded) -> None:
    found = came_of(nordwind, "travel")
    added, lasting = found.premium, found.persistence
    assert isinstance(added, WhiteGlovePremium)
    assert 0 < added.adoption.low < 0.42 < added.adoption.high
    assert added.people_per_hour is not None
    assert added.people_per_hour[0] > 0
    assert isinstance(lasting, Persistence)
    assert lasting.lasted is True
    assert lasting.change.low < 0 < lasting.kept < 1  # type: ignore[operator]


def test_hours_spent_on_another_platform_are_not_counted(nordwind: Loaded) -> None:
    """Sales North and IT and Digital had white-glove treatment on Engage as well."""
    found = came_of(nordwind, "travel")
    assert isinstance(found.premium, WhiteGlovePremium)
    panel = nordwind.answers["travel"].panel
    assert panel is not None
    deeds = [one for one in done(nordwind) if one.kind == "white-glove"]
    hours = {
        platform: sum(
            one.hours
            for one in deeds
            if one.platform == platform and set(one.groups) <= set(panel.groups)
        )
        for platform in ("teams", "viva_engage")
    }
    assert hours["viva_engage"] > 0
    assert found.premium.hours == hours["teams"]


def test_the_kinds_that_raised_adoption_are_named_and_no_other(nordwind: Loaded) -> None:
    kinds = came_of(nordwind, "escalations").by_kind
    assert not isinstance(kinds, Refusal)
    changes = {one.kind: one.change for one in kinds}
    assert [one.kind for one in kinds][:2] == ["white-glove", "people finder"]
    finder, training = changes["people finder"], changes["training"]
    assert finder is not None
    assert training is not None
    assert 0.05 < finder.low < 0.23 < finder.high
    assert training.low < 0 < training.high
    assert changes["time budget"] is None  # one group


def test_the_chain_is_told_without_the_groups_whose_use_is_withheld(nordwind: Loaded) -> None:
    """Key Accounts' use is withheld with Board Office's: the answer does not rest on it."""
    found = nordwind.answers["travel"]
    assert found.panel is not None
    hidden = found.panel.groups.index("key accounts")
    assert not np.isfinite(found.panel.adoption[hidden]).any()  # type: ignore[index]
    chain = found.evidence.chain
    assert [one.effect for one in chain] == ["adoption", "outcome", "ratio"]
    assert chain[0].low < 0.6 < chain[0].high


@pytest.mark.parametrize(("use_case", "spreads"), [("ideas", True), ("escalations", False)])
def test_engage_spreads_along_the_network_and_teams_does_not(
    nordwind: Loaded, use_case: str, spreads: bool
) -> None:
    case = nordwind.programme.use_case(use_case)
    found = diffusion(nordwind.warehouse, nordwind.programme, case)
    assert isinstance(found, Diffusion)
    assert found.spreads is spreads
    assert found.along == "interactions"
    assert found.estimate.low <= (0.5 if spreads else 0.0) <= found.estimate.high
    assert (found.placebo_p < 0.05) is spreads
    assert bool(found.touched) is spreads


def test_the_people_finder_lowers_the_search_barrier_and_training_moves_nothing(
    nordwind: Loaded,
) -> None:
    least = nordwind.programme.minimum_group_size
    found = barrier_movements(barrier_scores(nordwind.warehouse.read(), least), done(nordwind))
    changes = {(one.barrier, one.kind): one.change for one in found}
    search = changes["search", "people finder"]
    assert search is not None
    assert search.low < 2.4 - 4.3 < search.high < 0
    training = changes["not_invented_here", "training"]
    assert training is not None
    assert training.low < 0 < training.high


def test_the_stop_list_names_what_was_planted(nordwind: Loaded) -> None:
    found = stop_list_of(nordwind.warehouse, nordwind.programme, list(nordwind.answers.values()))
    named = {(one.what, one.use_case or one.group) for one in found}
    assert ("use case", "projects") in named
    assert ("meetings", "network planning") in named
    assert ("channel", "field engineers south") in named
    assert ("channel", "billing services") not in named
    assert not named & {("use case", one) for one in ("escalations", "travel", "cross_selling")}


def test_the_time_it_takes_is_held_against_the_return(nordwind: Loaded) -> None:
    left = {
        name: collaboration_premium(nordwind.answers[name], nordwind.programme)
        for name in ("travel", "projects")
    }
    travel, projects = left["travel"], left["projects"]
    assert isinstance(travel, CollaborationPremium)
    assert isinstance(projects, CollaborationPremium)
    assert travel.hours[0] > 0
    assert 0 < travel.premium[1] < travel.returns[1] - travel.opportunity[1]
    assert travel.chance > 0.9
    assert projects.chance < 0.1
