"""The programme: use cases, KPI cards, interventions, costs, targets. One YAML file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, Field, ValidationError, model_validator

from signpost.metrics.model.bounded_yaml import load_yaml
from signpost.metrics.model.keys import platform_key
from signpost.metrics.model.kpi_templates import fill_from_template
from signpost.metrics.model.purpose import AudienceChannel, Card, Discovery, Goal

Area = Literal["marketing", "operational", "customer"]
Stage = Literal["explore", "pilot", "scale", "stop"]
Platform = Annotated[str, AfterValidator(platform_key)]
"""However it is written, a platform is known by its key."""


MAX_ENTRIES = 100_000
"""A few lines of YAML that refer to each other can stand for more than there is memory."""


class ProgrammeError(ValueError):
    """The programme cannot be used; `message` says where and what to do, `remedy` only that."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message, self.remedy = message, remedy


class FactorInput(Card):
    """One factor of a money figure; low and high are the ends of its 90 % range."""

    value: float
    low: float | None = None
    high: float | None = None
    source: str = ""
    owner: str = ""
    as_of: date | None = None

    @model_validator(mode="after")
    def _ordered(self) -> FactorInput:
        low, high = self.low, self.high
        if (low is not None and low > self.value) or (high is not None and high < self.value):
            raise ValueError(f"low {low} <= value {self.value} <= high {high} does not hold")
        return self


class Records(Card):
    """Rule by which records become this KPI: their kind, its numerator and its denominator."""

    kind: str
    numerator: str
    """flag:escalated | count | sum:amount | sum:<measure> | median:<measure> | hours_to_close"""
    denominator: str
    """count | count:closed | headcount | flag:<name>"""
    where: str = ""
    day: Literal["opened", "closed"] = "opened"


class Kpi(Card):
    """KPI card: meaning, direction, worth of a change.

    A file may say `like: win_rate` and leave the rest to the ready-made card of that name.
    """

    id: str
    label: str
    unit: str
    better: Literal["higher", "lower"]
    per: float = 1.0
    """The KPI is shown as numerator / denominator x per: 1,000 for 'per 1,000 calls'."""
    worthwhile_change: float = Field(gt=0)
    typical_lag: int = 0
    money_per_unit: FactorInput | None = None
    """Worth of one unit of the numerator: one escalation avoided, one trip not made."""
    volume: str = "denominator"
    """What an effect is multiplied by: the denominator of the exposed groups and periods."""
    is_time: bool = False
    """One unit of the numerator is an hour of somebody's time, worth the hourly rate."""
    money_pool: str = ""
    """KPIs with the same word here measure the same money: a portfolio counts one of them."""
    guardrails: tuple[str, ...] = ()
    """KPIs that pay when this one is pushed; a use case about it should name them."""
    estimates_savings_of: Platform = ""
    """The platform whose own estimate of hours saved a head this is: a claim, no outcome."""
    owner: str = ""
    source: str = ""
    records: Records | None = None
    definition: str = ""
    version: int = 1

    @model_validator(mode="before")
    @classmethod
    def _like_a_ready_card(cls, given: object) -> object:
        return fill_from_template(given) if isinstance(given, Mapping) else given


PaysFor = Literal["", "seats", "metered"]
"""What a cost of a platform pays for: places that people hold, or use that is counted."""


class CostItem(Card):
    """One cost of the programme, of one platform or of one use case.

    Of a platform, per licence and month, it is the price card of its seats.
    """

    item: str
    amount: float = Field(ge=0)
    low: float | None = None
    high: float | None = None
    per: Literal["once", "month", "year", "licence-month"] = "once"
    months: float | None = Field(default=None, ge=0)
    """Months it was paid for, per month or year; None: from the first start on."""
    use_case: str | None = None
    platform: Platform = ""
    """Of a platform: borne by its use cases, equally."""
    pays_for: PaysFor = ""
    """What it pays for; seats where it is per licence and month."""
    currency: str = ""
    """Empty: the programme's; else `exchange_rates` has what one of it is worth."""
    source: str = ""
    owner: str = ""

    @property
    def paid(self) -> PaysFor:
        """Return what it pays for: said, or seats where it is per licence and month."""
        return self.pays_for or ("seats" if self.per == "licence-month" else "")


class Intervention(Card):
    """One intervention for one or more groups."""

    id: str
    kind: str
    groups: tuple[str, ...]
    platform: Platform = ""
    from_day: date
    until_day: date | None = None
    hours: float = 0.0
    cost: float = 0.0
    owner: str = ""
    barrier: str = ""
    use_case: str | None = None
    """The use case it was done for; None: every use case of its platform and groups."""


class Target(Card):
    """An adoption goal for a group, with its owner and day."""

    group: str
    platform: Platform
    metric: str = "active"
    value: float = Field(ge=0, le=1)
    by: date
    owner: str = ""


class PeoplePilot(Card):
    """A pilot of people inside groups: some of a group get something before the others."""

    starts: date
    """Day on which the first of them got it."""
    until: date | None = None
    """Day from which on the others had it too (a wait-list); None: they still do without."""
    for_whom: Literal["level", "tenure", "location"] | None = None
    """Kinds of people asked about beforehand; others are looked at and called exploratory."""

    @model_validator(mode="after")
    def _in_order(self) -> PeoplePilot:
        if self.until is not None and self.until <= self.starts:
            raise ValueError(f"until {self.until} must lie after starts {self.starts}")
        return self


