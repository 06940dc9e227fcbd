"""KPIs of Nordwind and their responses to adoption. These numbers are the planted truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from signpost.metrics.model.types import Floats

Response = Callable[[Floats], Floats]

CUSTOMER = (
    "Customer Care North",
    "Customer Care South",
    "Customer Care East",
    "Customer Care West",
    "Billing Services",
    "Connections Desk",
    "Moving Home Desk",
    "Home Services",
)
SALES = ("Sales North", "Sales South", "Key Accounts", "Business Solutions")
FIELD = ("Field Engineers North", "Field Engineers South")
PLANT = ("Wind Operations", "Grid Control", "Metering", "Network Planning")
OFFICE = ("Finance", "Procurement", "IT and Digital")
REORGANISED = ("Online Sales", "Partner Sales")
EVERYONE = (*CUSTOMER, *SALES, *REORGANISED, "Marketing", *FIELD, *PLANT, *OFFICE)
PHONE = (
    *CUSTOMER,
    "Sales North",
    "Sales South",
    "Business Solutions",
    *FIELD,
    "Metering",
    "IT and Digital",
)
TRAVEL = tuple(label for label in EVERYONE if label not in (*REORGANISED, "Connections Desk"))
SELLING = (*CUSTOMER, *SALES, *FIELD)
PROJECT = (
    *("Business Solutions", "Marketing", "Field Engineers North", "Wind Operations"),
    *("Network Planning", "Finance", "IT and Digital"),
    *("Sales South", "Field Engineers South", "Grid Control", "Procurement", "Customer Care West"),
)
IDEAS = (
    *("Customer Care North", "Customer Care South", "Customer Care East", "Customer Care West"),
    *("Home Services", "Sales North", "Sales South", "Business Solutions", "Marketing"),
    *("Key Accounts", "Network Planning", "IT and Digital", "Grid Control", "Procurement"),
)
TURNING_POINT = 0.60  # weekly use beyond which projects suffer


def no_effect(adoption: Floats) -> Floats:
    """Return no effect at any level of adoption."""
    return np.zeros_like(adoption)


def per_adoption(slope: float) -> Response:
    """Return an effect in proportion to adoption: `slope` KPI units from nobody to everybody."""
    return lambda adoption: slope * adoption


def over_collaboration(adoption: Floats) -> Floats:
    """Return days of delay: a little less up to the turning point, many more beyond it."""
    return -1.5 * np.minimum(adoption, TURNING_POINT) + 28.0 * np.maximum(
        adoption - TURNING_POINT, 0.0
    )


@dataclass(frozen=True)
class SampleKpi:
    """KPI: its world without adoption, and its response to it. Spreads are in the KPI's unit.

    `noise` is that of a group of 100; it falls with the square root of headcount. `volume` is the
    denominator per head and period. `sensitivity` multiplies the response in single groups.
    """

    id: str
    unit: str
    groups: tuple[str, ...]
    mean: float
    spread: float
    season: float
    walk: float
    memory: float
    noise: float
    volume: float
    per: float = 1.0
    response: Response = no_effect
    sensitivity: Mapping[str, float] = field(default_factory=dict)
    lag: int = 0
    drift: float = 0.0
    """Per period, only in groups that ever start: improvement that adoption did not cause."""
    is_integer: bool = True


STRONG_TRAVEL = dict.fromkeys(
    (
        "Sales North",
        "Business Solutions",
        "Marketing",
        "Field Engineers North",
        "Wind Operations",
        "Finance",
    ),
    1.5,
)
NO_TRAVEL = {"Customer Care South": 0.0}

WEEKLY = (
    SampleKpi(
        "escalation_rate", "escalations per 1,000 calls", PHONE, 62.0, 6.0, 3.0, 0.4, 1.8, 3.0,
        volume=38.0, per=1000.0, response=per_adoption(-13.0), lag=3,
    ),
    SampleKpi(
        "travel_cost", "EUR per head and week", TRAVEL, 46.0, 7.0, 4.0, 0.4, 2.0, 3.0,
        volume=1.0, response=per_adoption(-16.0), sensitivity=STRONG_TRAVEL | NO_TRAVEL,
        is_integer=False,
    ),
    SampleKpi(
        "cross_sell_share", "cross-sold per 100 won deals", SELLING, 18.0, 2.0, 0.8, 0.1, 0.7, 2.5,
        volume=0.9, per=100.0, response=per_adoption(14.0), lag=2,
    ),
    SampleKpi(
        "downtime_hours", "hours per 100 devices", (*CUSTOMER, *FIELD, *PLANT, *OFFICE), 21.0, 2.5,
        1.2, 0.15, 0.5, 0.9, volume=1.6, per=100.0, is_integer=False,
    ),
    SampleKpi(
        "project_delay", "days per milestone", PROJECT, 14.0, 1.5, 0.6, 0.1, 0.8, 1.5,
        volume=0.15, response=over_collaboration,
    ),
    SampleKpi(
        "handling_minutes", "minutes per call", PHONE, 7.4, 0.6, 0.2, 0.03, 0.15, 0.25, volume=38.0,
        is_integer=False,
    ),
    SampleKpi(
        "meeting_hours", "hours per head and week", EVERYONE, 1.0, 0.07, 0.03, 0.007, 0.013, 0.033,
        volume=1.0, response=per_adoption(0.02), sensitivity={"Network Planning": 40.0},
        is_integer=False,
    ),
    SampleKpi(
        "sick_days", "days per 100 heads", EVERYONE, 9.0, 0.8, 2.0, 0.15, 0.6, 1.3, volume=1.0,
        per=100.0,
    ),
)  # fmt: skip

MONTHLY = (
    SampleKpi(
        "ideas_adopted", "ideas per month", IDEAS, 9.0, 1.5, 0.5, 0.2, 1.2, 4.0, volume=0.0,
        response=per_adoption(1.0), lag=1,
    ),
)  # fmt: skip

REOPEN = SampleKpi(
    "reopen_rate",
    "reopened per 100 tickets",
    (*CUSTOMER, "Online Sales", "Metering", "IT and Digital", "Procurement", "Grid Control"),
    24.0,
    2.0,
    0.5,
    0.1,
    0.8,
    0.0,
    volume=0.25,
    per=100.0,
    drift=-0.26,
)
