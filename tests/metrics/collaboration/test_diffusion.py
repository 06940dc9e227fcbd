from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.collaboration.diffusion import (
    Diffusion,
    NearFarAdoption,
    diffusion,
    diffusion_verdict,
    near_far_adoption,
)
from signpost.metrics.collaboration.peer_effects import (
    PeerEffect,
    PeerSetting,
    adoption_gains,
    estimate_peer_effect,
    outside_shares,
    peer_exposure,
    within_groups,
    within_slope,
)
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Estimate, Ints, Refusal
from signpost.presentation.words.catalogue import say
from signpost.warehouse.maintenance.publications import publications_folder
from tests.metrics.small import CASE, Small, monday, programme, roll_out, week

GROUPS, PERIODS, STARTERS = 24, 30, 10


def world(effect: float, seed: int, *, shock: float = 0.0) -> PeerSetting:
    """Groups with sparse contacts; ten start in the tenth to the fifteenth period."""
    rng = np.random.default_rng(seed)
    ties = rng.lognormal(0, 1.5, (GROUPS, GROUPS))
    contact = ties + ties.T
    np.fill_diagonal(contact, contact.sum(axis=1))
    start = np.full(GROUPS, -1)
    start[:STARTERS] = rng.integers(10, 16, STARTERS)
    since = np.arange(PERIODS) - start[:, None]
    own = np.where((start[:, None] >= 0) & (since >= 0), 0.5 * (1 - np.exp(-since / 3)), 0.0)
    reached = np.zeros((GROUPS, PERIODS))
    reached[:, 1:] = (outside_shares(contact) @ own)[:, :-1]
    common = np.cumsum(rng.normal(0, 0.01, PERIODS)) + shock * (np.arange(PERIODS) > 12)
    noise = rng.normal(0, 0.02, (GROUPS, PERIODS))
    adoption = 0.08 + common + own + effect * np.where(own > 0, 0, reached) + noise
    return PeerSetting(adoption, contact / contact.sum(axis=1, keepdims=True), start)


def found(setting: PeerSetting, **more: int) -> PeerEffect:
    one = estimate_peer_effect(setting, **({"placebos": 99} | more))
    assert isinstance(one, PeerEffect), one
    return one


def test_planted_spread_is_found_and_inside_its_interval() -> None:
    covered = 0
    for seed in range(20):
        one = found(world(0.5, seed, shock=0.2), placebos=19)
        covered += one.estimate.low <= 0.5 <= one.estimate.high
        assert one.estimate.low > 0
    assert covered >= 17


@pytest.mark.slow
def test_without_spread_none_is_claimed_even_with_a_common_shock() -> None:
    claims = [
        diffusion_verdict(one.estimate, one.placebo_p) is True
        for one in (found(world(0.0, seed, shock=0.2), placebos=39) for seed in range(20))
    ]
    assert sum(claims) <= 1


def test_the_same_seed_gives_the_same_placebo() -> None:
    assert found(world(0.5, 1)).placebo_p == found(world(0.5, 1)).placebo_p
    assert found(world(0.5, 1)).placebo_p <= 0.05


def test_gains_count_from_a_groups_own_start_only() -> None:
    adoption = np.array([[0.1, 0.1, 0.4, 0.6], [0.1, 0.1, 0.2, 0.2], [0.2, 0.2, 0.2, 0.2]])
    setting = PeerSetting(adoption, np.eye(3), np.array([2, -1, 0]))
    gained = adoption_gains(setting)
    assert gained is not None
    # A tenth more everywhere is nobody's gain.
    np.testing.assert_allclose(gained[0], [0, 0, 0.2, 0.4])
    np.testing.assert_array_equal(gained[1], np.zeros(4))
    # Whoever started before the data began has no level to gain over.
    assert np.isnan(gained[2]).all()


