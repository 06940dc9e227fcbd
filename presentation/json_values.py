"""Values as JSON: the types it knows, and text that steers no terminal."""

from __future__ import annotations

import dataclasses
import json
import math
from datetime import date, datetime

import numpy as np
from pydantic import BaseModel

from signpost.metrics.model.findings import Finding
from signpost.metrics.model.types import Estimate
from signpost.presentation.escaping import escape_control_chars
from signpost.presentation.words.catalogue import Names, say
from signpost.presentation.words.methods import assumption


def json_text(answer: object) -> str:
    """Return an answer as JSON text of several lines."""
    return escape_control_chars(json.dumps(to_json_value(answer), ensure_ascii=False, indent=2))


def to_json_value(value: object, names: Names | None = None, *, data: bool = True) -> object:
    """Return an answer in JSON's own types: dates ISO, NaN and infinities null.

    A finding is its sentence, groups and KPIs called by `names`. A field that has findings has
    their data beside it, unless `data` is False.
    """
    return _Writer(names or {}, data).value(value)


@dataclasses.dataclass(frozen=True)
class _Writer:
    """Writer of findings as JSON."""

    names: Names
    data: bool

    def value(self, value: object) -> object:
        """Return a value in JSON's own types."""
        if isinstance(value, Finding):
            return say(value, self.names)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
            if isinstance(value, Estimate):
                fields["assumes"] = assumption(value.method)
            return self.fields(fields)
        if isinstance(value, BaseModel):
            return self.value(value.model_dump())
        if isinstance(value, dict):
            return {str(key): self.value(entry) for key, entry in value.items()}
        if isinstance(value, (list, tuple, np.ndarray)):
            return [self.value(entry) for entry in value]
        return _scalar(value)

    def fields(self, fields: dict[str, object]) -> dict[str, object]:
        """Return an object's fields, each sentence with its finding as data beside it."""
        written: dict[str, object] = {}
        for name, value in fields.items():
            written[name] = self.value(value)
            if not self.data:
                continue
            if name == "finding" and isinstance(value, Finding):
                own = finding_object(value)
                written |= {key: part for key, part in own.items() if key not in fields}
            elif isinstance(value, Finding):
                written[f"{name}_finding"] = _data(value)
            elif isinstance(value, tuple) and any(isinstance(one, Finding) for one in value):
                written[f"{name}_findings"] = [_data(one) for one in value]
        return written


def _data(text: object) -> object:
    """Return a finding as code, values, units and groups; null for a plain text."""
    return to_json_value(text.to_dict()) if isinstance(text, Finding) else None


def finding_object(finding: Finding) -> dict[str, object]:
    """Return a finding as sentence, code, values, units and groups (null: withheld)."""
    data = {name: to_json_value(value) for name, value in finding.to_dict().items()}
    return {"finding": say(finding), **data}


def _scalar(value: object) -> object:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime | date):
        return None if str(value) == "NaT" else value.isoformat()
    return value if value is None or isinstance(value, str | int | bool) else str(value)