class UseCase(Card):
    """Use case: a problem, a KPI, and adoption as the mechanism, never the goal."""

    id: str
    label: str
    area: Area
    problem: str
    mechanism: str
    platform: Platform
    kpi: str
    index: tuple[str, ...] = ()
    """KPIs that the mechanism moves together, read as one index; `kpi` is one of them."""
    window: Literal["week", "month"] = "week"
    lag: int = Field(default=0, ge=0)
    focus: tuple[str, ...] = ()
    """Groups that get white-glove treatment. Empty: every group that was rolled out."""
    comparison: tuple[str, ...] = ()
    """Empty: every other group."""
    starts_with: tuple[str, ...] = ("roll-out", "white-glove")
    """Kinds of intervention that start a group's clock."""
    adoption_metric: str = "active"
    adoption_target: float | None = None
    guardrails: tuple[str, ...] = ()
    placebo: str = ""
    """A KPI that this mechanism cannot move."""
    worthwhile_change: float | None = Field(default=None, gt=0)
    attribution: FactorInput = FactorInput(value=1.0)
    recapture: FactorInput = FactorInput(value=1.0)
    owner: str = ""
    stage: Stage = "pilot"
    people: PeoplePilot | None = None
    """Compare people with colleagues, by the recorded lottery or else by their licences."""
    review_date: date | None = None
    decision_rule: str = ""
    locked_at: date | None = None
    ordered_by_chance: bool = False
    """A plan only: what counts is a draw that `signpost plan --record-draw` wrote down."""
    goal: str = ""
    """The goal it serves, by its id."""
    discovery: Discovery | None = None
    budget: FactorInput | None = None
    """What the pilot is planned to cost in all, before it is decided on."""


class FinancialCalendar(Card):
    """Calendar of the organisation: its years and weeks, as files mean P01, FY26 and week 5."""

    year_begins: int = Field(default=1, ge=1, le=12)
    """First month of the financial year."""
    year_named_by: Literal["start", "end"] = "end"
    """Whether FY26 begins or ends in 2026."""
    pattern: Literal["months", "4-4-5", "4-5-4", "5-4-4"] = "months"
    """What the periods of a year are: its months, or so many weeks each."""
    week_begins: Literal["monday", "sunday", "saturday"] = "monday"


class Programme(Card):
    """The programme: every entry of programme.yaml."""

    organisation: str = ""
    currency: str = "EUR"
    minimum_group_size: int = Field(default=10, ge=5)
    hourly_rate: FactorInput | None = None
    exchange_rates: Mapping[str, FactorInput] = Field(default_factory=dict)
    """Currency -> what one of it is worth in the programme's."""
    areas: Mapping[str, Area] = Field(default_factory=dict)
    """Group -> area."""
    calendar: FinancialCalendar | None = None
    kpis: tuple[Kpi, ...] = ()
    use_cases: tuple[UseCase, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    costs: tuple[CostItem, ...] = ()
    targets: tuple[Target, ...] = ()
    goals: tuple[Goal, ...] = ()
    channels: tuple[AudienceChannel, ...] = ()
    barrier_budgets: Mapping[str, FactorInput] = Field(default_factory=dict)
    """Barrier -> what lowering it is planned to cost in all."""

    def kpi(self, kpi_id: str) -> Kpi:
        """Return the card of one KPI; KeyError names those that exist."""
        for card in self.kpis:
            if card.id == kpi_id:
                return card
        raise KeyError(f"no KPI {kpi_id!r}; there are {', '.join(k.id for k in self.kpis)}")

    def use_case(self, use_case_id: str) -> UseCase:
        """Return one use case; KeyError names those that exist."""
        for case in self.use_cases:
            if case.id == use_case_id:
                return case
        ids = ", ".join(case.id for case in self.use_cases)
        raise KeyError(f"no use case {use_case_id!r}; there are {ids}")


@lru_cache(maxsize=64)
def parse(text: str) -> Programme:
    """Return the programme of a YAML text; ProgrammeError carries the wrong entry and the remedy.

    Every version of the register is asked for again and again, and reading YAML is slow.
    """
    try:
        raw = load_yaml(text)
        too_many = _entries(raw, {}) > MAX_ENTRIES
    except yaml.YAMLError as trouble:
        raise ProgrammeError(f"programme.yaml is not valid YAML: {trouble}") from trouble
    except RecursionError as trouble:
        raise ProgrammeError("programme.yaml: entries lie too deep in each other") from trouble
    if too_many:
        raise ProgrammeError(f"programme.yaml has more than {MAX_ENTRIES:,} entries")
    try:
        return Programme.model_validate(raw or {})
    except ValidationError as trouble:
        places = "; ".join(
            f"{'.'.join(str(step) for step in error['loc'])}: {error['msg']}"
            for error in trouble.errors()
        )
        raise ProgrammeError(f"programme.yaml: {places}") from trouble


def _entries(value: object, counted: dict[int, int]) -> int:
    """Return the number of entries once all aliases are written out; each is counted once."""
    if not isinstance(value, dict | list):
        return 1
    if id(value) not in counted:
        parts = value.values() if isinstance(value, dict) else value
        counted[id(value)] = 1 + sum(_entries(part, counted) for part in parts)
    return counted[id(value)]


def dump(programme: Programme) -> str:
    """Return the YAML of a programme, byte-stable: the same programme gives the same text."""
    data = programme.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100)