def test_contacts_reach_a_period_later() -> None:
    contact = np.array([[0.5, 0.5, 0.0], [0.2, 0.6, 0.2], [0.0, 0.0, 1.0]])
    outside = outside_shares(contact)
    np.testing.assert_allclose(outside, [[0, 1, 0], [0.5, 0, 0.5], [0, 0, 0]])
    late = peer_exposure(outside, np.array([[0.2, 0.4], [0.0, 0.0], [np.nan, 0.0]]))
    assert np.isnan(late[:, 0]).all()
    np.testing.assert_allclose(late[:, 1], [0.0, 0.1, 0.0])


def test_the_slope_is_that_of_least_squares_with_dummies() -> None:
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(6, 8)), rng.normal(size=(6, 8))
    use = rng.random((6, 8)) < 0.8
    rows, columns = np.nonzero(use)
    dummies = np.hstack([np.eye(6)[rows], np.eye(8)[columns], x[use][:, None]])
    expected = np.linalg.lstsq(dummies, y[use], rcond=None)[0][-1]
    assert within_slope(y, x, use) == pytest.approx(expected, rel=1e-9)
    assert np.abs(within_groups(x, use).sum(axis=1)).max() < 1e-10


def test_the_verdict_needs_interval_and_placebo() -> None:
    def estimate(low: float, high: float) -> Estimate:
        return Estimate("spread", (low + high) / 2, low, high, 0.95, "", 9, 9, 3)

    assert diffusion_verdict(estimate(0.1, 0.6), 0.01) is True
    assert diffusion_verdict(estimate(0.1, 0.6), 0.30) is None
    assert diffusion_verdict(estimate(-0.1, 0.6), 0.01) is None
    assert diffusion_verdict(estimate(-0.1, 0.1), 0.60) is False


def test_refusals() -> None:
    setting = world(0.5, 1)
    never = PeerSetting(setting.adoption, setting.contact, np.full(GROUPS, -1))
    assert isinstance(estimate_peer_effect(never), Refusal)
    everybody = PeerSetting(setting.adoption, setting.contact, np.full(GROUPS, 10))
    assert isinstance(estimate_peer_effect(everybody), Refusal)


SIZE, WEEKS = 100, 20
NAMES = [f"g{number:02d}" for number in range(GROUPS)]


