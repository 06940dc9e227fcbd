"""Worlds of the planted truth: events in each, and honest answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from benchmarks.truth.doses import Wandering, turning, wander
from benchmarks.truth.shaped import SHAPES, Shaped, shaped
from benchmarks.truth.worlds import Draw, Recipe, World, make

Truth = Literal["nothing", "small", "good", "gone", "turned", "unidentified"]
OVER: dict[str, Truth] = {
    "half in 4": "gone",
    "half in 8": "gone",
    "gone after 12": "gone",
    "turning": "turned",
}
"""What has become of effects that do not last."""


@dataclass(frozen=True)
class Several:
    """Several outcomes of one organisation, analysed together."""

    count: int
    each: Recipe


@dataclass(frozen=True)
class Scenario:
    """One world with its description."""

    id: str
    label: str
    truth: Truth
    """nothing: no effect. small: one below worthwhile. good: one worth having. unidentified: no
    design could tell, whatever is true. gone, turned: it worked, and is
    over or has turned to harm."""
    recipe: Recipe | Wandering | Several | Shaped

    def draw(self, draw: Draw) -> tuple[World, ...]:
        """Return one organisation: a panel for each outcome."""
        if isinstance(self.recipe, Wandering):
            return (wander(draw, self.recipe),)
        if isinstance(self.recipe, Shaped):
            return (shaped(draw, self.recipe),)
        if isinstance(self.recipe, Several):
            return tuple(make(draw, self.recipe.each) for _ in range(self.recipe.count))
        return (make(draw, self.recipe),)


WEEKS = {"periods": 52, "waves": (18, 22), "window": "week"}
LONG = {"groups": 30, "periods": 78, "waves": (26, 30, 36), "window": "week"}
MANY_MONTHS = {"groups": 30, "periods": 24, "waves": (9, 11, 13)}
YEAR = {"groups": 12, "periods": 12, "waves": (6, 8)}
HISTORY = {"periods": 48, "waves": (30, 33, 36)}
"""KPIs are older than the platform: two and a half years before the first start."""
MONTHS = {"periods": 24, "waves": (9, 11, 13, 15), "worthwhile": 0.25}

SCENARIOS: tuple[Scenario, ...] = (
    Scenario("nothing", "nothing happens", "nothing", Recipe()),
    Scenario(
        "both_trend",
        "everything trends, everyone starts in the end",
        "nothing",
        Recipe(trend=-0.02, never=0.0),
    ),
    Scenario("better_first", "better groups start first", "nothing", Recipe(by_level=True)),
    Scenario("improving", "improving groups start", "nothing", Recipe(drift=-0.008)),
    Scenario("middling_drift", "they drift less", "nothing", Recipe(drift=-0.006)),
    Scenario("slow_drift", "groups that start drift slowly", "nothing", Recipe(drift=-0.004)),
    Scenario("slower_drift", "they drift more slowly still", "nothing", Recipe(drift=-0.002)),
    Scenario("crisis", "a crisis leads to the start", "nothing", Recipe(dip=0.8)),
    Scenario(
        "season_shock",
        "season, and a company-wide jump at the start",
        "nothing",
        Recipe(waves=(39,), never=0.5, season=0.5, shock=-0.6),
    ),
    Scenario(
        "own_seasons", "each group has a season of its own", "nothing", Recipe(own_season=0.5)
    ),
    Scenario(
        "reorganised_before",
        "reorganised before the start",
        "nothing",
        Recipe(waves=(45, 52), never=0.5, reorganised=(26, -0.4)),
    ),
    Scenario(
        "reorganised_at_start",
        "reorganised at the start, roster known",
        "nothing",
        Recipe(waves=(39,), never=0.5, reorganised=(39, -0.4), roster=True),
    ),
    Scenario(
        "few_10_3",
        "10 groups, 3 start",
        "nothing",
        Recipe(groups=10, starts=(30, 30, 45), memory=0.7),
    ),
    Scenario(
        "few_drift",
        "16 groups, 6 start and drift",
        "nothing",
        Recipe(groups=16, starts=(30, 30, 35, 35, 45, 45), drift=-0.008),
    ),
    Scenario(
        "few_crisis",
        "16 groups, a crisis leads 6 to start",
        "nothing",
        Recipe(groups=16, starts=(30, 30, 35, 35, 45, 45), dip=0.8),
    ),
    Scenario(
        "two_drift",
        "40 groups, 2 start and drift",
        "nothing",
        Recipe(groups=40, starts=(39, 39), drift=-0.008),
    ),
    Scenario("few_8_4", "8 groups, 4 start", "nothing", Recipe(groups=8, starts=(39,) * 4)),
    Scenario("few_40_2", "40 groups, 2 start", "nothing", Recipe(groups=40, starts=(39,) * 2)),
    Scenario("few_20_1", "20 groups, 1 starts", "nothing", Recipe(groups=20, starts=(39,))),
    Scenario("few_12_1", "12 groups, 1 starts", "nothing", Recipe(groups=12, starts=(39,))),
    Scenario(
        "everyone_at_once",
        "everyone starts at once",
        "unidentified",
        Recipe(waves=(39,), never=0.0),
    ),
    Scenario(
        "everyone_shock",
        "everyone at once, with a company-wide jump",
        "unidentified",
        Recipe(waves=(39,), never=0.0, shock=-0.6),
    ),
    Scenario(
        "rises_effect",
        "everyone at once, −2 per adoption",
        "good",
        Recipe(waves=(39,), never=0.0, per_adoption=-2.0),
    ),
    Scenario(
        "rises_drift",
        "everyone at once, all drift and some take it up more",
        "nothing",
        Recipe(waves=(39,), never=0.0, drift=-0.008),
    ),
    Scenario("months", "monthly, nothing happens", "nothing", Recipe(**MONTHS)),
    Scenario(
        "binomial",
        "shares of cases, nothing happens",
        "nothing",
        Recipe(kind="binomial", worthwhile=0.4),
    ),
    Scenario(
        "count",
        "counts with unequal volumes, nothing",
        "nothing",
        Recipe(kind="count", worthwhile=0.15),
    ),
    Scenario(
        "unbalanced",
        "groups born and closed, cells missing, nothing",
        "nothing",
        Recipe(missing=0.1, born_and_closed=True),
    ),
    Scenario("gaps", "three silent months per group, nothing", "nothing", Recipe(gaps=3)),
    Scenario("large", "500 groups, nothing happens", "nothing", Recipe(groups=500)),
    Scenario(
        "large_few",
        "500 groups, 4 start one after the other",
        "nothing",
        Recipe(groups=500, starts=(30, 35, 40, 45)),
    ),
    Scenario("chance", "chance orders the starts, nothing", "nothing", Recipe(chance_order=True)),
    Scenario("looks", "one of ten questions, nothing", "nothing", Recipe(looks=10)),
    Scenario(
        "noise",
        "tiny effect, much noise",
        "small",
        Recipe(effect=-0.05, noise=8.0, memory=0.7, groups=30),
    ),
    Scenario("small", "half of what is worth having", "small", Recipe(effect=-0.1)),
    Scenario("effect", "effect −0.3", "good", Recipe(effect=-0.3)),
    Scenario(
        "effect_drift",
        "effect −0.3, starters drift the other way",
        "good",
        Recipe(effect=-0.3, drift=0.001),
    ),
    Scenario(
        "growing",
        "growing effect, everyone starts in the end",
        "good",
        Recipe(growth=-0.02, waves=(15, 50), never=0.0),
    ),
    Scenario(
        "growing_never",
        "growing effect, some never start",
        "good",
        Recipe(growth=-0.02, waves=(15, 30, 50), never=0.25),
    ),
    Scenario("late", "effect −0.4 after six weeks, declared", "good", Recipe(effect=-0.4, lag=6)),
    Scenario(
        "spill",
        "effect −0.4 spills over, contact known",
        "good",
        Recipe(effect=-0.4, spill=0.5, never=0.5),
    ),
    Scenario(
        "few_effect",
        "10 groups, 3 start, effect −0.8",
        "good",
        Recipe(groups=10, starts=(30, 30, 45), memory=0.7, effect=-0.8),
    ),
    Scenario(
        "one_effect",
        "40 groups, 1 starts, effect −1.5",
        "good",
        Recipe(groups=40, starts=(39,), effect=-1.5),
    ),
    Scenario("months_effect", "monthly, effect −0.5", "good", Recipe(effect=-0.5, **MONTHS)),
    Scenario(
        "binomial_effect",
        "shares, two thirds of a point less",
        "good",
        Recipe(kind="binomial", effect=-0.33, worthwhile=0.4),
    ),
    Scenario(
        "count_effect",
        "counts, a fifth fewer",
        "good",
        Recipe(kind="count", effect=-0.2, worthwhile=0.15),
    ),
    Scenario(
        "unbalanced_effect",
        "born, closed, missing, effect −0.3",
        "good",
        Recipe(effect=-0.3, missing=0.1, born_and_closed=True),
    ),
    Scenario(
        "measured_effect",
        "adoption measured with error, −1 per adoption",
        "good",
        Recipe(per_adoption=-1.0, adoption_error=0.05),
    ),
    Scenario("large_effect", "500 groups, effect −0.25", "good", Recipe(groups=500, effect=-0.25)),
    Scenario(
        "chance_effect",
        "chance orders the starts, effect −0.3",
        "good",
        Recipe(chance_order=True, effect=-0.3),
    ),
    Scenario(
        "looks_effect", "one of ten questions, effect −0.3", "good", Recipe(looks=10, effect=-0.3)
    ),
    Scenario(
        "ten_kpis",
        "ten outcomes at once, nothing moves any",
        "nothing",
        Several(10, Recipe(looks=10)),
    ),
    Scenario("dose_nothing", "no start, adoption wanders, nothing", "nothing", Wandering()),
    Scenario(
        "dose_feedback", "no start, the outcome drives adoption", "nothing", Wandering(feedback=0.1)
    ),
    Scenario(
        "dose_rising",
        "no start, adopting groups improve anyway",
        "nothing",
        Wandering(rising=0.003, improving=-0.004),
    ),
    Scenario("dose_effect", "no start, −1 per adoption", "good", Wandering(slope=-1.0)),
    Scenario(
        "dose_late",
        "no start, −1 per adoption two weeks later",
        "good",
        Wandering(slope=-1.0, lag=2),
    ),
    Scenario(
        "dose_error",
        "no start, −1, adoption measured with error",
        "good",
        Wandering(slope=-1.0, error=0.05),
    ),
    Scenario(
        "dose_turning",
        "no start, good and then too much",
        "unidentified",
        Wandering(bend=turning, spread=0.18),
    ),
    Scenario("dose_few", "no start, 10 groups, nothing", "nothing", Wandering(groups=10)),
    Scenario(
        "lasts_weeks", "16 groups × 52 weeks, effect 15 stays", "good", Shaped(effect=15, **WEEKS)
    ),
    *(
        Scenario(
            f"{name.replace(' ', '_')}_{size}",
            f"{label}, effect 15: {name}",
            OVER.get(name, "good"),
            Shaped(effect=15, shape=name, **sizes),
        )
        for size, label, sizes in (
            ("30x78", "30 groups × 78 weeks", LONG),
            ("30x24", "30 groups × 24 months", MANY_MONTHS),
        )
        for name in SHAPES
    ),
    Scenario("ordinary_12", "12 groups × 12 months, nothing", "nothing", Shaped(**YEAR)),
    Scenario("ordinary_16", "16 groups × 18 months, nothing", "nothing", Shaped()),
    Scenario("ordinary_12_10", "12 × 12 months, 10 %", "good", Shaped(effect=10, **YEAR)),
    Scenario("ordinary_12_20", "12 × 12 months, 20 %", "good", Shaped(effect=20, **YEAR)),
    Scenario("ordinary_16_10", "16 × 18 months, 10 %", "good", Shaped(effect=10)),
    Scenario("ordinary_16_20", "16 × 18 months, 20 %", "good", Shaped(effect=20)),
    Scenario("index_12", "index of 3, 12 × 12 months, nothing", "nothing", Shaped(kpis=3, **YEAR)),
    Scenario("index_12_10", "index of 3, 12 × 12, 10 %", "good", Shaped(kpis=3, effect=10, **YEAR)),
    Scenario("index_16_10", "index of 3, 16 × 18, 10 %", "good", Shaped(kpis=3, effect=10)),
    Scenario("index_12_20", "index of 3, 12 × 12, 20 %", "good", Shaped(kpis=3, effect=20, **YEAR)),
    *(
        Scenario(
            f"history_{kpis}_{groups}",
            f"{'index of 3' if kpis > 1 else 'one KPI'}, {groups} × 48 months, nothing",
            "nothing",
            Shaped(kpis=kpis, groups=groups, **HISTORY),
        )
        for kpis in (1, 3)
        for groups in (12, 16, 25)
    ),
    Scenario("history_10", "12 × 48 months, 10 %", "good", Shaped(groups=12, effect=10, **HISTORY)),
    Scenario(
        "drawn_12_10",
        "recorded order, 12 × 12, 10 %",
        "good",
        Shaped(effect=10, chance_order=True, **YEAR),
    ),
    Scenario("drawn_12", "recorded order, nothing", "nothing", Shaped(chance_order=True, **YEAR)),
    Scenario(
        "loud",
        "5 of 20 starters loud, nothing",
        "nothing",
        Shaped(groups=20, share=0.25, noise=4, starter_noise=18, waves=(9,)),
    ),
    Scenario(
        "by_share",
        "starters twice as high, all fall by a share",
        "nothing",
        Shaped(ratio=2.0, **MANY_MONTHS),
    ),
    Scenario(
        "near_ceiling",
        "others at the best value there is",
        "nothing",
        Shaped(bound=100.0, **MANY_MONTHS),
    ),
    Scenario(
        "growing_teams", "starters hire 3 % a month", "nothing", Shaped(growth=0.03, **MANY_MONTHS)
    ),
    Scenario(
        "short_season", "starters' own season, 12 months", "nothing", Shaped(own_season=8, **YEAR)
    ),
    Scenario(
        "division_shocks",
        "8 divisions with shocks start as one",
        "nothing",
        Shaped(groups=40, periods=24, waves=(12,), divisions=8),
    ),
    Scenario(
        "beside",
        "another roll-out with an effect came with it",
        "nothing",
        Shaped(beside=True, **MANY_MONTHS),
    ),
)
