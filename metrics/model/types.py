"""The types every statistic is asked with and answered in. Frozen: they carry, they make none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from signpost.metrics.model.findings import Finding as Finding
from signpost.metrics.model.findings import Text as Text
from signpost.metrics.model.money import Factor as Factor
from signpost.metrics.model.money import MoneyEstimate as MoneyEstimate

Better = Literal["higher", "lower"]
Window = Literal["week", "month"]
By = Literal["group", "parent", "area", "all"]
AdvisedStep = Literal["scale", "promote", "fix", "stop", "wait"]
"""Whose adoption a table has: each group's, each part's above them, each area's, everybody's."""
Effect = Literal["outcome", "adoption", "ratio"]
Grade = Literal["works", "no_worthwhile_effect", "harmful", "cannot_tell"]
Strength = Literal["strong", "moderate", "suggestive"]
Durability = Literal["lasting", "fading", "gone", "turned"]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Question:
    """Question of an analysis: whether adoption of `platform` moves `kpi`, `lag` periods later."""

    kpi: str
    better: Better
    worthwhile: float
    """Smallest change of the KPI worth having, in the KPI's unit, positive."""
    platform: str = ""
    adoption_metric: str = "active"
    window: Window = "week"
    lag: int = 0
    focus: tuple[str, ...] = ()
    comparison: tuple[str, ...] = ()
    unit: str = ""
    label: str = ""
    """The KPI's name for people; blank: its id."""
    looks: int = 1
    """How many questions of this kind were put; the interval of a claim is widened for them."""
    registered: Literal["pre-registered", "exploratory"] = "exploratory"
    grouping: Literal["as-was", "as-is"] = "as-was"
    numbered: bool = False
    """Whether periods are whole numbers, of which nobody says how long they are."""

    @property
    def period(self) -> str:
        """Name of one period."""
        return "period" if self.numbered else self.window

    def __post_init__(self) -> None:
        if not self.worthwhile > 0:
            raise ValueError(f"worthwhile == {self.worthwhile}, must be > 0.")
        if self.lag < 0:
            raise ValueError(f"lag == {self.lag}, must be >= 0.")


@dataclass(frozen=True)
class LeftOut:
    """One group or period the panel could not use, and why."""

    what: str
    """Id of the group, label of the period or name of the series; '' where it is withheld."""
    reason: Text


@dataclass(frozen=True)
class SeriesBreak:
    """A period from which on a series no longer means what it meant before."""

    period: int
    what: Finding