def loaded(folder: Path, setting: PeerSetting, users: Ints, *, ties: bool = True) -> Small:
    """A warehouse with so many users of a hundred a week in each group, and a board of four."""
    small = Small(folder)
    roster = {g: range(i * SIZE, (i + 1) * SIZE) for i, g in enumerate(NAMES)}
    small.roster(roster | {"board": range(9000, 9004)}, monday(0))
    small.usage(
        {
            week(w): {p: float(p % SIZE < users[p // SIZE, w]) for p in range(GROUPS * SIZE)}
            | dict.fromkeys(range(9000, 9004), 1.0)
            for w in range(WEEKS)
        }
    )
    first, last = week(2)
    rows = [
        {
            "platform": "teams",
            "first_day": first,
            "last_day": last,
            "from_group": a,
            "to_group": b,
            "kind": "message",
            "times": float(setting.contact[i, j] * 1000),
        }
        for i, a in enumerate(NAMES)
        for j, b in enumerate(NAMES)
    ]
    if ties:
        small.load("interaction", rows, {"interaction:teams": [week(2)]})
    return small


def plan_of(setting: PeerSetting) -> Programme:
    return programme(
        interventions=tuple(
            roll_out(NAMES[i], monday(int(s)), id=f"r{i}")
            for i, s in enumerate(setting.start)
            if s >= 0
        )
    )


def users_of(setting: PeerSetting) -> Ints:
    return np.asarray(np.clip(setting.adoption * SIZE, 0, SIZE).round().astype(int))


@pytest.mark.slow
def test_spread_rests_on_what_the_tables_show(tmp_path: Path) -> None:
    """Whether nobody, one or two of a group did it is in no figure of the spread."""
    setting = world(0.8, 5)
    users = users_of(setting)
    users[:, :4] = np.arange(4) % 3  # few before anybody starts, in groups that wait and others
    users[-1] = np.minimum(users[-1], 2)
    other = np.where(users <= 2, 2 - users, users)
    assert (users != other).sum() > 50
    first, second = (
        diffusion(loaded(tmp_path / str(n), setting, each).warehouse, plan_of(setting), CASE)
        for n, each in enumerate((users, other))
    )
    assert isinstance(first, Diffusion)
    assert isinstance(second, Diffusion)
    np.testing.assert_array_equal(first.reached, second.reached)
    assert first.estimate == second.estimate
    assert first.finding == second.finding
    assert (first.touched, first.closest) == (second.touched, second.closest)


@pytest.mark.slow
def test_spread_from_the_warehouse(tmp_path_factory: pytest.TempPathFactory) -> None:
    setting = world(0.8, 5)
    small = loaded(tmp_path_factory.mktemp("spread"), setting, users_of(setting))
    no_ties = loaded(tmp_path_factory.mktemp("without"), setting, users_of(setting), ties=False)
    plan = plan_of(setting)
    one = diffusion(small.warehouse, plan, CASE)
    assert isinstance(one, Diffusion), one
    assert one.spreads is True
    assert one.along == "interactions"
    assert "board" not in one.groups
    assert one.estimate.low < 0.8 < one.estimate.high
    assert one.touched
    assert "weaker than it is" in say(one.finding)
    assert list(one.closest) == sorted(
        (g for g, begun in zip(NAMES, setting.start >= 0, strict=True) if not begun),
        key=lambda g: -np.nanmean(one.reached[one.groups.index(g)]),
    )
    assert isinstance(diffusion(no_ties.warehouse, plan, CASE), Refusal)
    begun = dict(zip(NAMES, setting.start >= 0, strict=True))
    # Whoever hides with the board of four is in no estimate, so what contacts gained may be shown.
    for partner in (NAMES[0], next(g for g in NAMES if begun[g] != begun[NAMES[0]])):
        areas = {"board": "customer", partner: "customer"}
        # what was published under other areas would stay
        shutil.rmtree(publications_folder(small.warehouse.root), ignore_errors=True)
        shown = diffusion(small.warehouse, plan.model_copy(update={"areas": areas}), CASE)
        assert isinstance(shown, Diffusion)
        assert shown.finding.code == one.finding.code
        assert not {"board", partner} & set(shown.groups)
        assert np.isfinite(shown.reached).any()


def waiting(shares: np.ndarray, withheld: str = "") -> NearFarAdoption | None:
    """Seven groups over two periods; the first has started, the last works most with it."""
    groups, periods = tuple("abcdefg"), ("p", "q")
    table = pd.DataFrame(
        [
            (g, p, shares[i, t], g == withheld)
            for i, g in enumerate(groups)
            for t, p in enumerate(periods)
        ],
        columns=["group_id", "period", "value", "withheld"],
    )
    estimate = Estimate("spread", 0.5, 0.4, 0.6, 0.95, "", 6, 2, 1)
    start, hidden, closest = np.array([1, *(-1,) * 6]), np.full((7, 2), np.nan), tuple("gfedcb")
    found = Diffusion(
        estimate, 0.01, True, "interactions", groups, periods, start, hidden, closest, (), 0.0, ""
    )
    return near_far_adoption(found, table)


def test_groups_that_wait_are_halved_by_what_their_contacts_gained() -> None:
    found = waiting(np.array([[0.9, 0.9], *([0.1 * i, 0.1 * i] for i in range(1, 7))]))
    assert found is not None
    np.testing.assert_allclose(found.near, [0.5, 0.5])
    np.testing.assert_allclose(found.far, [0.2, 0.2])


def test_no_half_of_fewer_than_three_groups_is_drawn_and_none_that_is_withheld() -> None:
    shares = np.full((7, 2), 0.1)
    assert waiting(shares) is not None
    assert waiting(shares, withheld="g") is None
    shares[3, 1] = np.nan
    assert waiting(shares) is None
