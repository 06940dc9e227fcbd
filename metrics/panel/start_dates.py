"""Start dates of groups: the first intervention of the kinds a use case names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from signpost.metrics.model.calendar import Period
from signpost.metrics.model.keys import group_key, platform_key
from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import Ints
from signpost.metrics.register.group_spellings import group_spellings
from signpost.warehouse import Reader

_SQL = statements("panel/panel.sql")


def start_days(reader: Reader, programme: Programme, use_case: UseCase) -> dict[str, date]:
    """Return group_id -> first day of its roll-out or white-glove treatment for this use case.

    From loaded interventions and those of the programme, of the kinds in `starts_with`, on the use
    case's platform or on none in particular.
    """
    kinds = {_word(kind) for kind in use_case.starts_with}
    platforms = {"", platform_key(use_case.platform)}
    return _first_days(
        (group, day)
        for group, kind, platform, day in _interventions(reader, programme)
        if _word(kind) in kinds and platform_key(platform) in platforms
    )


def other_start_days(
    reader: Reader, programme: Programme, use_case: UseCase
) -> dict[str, dict[str, date]]:
    """Return platform -> group_id -> first day of its roll-out, for every other platform."""
    kinds = {_word(kind) for kind in use_case.starts_with}
    mine: dict[str, list[tuple[str, date]]] = {}
    for group, kind, platform, day in _interventions(reader, programme):
        name = platform_key(platform)
        if _word(kind) in kinds and name not in ("", platform_key(use_case.platform)):
            mine.setdefault(name, []).append((group, day))
    return {name: _first_days(days) for name, days in sorted(mine.items())}


def _interventions(reader: Reader, programme: Programme) -> list[tuple[str, str, str, date]]:
    """Return group_id, kind, platform and first day of all that was loaded or is planned."""
    spellings = group_spellings(reader)
    planned = [
        (group_key(group, spellings), one.kind, str(one.platform), one.from_day)
        for one in programme.interventions
        for group in one.groups
    ]
    return [*reader.rows(_SQL["interventions"]), *planned]


def _first_days(days: Iterable[tuple[str, date]]) -> dict[str, date]:
    first: dict[str, date] = {}
    for group, day in days:
        first[group] = min(day, first.get(group, day))
    return first


def _word(text: str) -> str:
    return " ".join(text.split()).casefold()


def start_index(groups: Sequence[str], periods: Sequence[Period], days: Mapping[str, date]) -> Ints:
    """(G,) index of the period that contains each group's first day; -1: not in these periods.

    A group that started before the first period is exposed from the first on: 0.
    """
    last = periods[-1].last
    indices = [
        -1 if group not in days or days[group] > last else _index(periods, days[group])
        for group in groups
    ]
    return np.array(indices, dtype=np.int64)


def _index(periods: Sequence[Period], day: date) -> int:
    return next(i for i, period in enumerate(periods) if day <= period.last)
