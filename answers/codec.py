"""Answers, and what else pages show, as JSON text and back: our frozen types, never code."""

from __future__ import annotations

import base64
import json
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from signpost.answers.answer import Answer
from signpost.metrics.model.schema import Kpi, Programme, Target, UseCase

_KIND = "~"
"""Key that says what a JSON object stands for; the names of our types never begin with it."""
_shown: list[Any] = [Answer]
"""What is written and read: these types and all they are made of."""


class CodecError(ValueError):
    """Text that is not what `encode` wrote, or an answer of a type it does not know."""


def encode(answers: tuple[Answer, ...]) -> str:
    """Write answers as text; what they take from the programme is written as its id.

    Raises CodecError for a type that is not ours.
    """
    return encode_value(answers)


def encode_value(value: object) -> str:
    """Write what is made of known types, frames and plain values as text, like answers."""
    return json.dumps(_plain(value))


def decode(text: str, programme: Programme) -> tuple[Answer, ...]:
    """Read what `encode` wrote, with the use cases and KPI cards of the same programme."""
    found = decode_value(text, programme)
    if not isinstance(found, tuple) or not all(isinstance(one, Answer) for one in found):
        raise CodecError("This is not a list of answers.")
    return found


def decode_value(text: str, programme: Programme) -> Any:
    """Read what `encoded` wrote, with the cards of the same programme."""
    try:
        return _whole(json.loads(text), programme)
    except (KeyError, TypeError, ValueError, StopIteration) as fault:
        raise CodecError("This was not written for this programme.") from fault


def register_type(shown: Any) -> None:
    """Register a type, and every type it is made of, for writing and reading."""
    _shown.append(shown)
    _known.cache_clear()


@cache
def _known() -> dict[str, type]:
    """Return the frozen types that what is shown is made of: name -> type."""
    found: dict[str, type] = {}
    waiting: list[Any] = [*_shown]
    while waiting:
        one = waiting.pop()
        waiting.extend(typing.get_args(one))
        if isinstance(one, type) and is_dataclass(one) and one.__name__ not in found:
            found[one.__name__] = one
            waiting.extend(typing.get_type_hints(one).values())
    return found


def _plain(value: Any) -> Any:
    """Return a value as what JSON can hold."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return float(value)
    if isinstance(value, UseCase | Kpi):
        return {_KIND: type(value).__name__, "id": value.id}
    if isinstance(value, Target):
        return {_KIND: "Target", "id": _target(value)}
    for kind, (types, write) in _WRITERS.items():
        if isinstance(value, types) and not isinstance(value, datetime):
            return {_KIND: kind, "of": write(value)}
    if is_dataclass(value) and _known().get(type(value).__name__) is type(value):
        parts = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        return {_KIND: type(value).__name__, **parts}
    raise CodecError(f"{type(value).__name__} is no part of an answer.")


def _target(target: Target) -> list[Any]:
    return [target.group, target.platform, target.metric, target.value, target.by.isoformat()]


def _array(value: np.ndarray) -> list[Any]:
    if value.dtype.hasobject:
        raise CodecError("An array of objects is no part of an answer.")
    return [value.dtype.str, list(value.shape), base64.b64encode(value.tobytes()).decode()]


def _frame(value: pd.DataFrame) -> list[Any]:
    names = list(value.columns)
    if not all(isinstance(one, str) for one in names) or len({*names, None}) <= len(names):
        raise CodecError("Only columns that each have a name of their own are written.")
    plain = isinstance(value.index, pd.RangeIndex) and value.index.equals(pd.RangeIndex(len(value)))
    index = None if plain else _column(value.index.to_series())
    return [len(value), value.index.name, index, [[name, _column(value[name])] for name in names]]


def _column(values: pd.Series) -> Any:
    """Write texts one by one, all else as it lies in memory."""
    if isinstance(values.dtype, pd.StringDtype):
        return [str(values.dtype), [None if pd.isna(one) else one for one in values]]
    if values.dtype == object:
        return ["object", [_plain(one) for one in values]]
    return ["", _plain(values.to_numpy())]


_WRITERS: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "tuple": (tuple, lambda value: [_plain(one) for one in value]),
    "dict": (dict, lambda value: [[_plain(k), _plain(v)] for k, v in value.items()]),
    "date": (date, date.isoformat),
    "array": (np.ndarray, _array),
    "frame": (pd.DataFrame, _frame),
    "number": (np.generic, lambda value: _plain(value.item())),
}


def _read_frame(of: Any, programme: Programme) -> pd.DataFrame:
    rows, name, index, columns = of
    kept = pd.RangeIndex(rows) if index is None else pd.Index(_read_column(index, programme))
    frame = pd.DataFrame(
        {key: _read_column(column, programme) for key, column in columns}, index=range(rows)
    )
    return frame.set_axis(kept.rename(name), axis=0)


def _read_column(of: Any, programme: Programme) -> Any:
    dtype, values = of
    if dtype:
        return pd.Series([_whole(one, programme) for one in values], dtype=dtype)
    return _whole(values, programme).copy()


def _whole(value: Any, programme: Programme) -> Any:
    """Return the value that JSON stands for."""
    if not isinstance(value, dict):
        return value
    kind = value[_KIND]
    if kind == "UseCase":
        return programme.use_case(value["id"])
    if kind == "Kpi":
        return next(one for one in programme.kpis if one.id == value["id"])
    if kind == "Target":
        return next(one for one in programme.targets if _target(one) == value["id"])
    if kind in _known():
        return _known()[kind](
            **{name: _whole(one, programme) for name, one in value.items() if name != _KIND}
        )
    return _built(kind, value["of"], programme)


def _built(kind: str, of: Any, programme: Programme) -> Any:
    if kind == "tuple":
        return tuple(_whole(one, programme) for one in of)
    if kind == "dict":
        return {_whole(k, programme): _whole(v, programme) for k, v in of}
    if kind == "date":
        return date.fromisoformat(of)
    if kind == "number":
        return of
    if kind == "array":
        dtype, shape, data = of
        return np.frombuffer(base64.b64decode(data), dtype=np.dtype(dtype)).reshape(shape)
    if kind == "frame":
        return _read_frame(of, programme)
    raise CodecError(f"{kind!r} is no part of an answer.")
