"""What happens at Kestrel: who uses what, and outcomes with the planted effects. Drawn once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signpost.metrics.model.types import Floats
from signpost.sample_data.adoption import wander
from signpost.sample_data.assistant.plan import (
    CHAT_SPREAD,
    DOCUMENT_GAIN,
    HALF_LIFE,
    HELPDESK_GAIN,
    JUNIOR_GAIN,
    LOTTERY_DAY,
    MINUTES_GAIN,
    MORE_FAILED,
    MORE_MERGED,
    SEAT_UPTAKE,
    TEAMS_OF_30,
    WEEKS_OF_DATA,
    monday,
    ramp,
    whole_months,
)
from signpost.sample_data.assistant.staff import Staff, draw_staff
from signpost.sample_data.scenario import stream

_Flags = NDArray[np.bool_]
PLATEAU = 0.75
"""Share of a wave team's members who use their seat in a week, once it is a habit."""
_CHAT_START = 0.5
_CHAT_BASE = 0.05


@dataclass(frozen=True)
class AssistantWorld:
    """Everything drawn; weeks are (., T), months (., M). `share` is a team's weekly use."""

    staff: Staff
    active: _Flags
    """(P, T) use of a seat: GitHub Copilot in Engineering, else Microsoft 365 Copilot."""
    share: Floats
    chat: _Flags
    """(P, M) use of the chat that needs no seat."""
    contacts: Floats
    """(G, G) share of the row team's outside work that is with the column team."""
    cases: Floats
    """(P, M) cases closed; NaN outside Care and Claims."""
    document_hours: Floats
    minutes_hours: Floats
    merged_rate: Floats
    failed_share: Floats
    helpdesk: Floats
    """(G, M) questions to the help desk per 100 heads."""


def draw_assistant_world(seed: int) -> AssistantWorld:
    """Return the whole world of one seed."""
    staff = draw_staff(seed)
    active = _active(staff, seed)
    share = np.stack([active[staff.team == g].mean(axis=0) for g in range(len(TEAMS_OF_30))])
    contacts = _contacts(seed)
    chat_path = _chat_path(contacts)
    since = np.array([-1 if t.wave_week is None else t.wave_week for t in TEAMS_OF_30])[:, None]
    late = np.where(since >= 0, np.maximum(np.arange(WEEKS_OF_DATA) - since, 0), 0)
    sales = _of("Sales")[:, None]
    coded = _of("Engineering")[:, None] * share
    return AssistantWorld(
        staff=staff,
        active=active,
        share=share,
        chat=_chat(staff, chat_path, seed),
        contacts=contacts,
        cases=_cases(staff, active, seed),
        document_hours=_weekly("document hours", 6.0, 0.12, seed)
        + sales * share / PLATEAU * DOCUMENT_GAIN * 0.5 ** (late / HALF_LIFE),
        minutes_hours=_weekly("minutes hours", 1.6, 0.05, seed) + sales * share * MINUTES_GAIN,
        merged_rate=_weekly("merged", 0.8, 0.02, seed) + coded * MORE_MERGED,
        failed_share=_weekly("failed", 0.12, 0.008, seed) + coded * MORE_FAILED,
        helpdesk=_helpdesk(chat_path, seed),
    )


def _of(function: str) -> Floats:
    return np.array([float(team.function == function) for team in TEAMS_OF_30])


def _active(staff: Staff, seed: int) -> _Flags:
    rng = stream(seed, "assistant use")
    habit, mood = (
        rng.normal(size=(len(staff.team), 1)),
        rng.normal(size=(len(staff.team), WEEKS_OF_DATA)),
    )
    keen = np.sqrt(0.7) * habit + np.sqrt(0.3) * mood
    order = keen.argsort(axis=0).argsort(axis=0) / len(staff.team)
    taken = np.where(staff.junior, SEAT_UPTAKE["Junior"], SEAT_UPTAKE["Experienced"])
    first = next(week for week in range(WEEKS_OF_DATA) if monday(week) >= LOTTERY_DAY)
    from_week = np.where(staff.drawn, first, staff.seats_from())
    level = np.where(staff.drawn, taken, PLATEAU)
    grown = np.vectorize(ramp, otypes=[float])(np.arange(WEEKS_OF_DATA) - from_week[:, None])
    return (from_week >= 0)[:, None] & (order < level[:, None] * grown)


def _contacts(seed: int) -> Floats:
    rng = stream(seed, "assistant contacts")
    functions = np.array([team.function for team in TEAMS_OF_30])
    strength = rng.lognormal(0.0, 0.9, (len(functions), len(functions)))
    strength *= np.where(functions[:, None] == functions[None, :], 3.0, 1.0)
    strength = (strength + strength.T) / 2
    np.fill_diagonal(strength, 0.0)
    return strength / strength.sum(axis=1, keepdims=True)


def _chat_path(contacts: Floats) -> Floats:
    """(G, M) expected use of the chat: begun in a few teams, taken up from those one works with."""
    months = len(whole_months())
    path = np.full((len(TEAMS_OF_30), months), _CHAT_BASE)
    starts = np.array([months if t.chat_month is None else t.chat_month for t in TEAMS_OF_30])
    for month in range(1, months):
        gained = path[:, month - 1] - _CHAT_BASE
        own = _CHAT_START * (month >= starts)
        path[:, month] = np.minimum(_CHAT_BASE + own + CHAT_SPREAD * contacts @ gained, 0.9)
    return path


def _chat(staff: Staff, path: Floats, seed: int) -> _Flags:
    rng = stream(seed, "chat use")
    habit = rng.random((len(staff.team), 1))
    mood = rng.random((len(staff.team), path.shape[1]))
    return (0.6 * habit + 0.4 * mood) < path[staff.team] * 0.9 + 0.02


def _cases(staff: Staff, active: _Flags, seed: int) -> Floats:
    rng = stream(seed, "cases")
    months = whole_months()
    skill = np.where(staff.junior, 70.0, 95.0) + rng.normal(0, 10, len(staff.team))
    season = rng.normal(0, 2, len(months))
    noise = rng.normal(0, 9, (len(staff.team), len(months)))
    helped = staff.junior[:, None] * JUNIOR_GAIN * _monthly_use(active)
    cases = np.round(np.maximum(skill[:, None] + season + noise + helped, 5.0))
    return np.where(staff.in_lottery[:, None], cases, np.nan)


def _monthly_use(active: _Flags) -> Floats:
    """(P, M) share of the weeks that begin in a month in which a person was active."""
    begins = np.array([monday(week).replace(day=1) for week in range(WEEKS_OF_DATA)])
    return np.stack([active[:, begins == first].mean(axis=1) for first in whole_months()], axis=1)


def _weekly(name: str, mean: float, noise: float, seed: int) -> Floats:
    rng = stream(seed, f"assistant {name}")
    shape = len(TEAMS_OF_30), WEEKS_OF_DATA
    level = rng.normal(mean, mean * 0.03, (shape[0], 1))
    common = np.cumsum(rng.normal(0, noise / 6, WEEKS_OF_DATA))
    return level + common + wander(rng, shape, 0.4, noise)


def _helpdesk(path: Floats, seed: int) -> Floats:
    rng = stream(seed, "helpdesk")
    level = rng.normal(30, 3, (len(path), 1))
    return level + HELPDESK_GAIN * (path - _CHAT_BASE) + rng.normal(0, 3.0, path.shape)
