"""People of Nordwind and their groups over time: joiners, leavers, reorganisations."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from signpost.sample_data.names import FAMILY, GIVEN
from signpost.sample_data.scenario import Scenario, stream

LEVELS = ("Director", "Manager", "Senior IC", "Junior IC")
UNLICENSED_FIELD = 0.05  # field staff without a Teams licence
LEAVE_MONTHLY = 0.011
REPLACED = 0.95


@dataclass(frozen=True)
class People:
    """P people, S roster snapshots.

    `group` and `manager` are (P, S): index of the group, row of the manager; -1 for none.
    """

    given: tuple[str, ...]
    family: tuple[str, ...]
    email: tuple[str, ...]
    hired: tuple[date, ...]
    level: NDArray[np.int64]
    manager: NDArray[np.int64]
    licensed: NDArray[np.bool_]
    group: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.email)

    def at_weeks(self, plan: Scenario) -> NDArray[np.int64]:
        """(P, weeks) group on the last day of each week."""
        ends = [plan.monday(week) + timedelta(days=6) for week in range(plan.weeks)]
        return self.group[:, [plan.snapshot_at(day) for day in ends]]

    def at_months(self, plan: Scenario) -> NDArray[np.int64]:
        """(P, months) group in each whole month."""
        return self.group[:, [plan.snapshot_at(max(day, plan.first_monday)) for day in plan.months]]


def ascii_name(name: str) -> str:
    """Return a name as in an address: Jürgen Groß becomes juergen.gross."""
    for mark, plain in (
        ("ä", "ae"),
        ("ö", "oe"),
        ("ü", "ue"),
        ("ß", "ss"),
        ("ø", "oe"),
        ("ı", "i"),
    ):
        name = name.replace(mark, plain).replace(mark.upper(), plain.capitalize())
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower()


def hire(plan: Scenario, seed: int) -> People:
    """Return everybody who ever works at Nordwind in these months."""
    rng = stream(seed, "people")
    group, lead = _employment(plan, rng)
    count = len(group)
    pairs = rng.permutation(len(GIVEN) * len(FAMILY))[:count]
    given = tuple(GIVEN[i] for i in pairs % len(GIVEN))
    family = tuple(FAMILY[i] for i in pairs // len(GIVEN))
    first = (group >= 0).argmax(axis=1)
    field = np.array(["Field" in label for label in plan.labels])[group[np.arange(count), first]]
    return People(
        given=given,
        family=family,
        email=tuple(
            f"{ascii_name(a)}.{ascii_name(b)}@nordwind.example"
            for a, b in zip(given, family, strict=True)
        ),
        hired=_hired(plan, first, rng),
        level=_levels(lead, rng),
        manager=_managers(group, lead),
        licensed=~(field & (lead < 0) & (rng.random(count) < UNLICENSED_FIELD)),
        group=group,
    )


def _employment(
    plan: Scenario, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (P, S) group per snapshot, and (P,) 0 for a group's head, 1 for a lead, -1 else."""
    shots = len(plan.snapshots)
    rows: list[NDArray[np.int64]] = []
    lead: list[int] = []
    for index, group in enumerate(plan.groups):
        for number in range(group.size):
            rows.append(np.full(shots, index, dtype=np.int64))
            lead.append(0 if number == 0 else 1 if number % 10 == 1 and group.size > 20 else -1)
    for shot in range(1, shots):
        _turn_over(plan, rows, lead, shot, rng)
        _reorganise(plan, rows, lead, shot, rng)
    return np.array(rows), np.array(lead)


def _turn_over(
    plan: Scenario,
    rows: list[NDArray[np.int64]],
    lead: list[int],
    shot: int,
    rng: np.random.Generator,
) -> None:
    stays = [i for i, row in enumerate(rows) if row[shot] >= 0 and lead[i] < 0]
    large = [i for i in stays if plan.groups[rows[i][shot]].size > 10]
    leavers = [i for i in large if rng.random() < LEAVE_MONTHLY]
    for i in leavers:
        left = rows[i][shot]
        rows[i][shot:] = -1
        if rng.random() > REPLACED:
            continue
        joiner = np.full(len(plan.snapshots), -1, dtype=np.int64)
        joiner[shot:] = left
        rows.append(joiner)
        lead.append(-1)


def _reorganise(
    plan: Scenario,
    rows: list[NDArray[np.int64]],
    lead: list[int],
    shot: int,
    rng: np.random.Generator,
) -> None:
    for move in plan.moves:
        if move.snapshot != shot:
            continue
        source = plan.index(move.source)
        members = [i for i, row in enumerate(rows) if row[shot] == source and lead[i] < 0]
        for i in rng.permutation(members)[: round(move.share * len(members))]:
            rows[i][shot:] = plan.index(move.target)


def _hired(plan: Scenario, first: NDArray[np.int64], rng: np.random.Generator) -> tuple[date, ...]:
    before = rng.integers(200, 6000, len(first)).tolist()
    return tuple(
        plan.snapshots[shot] if shot else plan.first_monday - timedelta(days=days)
        for shot, days in zip(first.tolist(), before, strict=True)
    )


def _levels(lead: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    drawn = np.where(rng.random(len(lead)) < 0.35, 2, 3)
    return np.where(lead >= 0, lead, drawn)


def _managers(group: NDArray[np.int64], lead: NDArray[np.int64]) -> NDArray[np.int64]:
    """(P, S) row of the manager: a lead for a member, the head for a lead, -1 at the top."""
    manager = np.full(group.shape, -1, dtype=np.int64)
    top = int(np.flatnonzero(lead == 0)[-1])
    for shot in range(group.shape[1]):
        for index in range(group[:, shot].max() + 1):
            inside = group[:, shot] == index
            head = int(np.flatnonzero(inside & (lead == 0))[0])
            leads = np.flatnonzero(inside & (lead == 1))
            members = np.flatnonzero(inside & (lead < 0))
            above = leads if len(leads) else np.array([head])
            manager[leads, shot] = head
            manager[members, shot] = above[members % len(above)]
            manager[head, shot] = -1 if head == top else top
    return manager
