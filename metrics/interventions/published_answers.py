"""Answers to a survey by group and month, as they were published.

They are told of the minimum of answers, in a group that has not fewer people by the roster of the
day. What was told stays until the minimum of answers is another one than in each state before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from signpost.metrics.disclosure.marks import changed_people, person_marks
from signpost.metrics.disclosure.publication import rows_at
from signpost.metrics.disclosure.suppression import allowed_minimum
from signpost.metrics.model.sql_files import statements
from signpost.warehouse import Reader
from signpost.warehouse.maintenance.publications import update_publication

_GROUP_SIZES = statements("panel/panel.sql")["group_sizes"]
_KEYS = ["group", "question", "month"]
_KINDS = {"value": float, "since": int, "until": int}


@dataclass(frozen=True)
class AnswerMean:
    """Mean of the answers of one group to one question in one month; None: of too few."""

    group: str
    question: str
    day: date
    mean: float | None
    answers: int | None


def published_answers(
    reader: Reader, name: str, rows: pd.DataFrame, minimum: int
) -> tuple[AnswerMean, ...]:
    """Return what is told of answers: group, question, month, day, who and score of each."""
    minimum = allowed_minimum(minimum)
    if rows.empty:
        return ()
    rows = rows.assign(month=rows["month"].astype(str), day=pd.to_datetime(rows["day"]).dt.date)
    surveys = {tuple(map(str, key)): own for key, own in rows.groupby(_KEYS, sort=True)}
    enough = {key: own for key, own in surveys.items() if _is_enough(reader, own, minimum)}

    def work(before: pd.DataFrame | None) -> pd.DataFrame:
        return _states(before, enough, reader.version, minimum)

    shown = rows_at(update_publication(reader.folder, name, reader.version, work), reader.version)
    told = {tuple(key): own for key, own in shown.groupby(_KEYS)} if len(shown) else {}
    return tuple(
        _mean(key, own, told.get(key) if key in enough else None) for key, own in surveys.items()
    )


def _is_enough(reader: Reader, own: pd.DataFrame, minimum: int) -> bool:
    day = own["day"].max()
    sizes = reader.once(("group sizes", day), lambda: dict(reader.rows(_GROUP_SIZES, {"day": day})))
    few = sizes.get(own["group"].iloc[0], minimum) < minimum
    return not few and own["who"].nunique() >= minimum


def _states(
    before: pd.DataFrame | None,
    surveys: dict[tuple[str, ...], pd.DataFrame],
    version: int,
    minimum: int,
) -> pd.DataFrame:
    columns = [*_KEYS, "row", "value", "since", "until"]
    every = pd.DataFrame(columns=columns) if before is None else before
    known = {tuple(key): own for key, own in every.groupby(_KEYS)} if len(every) else {}
    added: list[tuple[object, ...]] = []
    for key, own in surveys.items():
        now = list(_state(own))
        if key in known and not _is_replaced(known[key], now, minimum):
            continue
        if key in known:
            is_gone = known[key].index[known[key]["until"] == 0]
            every.loc[is_gone, "until"] = version
        added += [(*key, row, value, version, 0) for row, value in now]
    fresh = pd.DataFrame(added, columns=columns).astype(_KINDS)
    return pd.concat([every, fresh], ignore_index=True) if len(every) else fresh


def _state(own: pd.DataFrame) -> Iterator[tuple[str, float]]:
    yield "mean", float(own["score"].mean())
    yield "answers", float(own["who"].nunique())
    yield "day", float(own["day"].max().toordinal())
    texts = own["score"].map("{:.6f}".format)
    yield from (("mark", float(mark)) for mark in person_marks(own["who"], texts))


def _is_replaced(known: pd.DataFrame, now: list[tuple[str, float]], minimum: int) -> bool:
    """Return whether the minimum of answers is another one than in each state before."""
    marks = Counter(int(value) for row, value in now if row == "mark")
    states = known[known["row"] == "mark"].groupby("since")["value"]
    changed = [changed_people(Counter(own.astype(int)), marks) for _, own in states]
    return all(many >= minimum for many in changed)


def _mean(key: tuple[str, ...], own: pd.DataFrame, told: pd.DataFrame | None) -> AnswerMean:
    if told is None:
        return AnswerMean(key[0], key[1], own["day"].max(), None, None)
    value = dict(zip(told["row"], told["value"], strict=True))
    day = date.fromordinal(int(value["day"]))
    return AnswerMean(key[0], key[1], day, float(value["mean"]), int(value["answers"]))
