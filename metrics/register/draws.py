"""Draws of an order of starts: recorded before they were followed, and whether they were."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

import pandas as pd

from signpost.warehouse import Reader, Warehouse
from signpost.warehouse.audit import record

_DRAW, _LOTTERY = "draw", "lottery"
_DRAWS = "select done_at, who, detail from audit where what = 'draw' order by done_at"


_COLUMNS = ["use_case", "alias_hash", "block", "arm"]
_ARMS_KNOWN = "select count(*) from lottery_arm where use_case = ?"
_LOTTERIES = "select done_at, detail from audit where what = 'lottery' order by done_at"


@dataclass(frozen=True)
class RecordedDraw:
    """Groups in the order in which chance put them; anybody can draw it again from the seed."""

    use_case: str
    seed: int
    waves: tuple[tuple[str, ...], ...]
    """Group ids that start together, wave after wave."""
    at: datetime
    who: str


def record_draw(
    warehouse: Warehouse, use_case: str, seed: int, waves: Sequence[Sequence[str]], *, who: str
) -> RecordedDraw:
    """Write a draw down in the audit trail, where nothing is changed or taken out."""
    detail = {"use_case": use_case, "seed": seed, "waves": [list(wave) for wave in waves]}
    with warehouse.write(who) as writer:
        record(writer, who, _DRAW, json.dumps(detail, sort_keys=True))
    return recorded_draws(warehouse.read(), use_case)[-1]


def recorded_draws(reader: Reader, use_case: str) -> tuple[RecordedDraw, ...]:
    """Return the draws of one use case, oldest first."""
    found = []
    for at, who, detail in reader.rows(_DRAWS):
        drawn = json.loads(detail)
        if drawn["use_case"] == use_case:
            waves = tuple(tuple(wave) for wave in drawn["waves"])
            found.append(RecordedDraw(use_case, drawn["seed"], waves, at, who))
    return tuple(found)


@dataclass(frozen=True)
class LotteryArm:
    """Arm of one person of a lottery, by a hashed identifier."""

    alias_hash: str
    block: str
    """Group within which places were drawn."""
    arm: int


def record_lottery(
    warehouse: Warehouse,
    use_case: str,
    seed: int,
    share: float,
    digest: str,
    *,
    who: str,
    arms: Sequence[LotteryArm] = (),
    at: datetime | None = None,
) -> None:
    """Write down that places of people were drawn, and of the first draw each arm, hashed.

    The audit trail has a digest of all of them only. Drawing again changes no arm. `at` is for a
    sample organisation, whose past is made up.
    """
    detail = {"use_case": use_case, "seed": seed, "share": share, "digest": digest}
    with warehouse.write(who) as writer:
        if _first_lottery(writer, use_case) is None:
            rows = [(use_case, one.alias_hash, one.block, one.arm) for one in arms]
            writer.insert("lottery_arm", pd.DataFrame(rows, columns=_COLUMNS))
        record(writer, who, _LOTTERY, json.dumps(detail, sort_keys=True), at=at)


def _first_lottery(reader: Reader, use_case: str) -> tuple[datetime, Mapping[str, object]] | None:
    for at, detail in reader.rows(_LOTTERIES):
        drawn = json.loads(detail)
        if drawn["use_case"] == use_case:
            return at, drawn
    return None


def is_recorded_lottery(reader: Reader, use_case: str, digest: str, start: date) -> bool:
    """Return whether these very arms are the first that were drawn for it, before the start."""
    first = _first_lottery(reader, use_case)
    return first is not None and first[1]["digest"] == digest and first[0].date() <= start


def has_drawn_before(reader: Reader, use_case: str, start: date) -> bool:
    """Return whether arms were drawn for it no later than the start, and are known."""
    first = _first_lottery(reader, use_case)
    if first is None or first[0].date() > start:
        return False
    return bool(reader.one(_ARMS_KNOWN, [use_case])[0])


def draw_followed(draws: Sequence[RecordedDraw], started: Mapping[str, date]) -> bool:
    """Return whether the order of starts is that of a draw recorded before the first of them.

    Every start must be in the draw, waves must not overtake each other, and groups of one wave that
    have started must not be followed by a later wave while others of it wait. Only the first draw
    counts: who draws until the order pleases has not drawn.
    """
    if not draws or not started:
        return False
    draw = draws[0]
    wave_of = {group: number for number, wave in enumerate(draw.waves) for group in wave}
    if not started.keys() <= wave_of.keys() or draw.at.date() > min(started.values()):
        return False
    days = [[started.get(group) for group in wave] for wave in draw.waves]
    for earlier, later in pairwise(days):
        begun = [day for day in later if day is not None]
        if begun and (None in earlier or max(day for day in earlier if day) > min(begun)):
            return False
    return True