@dataclass(frozen=True)
class Panel:
    """Groups x periods. Missing is NaN, never zero. G groups, T periods.

    `adoption` and `outcome` are numerator / denominator; the parts travel beside them.
    """

    question: Question
    groups: tuple[str, ...]
    periods: tuple[str, ...]
    """Labels in time order: ISO first day, '2026-03', '2026-W07' or a whole number."""
    outcome_numerator: Floats
    outcome_denominator: Floats
    adoption_numerator: Floats | None
    adoption_denominator: Floats | None
    weight: Floats
    """(G,) positive: mean headcount or mean denominator."""
    start: Ints
    """(G,) index of the first exposed period; -1: never in this panel."""
    headcount: Floats | None = None
    moved: Floats | None = None
    """(G, T) share of members who joined from or left to another group in the period."""
    contact: Floats | None = None
    """(G, G) share of row group's interactions that are with column group, before any start."""
    placebo: Floats | None = None
    """(G, T) a KPI the use case says must not move."""
    stable_outcome: Floats | None = None
    """(G, T) the outcome of people who never changed group, where it can be told."""
    division: Ints | None = None
    """(G,) number of the division each group belongs to; None where it is not known."""
    other_rollouts: tuple[str, ...] = ()
    """Labels of the programme's other roll-outs in these groups."""
    other_starts: Ints | None = None
    """(G, len(other_rollouts)) index of the first period of each; -1: not in this group."""
    breaks: tuple[SeriesBreak, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    ordered_by_chance: bool = False
    """True when the order of starts was drawn at random."""

    def __post_init__(self) -> None:
        shape = (len(self.groups), len(self.periods))
        for name in ("outcome_numerator", "outcome_denominator"):
            if getattr(self, name).shape != shape:
                raise ValueError(f"{name}.shape == {getattr(self, name).shape}, must be {shape}.")
        if self.start.shape != shape[:1] or self.weight.shape != shape[:1]:
            raise ValueError("start and weight must have one entry per group.")
        for name, value in vars(self).items():
            if isinstance(value, np.ndarray):  # a sum's last digit hangs on the order in memory
                object.__setattr__(self, name, np.ascontiguousarray(value))

    @property
    def outcome(self) -> Floats:
        """(G, T) outcome in the KPI's unit; NaN where it is not known."""
        with np.errstate(divide="ignore", invalid="ignore"):
            rate = self.outcome_numerator / self.outcome_denominator
        return np.where(np.isfinite(rate), rate, np.nan)

    @property
    def adoption(self) -> Floats | None:
        """(G, T) share 0-1 of licensed members active in the period; None without usage data."""
        if self.adoption_numerator is None or self.adoption_denominator is None:
            return None
        with np.errstate(divide="ignore", invalid="ignore"):
            share = self.adoption_numerator / self.adoption_denominator
        return np.where(np.isfinite(share), share, np.nan)

    @property
    def exposed(self) -> NDArray[np.bool_]:
        """(G, T) True from a group's start on."""
        period = np.arange(len(self.periods))[None, :]
        return (self.start[:, None] >= 0) & (period >= self.start[:, None])


@dataclass(frozen=True)
class Estimate:
    """One number with its interval; low <= point <= high."""

    method: str
    point: float
    low: float
    high: float
    level: float
    unit: str
    n_groups: int
    n_periods: int
    n_starts: int
    """Periods in which one or more groups started."""
    effect: Effect = "outcome"
    naive: bool = False
    p_value: float | None = None
    standard_error: float | None = None

    def __post_init__(self) -> None:
        if not self.low <= self.point <= self.high:
            raise ValueError(f"{self.low} <= {self.point} <= {self.high} does not hold.")


@dataclass(frozen=True)
class Refusal:
    """A question we cannot answer, why, and what would make it answerable."""

    reason: Text
    remedy: Text


@dataclass(frozen=True)
class CheckResult:
    """Result of one check; passed is None where it could not be judged."""

    check: str
    passed: bool | None
    finding: Finding
    figures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class EventStudy:
    """Effect by periods since the start; event_time 0 is the first exposed period. All (K,)."""

    event_time: tuple[int, ...]
    point: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    level: float
    method: str


@dataclass(frozen=True)
class EffectOverTime:
    """The effect soon after the start and of late, over the same groups; 95 % ranges."""

    early: Estimate
    recent: Estimate
    change: Estimate
    """Recent less early."""
    kept: Estimate
    """Recent less half of early, or half of what is worth having if that is more."""
    early_periods: int
    recent_periods: int
    groups: int
    worked_at_first: bool = False
    """True where the panel cut off soon after each start is graded *works*, all checks passed."""


@dataclass(frozen=True)
class GroupEffect:
    """One group's effect, shrunk towards the whole."""

    group: str
    point: float
    low: float
    high: float
    raw: float
    adoption_change: float | None
    claim: Literal["better", "worse", "no_worthwhile_effect", "unclear"]
    p_value: float | None = None
    """Of the raw effect, before several groups were looked at; None where it may claim nothing."""


@dataclass(frozen=True)
class SubgroupEffect:
    """Effect of being drawn on one kind of people, those of a level, tenure or location."""

    attribute: str
    kind: str
    point: float
    low: float
    high: float
    raw: float
    claim: Literal["better", "worse", "no_worthwhile_effect", "unclear"]
    declared: bool
    """False: nobody asked for it before the start; a reason to ask again, no answer."""
    looks: int
    """Kinds that were looked at together."""
    chance_of_differing: float
    """How often kinds of this attribute would differ as much were the effect the same for all."""


@dataclass(frozen=True)
class Shape:
    """Shape of the outcome over adoption."""

    kind: Literal["linear", "saturating", "turning", "flat", "cannot_tell"]
    turning_point: float | None
    """Adoption share beyond which more does not help."""
    low: float | None
    high: float | None
    finding: Finding


@dataclass(frozen=True)
class Evidence:
    """Estimates and checks for one question. `estimates[0]` is the headline."""

    question: Question
    estimates: tuple[Estimate, ...]
    checks: tuple[CheckResult, ...]
    looks: int = 1
    chain: tuple[Estimate, ...] = ()
    """Intervention -> adoption, intervention -> outcome, outcome per ten points of adoption."""
    naive: tuple[Estimate, ...] = ()
    event_study: EventStudy | None = None
    group_effects: tuple[GroupEffect, ...] = ()
    subgroup_effects: tuple[SubgroupEffect, ...] = ()
    """For whom it works, in a pilot of people."""
    shape: Shape | None = None
    refusal: Refusal | None = None
    design: str = ""
    """The row of the decision table: staggered, few_groups, synthetic, dose, series, none."""
    highest: Strength | None = None
    """The best strength this design can carry."""
    threshold: float | None = None
    """The worthwhile change on the scale of the headline: per ten points of adoption for a dose."""
    over_time: EffectOverTime | int | None = None
    """Early and recent effect; a number: the periods still needed; None: not asked here."""


@dataclass(frozen=True)
class Verdict:
    """The answer, the reasons for it, and the cheapest things that would change it."""

    grade: Grade
    strength: Strength | None
    because: tuple[Text, ...]
    would_change: tuple[Text, ...]
    durability: Durability | None = None
    """None: there is no effect that could last, or it is too early to say."""
    over_time: EffectOverTime | None = None
    """The figures behind `durability`."""
