"""The programme as tables: every entry of a part, promises that changed."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from signpost.metrics.model.schema import Programme
from signpost.metrics.register.versions import PromiseEdit
from signpost.presentation.formats import day
from signpost.presentation.forms.cards import form_fields
from signpost.presentation.forms.drafts import entries, to_draft


def entries_table(programme: Programme, part: str) -> pd.DataFrame:
    """Return one line per entry of a part, a column per field that any of them fills."""
    rows = []
    fields = [field for field in form_fields(part) if not field.only_if]
    for card in entries(programme, part).values():
        draft = to_draft(part, card)
        rows.append({field.label: _text(draft.get(field.name)) for field in fields})
    table = pd.DataFrame(rows, columns=[field.label for field in fields])
    return table.loc[:, [name for name in table.columns if table[name].astype(bool).any()]]


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, int | float):
        return f"{value:,.6g}"
    return "" if value is None else str(value)


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
