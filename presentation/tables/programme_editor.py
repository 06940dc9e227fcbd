"""Editable tables of the programme, and the programme back from them, with the same checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args, get_origin

import pandas as pd
from pydantic import BaseModel

from signpost.metrics.model.schema import (
    CostItem,
    FactorInput,
    Intervention,
    Kpi,
    Programme,
    ProgrammeError,
    Records,
    Target,
    UseCase,
)
from signpost.metrics.register.versions import PromiseEdit
from signpost.presentation.formats import day

EDITABLE_PARTS: dict[str, type[BaseModel]] = {
    "use_cases": UseCase, "kpis": Kpi, "interventions": Intervention, "costs": CostItem,
    "targets": Target,
}  # fmt: skip
NESTED: tuple[type[BaseModel], ...] = (FactorInput, Records)
JOIN = "; "


def columns(card: type[BaseModel], before: str = "") -> dict[str, Any]:
    """Return column -> annotation; a card inside a card becomes columns with a dot."""
    types: dict[str, Any] = {}
    for name, field in card.model_fields.items():
        inner = next((nested for nested in NESTED if nested in _kinds(field.annotation)), None)
        if inner is None:
            types[f"{before}{name}"] = field.annotation
        else:
            types.update(columns(inner, f"{before}{name}."))
    return types


def _kinds(annotation: Any) -> tuple[Any, ...]:
    return (annotation, *get_args(annotation))


def kind(annotation: Any) -> str:
    """Return the type of editor of a column: 'list', 'number', 'flag' or 'text'."""
    kinds = _kinds(annotation)
    if get_origin(annotation) is tuple:
        return "list"
    if bool in kinds:
        return "flag"
    return "number" if float in kinds or int in kinds else "text"


def to_frame(programme: Programme, part: str) -> pd.DataFrame:
    """Return one part of the programme, one row per card."""
    kinds = {name: kind(annotation) for name, annotation in columns(EDITABLE_PARTS[part]).items()}
    rows = [
        {name: _cell(flat.get(name), kinds[name]) for name in kinds}
        for card in getattr(programme, part)
        for flat in [_flat(card.model_dump(mode="json"))]
    ]
    frame = pd.DataFrame(rows, columns=list(kinds))
    types = {"number": "float64", "flag": "bool"}
    return frame.astype({name: types[k] for name, k in kinds.items() if k in types})


def _flat(card: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in card.items():
        if isinstance(value, Mapping):
            values.update(_flat(value, f"{before}{name}."))
        else:
            values[f"{before}{name}"] = value
    return values


def _cell(value: Any, how: str) -> Any:
    if how == "list":
        return JOIN.join(value or ())
    if how == "number":
        return float("nan") if value is None else float(value)
    return bool(value) if how == "flag" else "" if value is None else str(value)


def from_frames(programme: Programme, frames: Mapping[str, pd.DataFrame]) -> Programme:
    """Return the programme with these parts; ProgrammeError carries the wrong entry."""
    data = programme.model_dump(mode="json", exclude_defaults=True)
    for part, frame in frames.items():
        data[part] = [_card(row, EDITABLE_PARTS[part]) for row in frame.to_dict("records")]
    try:
        return Programme.model_validate({k: v for k, v in data.items() if v not in ([], {})})
    except ValueError as trouble:
        raise ProgrammeError(_error_text(trouble)) from trouble


def _error_text(trouble: ValueError) -> str:
    errors: list[dict[str, Any]] = getattr(trouble, "errors", list)()
    sentences = [
        f"{' '.join(str(step) for step in error['loc'])}: {error['msg']}" for error in errors
    ]
    return "; ".join(sentences) or str(trouble)


def _card(row: Mapping[Any, Any], card: type[BaseModel]) -> dict[str, Any]:
    """Return one row as a nested card; an empty cell is left to the default."""
    nested: dict[str, Any] = {}
    for name, annotation in columns(card).items():
        value, how = row.get(name), kind(annotation)
        if value is None or value == "" or (how == "number" and value != value):
            continue
        if how == "list":
            value = [part.strip() for part in str(value).split(";") if part.strip()]
        *path, last = name.split(".")
        inner = nested
        for step in path:
            inner = inner.setdefault(step, {})
        whole = how == "number" and float(str(value)).is_integer()
        inner[last] = int(float(str(value))) if whole else value
    return nested


def column_words(name: str) -> str:
    """Return a column's display name: 'money_per_unit.value' -> 'Money per unit'."""
    words = name.removesuffix(".value").replace(".", ", ").replace("_", " ")
    return {"id": "Id", "kpi": "KPI"}.get(words, f"{words[:1].upper()}{words[1:]}")


def count_text(cards: Sequence[object], word: str) -> str:
    """Return how many there are: '8 use cases'."""
    return f"{len(cards)} {word}{'' if len(cards) == 1 else 's'}"


def edits_table(edits: Iterable[PromiseEdit]) -> pd.DataFrame:
    """Return one line per promise that changed."""
    return pd.DataFrame(
        [
            (
                day(edit.at),
                edit.who,
                edit.use_case,
                edit.field,
                edit.before,
                edit.after,
                "after its lock" if edit.after_lock else "",
            )
            for edit in edits
        ],
        columns=["When", "Who", "Use case", "What", "Before", "After", "Locked"],
    )
