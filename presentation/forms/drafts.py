"""Drafts: what somebody entered and has not saved, and the programme it would make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from signpost.metrics.model.kpi_templates import kpi_templates
from signpost.metrics.model.schema import CostItem, Kpi, Programme, UseCase
from signpost.presentation.forms.cards import (
    BUDGETS,
    CARD_TYPES,
    RATES,
    SETTINGS_ENTRY,
    field_label,
    form_fields,
)

EntryDraft = dict[str, Any]
"""Field -> what was entered, as JSON has it; '' or None: nothing. What it leaves out stays."""
EntryDrafts = dict[str, dict[str, EntryDraft | None]]
"""Part -> entry -> its draft; None: the entry is to go."""
NEW = "new"
READY_CARD = "ready:"
"""Before the id of a ready-made card."""
_FACTOR_ENDS = (".low", ".high")


@dataclass(frozen=True)
class FieldFault:
    """One thing that keeps a draft from being saved, in words."""

    part: str
    entry: str
    field: str
    text: str


_CONDITIONS = ("new", "new_kpi")
"""Names that decide which fields are asked; no values of the entry."""


def begun_draft(programme: Programme, part: str, draft: EntryDraft, *, is_new: bool) -> EntryDraft:
    """Return a draft with what decides which of its fields are asked."""
    begun = {**draft, "new": is_new}
    if part == "use_cases":
        begun["new_kpi"] = needs_card(programme, draft)
    return begun


def own_values(entered: EntryDraft, stored: EntryDraft) -> EntryDraft:
    """Return the values that differ from the stored ones; nothing is nothing, however kept."""
    return {
        name: value
        for name, value in entered.items()
        if name not in _CONDITIONS and _plain(value) != _plain(stored.get(name))
    }


def _plain(value: object) -> str:
    if value is None or value is False or value == []:
        return ""
    is_whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if isinstance(value, float) and is_whole else str(value)


def entries(programme: Programme, part: str) -> dict[str, BaseModel]:
    """Return the entries of a part by a key that stays when others come and go."""
    if part == "organisation":
        return {SETTINGS_ENTRY: programme}
    found: dict[str, BaseModel] = {}
    for card in getattr(programme, part):
        name, number = _name(part, card), 1
        key = name
        while key in found:
            number += 1
            key = f"{name} {number}"
        found[key] = card
    return found


def _name(part: str, card: Any) -> str:
    if part == "costs":
        return f"{card.item} · {card.use_case or 'all'}"
    if part == "targets":
        return f"{card.group} · {card.platform} · {card.metric}"
    if part == "channels":
        return f"{card.name} · {card.audience}"
    return str(card.id)


def to_draft(part: str, card: BaseModel) -> EntryDraft:
    """Return an entry as a draft: every value under its name with dots."""
    flat = dict(_flat(card.model_dump(mode="json")))
    if part == "organisation":
        return {field.name: flat.get(field.name) for field in form_fields(part)}
    return flat


def _flat(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def apply_drafts(
    programme: Programme, drafts: EntryDrafts
) -> tuple[Programme, tuple[FieldFault, ...]]:
    """Return the programme with the drafts in it, and what keeps some of them out."""
    faults: list[FieldFault] = []
    changed = programme
    for part, by_entry in drafts.items():
        for entry, draft in by_entry.items():
            changed = _with_draft(changed, programme, (part, entry), draft, faults)
    return changed, tuple(faults)


def _with_draft(
    changed: Programme,
    before: Programme,
    at: tuple[str, str],
    draft: EntryDraft | None,
    faults: list[FieldFault],
) -> Programme:
    part, entry = at
    card = entries(before, part).get(entry)
    if card is None and entry != NEW:
        return changed  # somebody took the entry away since
    if draft is None:
        kept = tuple(one for one in getattr(changed, part) if one is not card)
        return changed.model_copy(update={part: kept})
    stored = to_draft(part, card) if card is not None else {}
    draft = complete(changed, part, entry, {**stored, **draft})
    found = [
        *_missing(part, entry, draft),
        *_missing_kpi(changed, part, entry, draft),
        *_wrong_numbers(part, entry, draft),
    ]
    made = None if found else _card(part, entry, draft, found)
    faults += found
    if made is None:
        return changed
    if part == "organisation":
        return changed.model_copy(update=_settings(changed, cast("Programme", made)))
    old = getattr(changed, part)
    new = (*old, made) if card is None else tuple(made if one is card else one for one in old)
    changed = changed.model_copy(update={part: new})
    return (
        _with_companions(changed, cast("UseCase", made), draft) if part == "use_cases" else changed
    )


def _settings(before: Programme, made: Programme) -> dict[str, Any]:
    """Return the settings of a draft; rates and budgets that its form does not ask for stay."""
    asked = {field.name for field in form_fields("organisation")}
    update = {name: getattr(made, name) for name in _SETTINGS}
    for name in (RATES, BUDGETS):
        others = {
            key: value
            for key, value in getattr(before, name).items()
            if f"{name}.{key}.value" not in asked
        }
        update[name] = others | dict(getattr(made, name))
    return update


_WITH_ID = ("use_cases", "kpis", "interventions", "goals")
_SETTINGS = ("organisation", "currency", "hourly_rate", "calendar", "minimum_group_size")


def complete(programme: Programme, part: str, entry: str, draft: EntryDraft) -> EntryDraft:
    """Return a draft with what need not be asked: an id of its own, a ready card's fields."""
    draft = dict(draft)
    if part == "use_cases" and str(draft.get("kpi") or "").startswith(READY_CARD):
        draft["kpi"] = str(draft["kpi"]).removeprefix(READY_CARD)
        draft["card.like"] = draft["kpi"]
    if part == "kpis" and entry == NEW:
        source = str(draft.pop("like", None) or "")
        if source.startswith(READY_CARD):
            ready = dict(_flat(kpi_templates()[source.removeprefix(READY_CARD)]))
            draft = {**ready, **{name: value for name, value in draft.items() if not _empty(value)}}
        elif source:
            draft["id"] = source
    if entry == NEW and _empty(draft.get("id")) and part in _WITH_ID:
        draft["id"] = _new_id(programme, part, draft)
    return draft


