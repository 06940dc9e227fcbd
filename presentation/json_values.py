"""Values as JSON: the types it knows, and text that steers no terminal."""

from __future__ import annotations

import dataclasses
import json
import math
from datetime import date, datetime

import numpy as np
from pydantic import BaseModel

from signpost.presentation.escaping import escape_control_chars


def json_text(answer: object) -> str:
    """Return an answer as JSON text of several lines."""
    return escape_control_chars(json.dumps(to_json_value(answer), ensure_ascii=False, indent=2))


def to_json_value(value: object) -> object:
    """Return an answer in JSON's own types: dates ISO, NaN and infinities null."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json_value(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, BaseModel):
        return to_json_value(value.model_dump())
    if isinstance(value, dict):
        return {str(key): to_json_value(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [to_json_value(entry) for entry in value]
    return _scalar(value)


def _scalar(value: object) -> object:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime | date):
        return None if str(value) == "NaT" else value.isoformat()
    return value if value is None or isinstance(value, str | int | bool) else str(value)
