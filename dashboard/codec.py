"""Answers as JSON text and back: only our own frozen types, never code."""

from __future__ import annotations

import base64
import json
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from metrics.answer import Answer
from metrics.programme import Kpi, Programme, UseCase

KIND = "~"
"""Key that says what a JSON object stands for; the names of our types never begin with it."""


class CodecError(ValueError):
    """Text that is not what `encode` wrote, or an answer of a type it does not know."""


def encode(answers: tuple[Answer, ...]) -> str:
    """Write answers as text; what they take from the programme is written as its id.

    Raises CodecError for a type that is not ours.
    """
    return json.dumps(_plain(answers))


def decode(text: str, programme: Programme) -> tuple[Answer, ...]:
    """Read what `encode` wrote, with the use cases and KPI cards of the same programme."""
    try:
        found = _whole(json.loads(text), programme)
    except (KeyError, TypeError, ValueError, StopIteration) as fault:
        raise CodecError("This is not a list of answers of this programme.") from fault
    if not isinstance(found, tuple) or not all(isinstance(one, Answer) for one in found):
        raise CodecError("This is not a list of answers.")
    return found


@cache
def known() -> dict[str, type]:
    """Return the frozen types an answer is made of: name -> type."""
    found: dict[str, type] = {}
    waiting: list[Any] = [Answer]
    while waiting:
        one = waiting.pop()
        waiting.extend(typing.get_args(one))
        if isinstance(one, type) and is_dataclass(one) and one.__name__ not in found:
            found[one.__name__] = one
            waiting.extend(typing.get_type_hints(one).values())
    return found


def _plain(value: Any) -> Any:
    """Turn a value into what JSON can hold."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return float(value)
    if isinstance(value, UseCase | Kpi):
        return {KIND: type(value).__name__, "id": value.id}
    for kind, (types, write) in _WRITERS.items():
        if isinstance(value, types):
            return {KIND: kind, "of": write(value)}
    if is_dataclass(value) and known().get(type(value).__name__) is type(value):
        parts = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        return {KIND: type(value).__name__, **parts}
    raise CodecError(f"{type(value).__name__} is no part of an answer.")


def _array(value: np.ndarray) -> list[Any]:
    if value.dtype.hasobject:
        raise CodecError("An array of objects is no part of an answer.")
    return [value.dtype.str, list(value.shape), base64.b64encode(value.tobytes()).decode()]


_WRITERS: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "tuple": (tuple, lambda value: [_plain(one) for one in value]),
    "dict": (dict, lambda value: [[_plain(k), _plain(v)] for k, v in value.items()]),
    "date": (date, date.isoformat),
    "array": (np.ndarray, _array),
    "number": (np.generic, lambda value: _plain(value.item())),
}


def _whole(value: Any, programme: Programme) -> Any:
    """Turn what JSON held into the value it stands for."""
    if not isinstance(value, dict):
        return value
    kind = value[KIND]
    if kind == "UseCase":
        return programme.use_case(value["id"])
    if kind == "Kpi":
        return next(one for one in programme.kpis if one.id == value["id"])
    if kind in known():
        return known()[kind](
            **{name: _whole(one, programme) for name, one in value.items() if name != KIND}
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
    raise CodecError(f"{kind!r} is no part of an answer.")