def _new_id(programme: Programme, part: str, draft: EntryDraft) -> str:
    words = str(draft.get("label") or "")
    if part == "interventions":
        words = f"{draft.get('kind', '')} {(draft.get('groups') or [''])[0]}"
    base = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:40] or "entry"
    taken, number, name = set(entries(programme, part)), 1, base
    while name in taken:
        number += 1
        name = f"{base}_{number}"
    return name


def _empty(value: object) -> bool:
    return value is None or value == "" or value == [] or value == ()


def _missing(part: str, entry: str, draft: EntryDraft) -> Iterator[FieldFault]:
    for field in form_fields(part):
        if field.required and _empty(draft.get(field.name)):
            yield FieldFault(part, entry, field.name, f"“{field.label}” is needed.")


def needs_card(programme: Programme, draft: EntryDraft) -> bool:
    """Return whether the KPI a use case picks has neither a card nor a ready-made one."""
    kpi = str(draft.get("kpi") or "")
    return bool(kpi) and not kpi.startswith(READY_CARD) and kpi not in entries(programme, "kpis")


def _missing_kpi(
    programme: Programme, part: str, entry: str, draft: EntryDraft
) -> Iterator[FieldFault]:
    """Yield what the card of a KPI lacks that a use case brings along."""
    if part != "use_cases" or not needs_card(programme, draft):
        return
    named = () if "card.like" in draft else ("card.label", "card.unit", "card.better")
    asked = ("worthwhile_change", *named)
    for name in asked:
        if _empty(draft.get(name)):
            label = field_label(part, name)
            yield FieldFault(part, entry, name, f"“{label}” is needed: the KPI has no card yet.")


def _wrong_numbers(part: str, entry: str, draft: EntryDraft) -> Iterator[FieldFault]:
    for field in form_fields(part):
        value: Any = draft.get(field.name)
        if _empty(value) or field.kind not in ("number", "share"):
            continue
        if field.above is not None and not float(value) > field.above:
            text = f"“{field.label}” must be more than {field.above:g}."
            yield FieldFault(part, entry, field.name, text)
        base = field.name.rpartition(".")[0]
        middle: Any = draft.get(f"{base}.value" if base else "amount")
        if not field.name.endswith(_FACTOR_ENDS) and field.name not in ("low", "high"):
            continue
        is_low = field.name.endswith("low")
        if _empty(middle) or (value > middle if is_low else value < middle):
            side = "above" if is_low else "below"
            text = f"“{field.label}” must not lie {side} the value it is an end of."
            yield FieldFault(part, entry, field.name, text)


def _card(part: str, entry: str, draft: EntryDraft, faults: list[FieldFault]) -> BaseModel | None:
    """Return the entry a draft makes; what the model refuses becomes a fault."""
    try:
        return CARD_TYPES[part].model_validate(_nested(part, draft))
    except ValidationError as trouble:
        for error in trouble.errors():
            name = ".".join(str(step) for step in error["loc"] if isinstance(step, str))
            label = field_label(part, name) if name else "This entry"
            faults.append(FieldFault(part, entry, name, f"“{label}”: {_words(error)}."))
        return None


def _words(error: Mapping[str, Any]) -> str:
    """Return in plain words why a value was refused."""
    said = {
        "missing": "is needed", "literal_error": "is none of the values there are",
        "date_from_datetime_parsing": "is no day", "date_parsing": "is no day",
        "float_parsing": "is no number", "int_parsing": "is no whole number",
        "int_from_float": "is no whole number",
    }  # fmt: skip
    return said.get(str(error["type"]), str(error["msg"]).removeprefix("Value error, ").lower())


def _nested(part: str, draft: EntryDraft) -> dict[str, Any]:
    known = CARD_TYPES[part].model_fields
    nested: dict[str, Any] = {}
    for name, value in draft.items():
        *path, last = name.split(".")
        if _empty(value) or (path[0] if path else last) not in known:
            continue
        inner = nested
        for step in path:
            inner = inner.setdefault(step, {})
        inner[last] = int(value) if isinstance(value, float) and value.is_integer() else value
    return nested


def _with_companions(programme: Programme, case: UseCase, draft: EntryDraft) -> Programme:
    """Return the programme with the KPI card and the cost that a use case was entered with."""
    if case.kpi not in {card.id for card in programme.kpis}:
        card = _new_kpi(case, draft)
        if card is not None:
            programme = programme.model_copy(update={"kpis": (*programme.kpis, card)})
    if not _empty(draft.get("cost.amount")):
        cost = CostItem(
            item=case.label,
            amount=float(draft["cost.amount"]),
            per=draft.get("cost.per") or "once",
            use_case=case.id,
            owner=case.owner,
        )
        programme = programme.model_copy(update={"costs": (*programme.costs, cost)})
    return programme


def _new_kpi(case: UseCase, draft: EntryDraft) -> Kpi | None:
    like = draft.get("card.like")
    entered = {
        name.removeprefix("card."): value
        for name, value in draft.items()
        if name.startswith("card.") and not _empty(value)
    }
    try:
        return Kpi.model_validate(
            {
                **({"label": case.kpi, "unit": ""} if not like else {}),
                **entered,
                "id": case.kpi,
                "worthwhile_change": case.worthwhile_change,
            }
        )
    except ValidationError:
        return None
