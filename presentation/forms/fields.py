"""What a form asks: fields, in steps that follow the thought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

FieldKind = Literal["text", "long", "number", "share", "date", "pick", "picks", "flag"]
Options = Mapping[str, Mapping[str, str]]
"""List -> id -> words: what can be picked."""


@dataclass(frozen=True)
class Field:
    """One entry of a form; `name` is its place in the card, with dots."""

    name: str
    label: str
    kind: FieldKind = "text"
    help: str = ""
    options: str = ""
    """List it is picked from."""
    required: bool = False
    above: float | None = None
    """A number must be more than this."""
    free: bool = False
    """True: something that is not in the list may be entered."""
    rare: bool = False
    """True: folded away, as most never need it."""
    only_if: str = ""
    """Shown while this other field is empty ('!name') or filled ('name')."""


@dataclass(frozen=True)
class FormStep:
    """Fields under one heading."""

    title: str
    fields: tuple[Field, ...]
    intro: str = ""
    beside: str = ""
    """What stands beside it: 'patterns', 'design', 'promise' or ''."""


def factor_fields(
    name: str, label: str, help_text: str, *, rare: bool = False
) -> tuple[Field, ...]:
    """Return the fields of an assumption: value, 90 % range, who says so."""
    return (
        Field(f"{name}.value", label, "number", help_text, rare=rare),
        Field(
            f"{name}.low", f"{label}: low end", "number", "Low end of the 90 % range.", rare=True
        ),
        Field(f"{name}.high", f"{label}: high end", "number", "High end of the range.", rare=True),
        Field(f"{name}.source", f"{label}: who says so", rare=rare),
        Field(f"{name}.owner", f"{label}: owner", rare=True),
        Field(f"{name}.as_of", f"{label}: as of", "date", rare=True),
    )


def widget_value(field: Field, value: Any) -> Any:
    """Return a draft's value as its widget takes it."""
    if field.kind == "picks":
        return list(value or ())
    if field.kind == "flag":
        return bool(value)
    if value is None or value == "":
        return None if field.kind in ("number", "share", "date", "pick") else ""
    if field.kind == "date":
        return date.fromisoformat(str(value)[:10])
    if field.kind == "share":
        return round(100 * float(value), 6)
    return float(value) if field.kind == "number" else str(value)
