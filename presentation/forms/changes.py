"""What saving would change, entry by entry, and which promise it would break."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from signpost.metrics.model.schema import Kpi, Programme, UseCase
from signpost.metrics.planning.pilot_design import PilotPlan
from signpost.metrics.register.versions import CARD_PROMISES, PROMISES
from signpost.presentation.formats import count, day, number
from signpost.presentation.forms.cards import ENTRY_WORDS, FORM_PARTS, SETTINGS_ENTRY, field_label
from signpost.presentation.forms.drafts import NEW, FieldFault, entries, to_draft


@dataclass(frozen=True)
class ProgrammeChange:
    """One value that differs between two versions of the programme."""

    part: str
    entry: str
    field: str
    before: str
    after: str
    breaks_lock: bool = False
    """A promise of a use case that is locked: it would count as exploratory from now on."""

    @property
    def place(self) -> str:
        """Return which entry it is about: 'Use case: Ask an expert'."""
        word = ENTRY_WORDS[self.part]
        return f"{word[:1].upper()}{word[1:]}: {self.entry}"


def programme_title(programme: Programme) -> str:
    """Return how much is written down."""
    return (
        f"{programme.organisation or 'The programme'}: "
        f"{count(len(programme.use_cases), 'use case')}, "
        f"{count(len(programme.kpis), 'KPI')}, {count(len(programme.targets), 'target')}"
    )


def programme_changes(before: Programme, after: Programme) -> tuple[ProgrammeChange, ...]:
    """Return every value that differs, in the order of the forms."""
    return tuple(
        change
        for part in FORM_PARTS
        for change in _of_part(part, entries(before, part), entries(after, part), before)
    )


def _of_part(
    part: str, old: Mapping[str, Any], new: Mapping[str, Any], before: Programme
) -> Iterator[ProgrammeChange]:
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        name = _label(part, key, now if now is not None else was)
        if was is None:
            yield ProgrammeChange(part, name, "", "", "added")
        elif now is None:
            yield ProgrammeChange(part, name, "", "", "removed", _is_locked(part, was, "", before))
        elif was != now:
            yield from _of_entry(part, name, was, now, before)


def _label(part: str, key: str, card: Any) -> str:
    return "" if part == "organisation" else str(getattr(card, "label", key))


def _of_entry(
    part: str, name: str, was: Any, now: Any, before: Programme
) -> Iterator[ProgrammeChange]:
    old, new = to_draft(part, was), to_draft(part, now)
    for field in dict.fromkeys((*old, *new)):
        first, second = _written(old.get(field)), _written(new.get(field))
        if first == second:
            continue
        label = field_label(part, field)
        locked = _is_locked(part, was, field.split(".")[0], before)
        yield ProgrammeChange(part, name, label, first, second, locked)


def _is_locked(part: str, card: Any, field: str, before: Programme) -> bool:
    """Return whether this field is part of a promise that is locked; '': the whole entry."""
    if isinstance(card, UseCase):
        return card.locked_at is not None and (not field or field in PROMISES)
    if isinstance(card, Kpi):
        using = (case.locked_at for case in before.use_cases if case.kpi == card.id)
        return any(using) and (not field or field in CARD_PROMISES)
    del part
    return False


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,.6g}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def changes_frame(changes: tuple[ProgrammeChange, ...]) -> pd.DataFrame:
    """Return one line per change."""
    rows = [
        (
            change.place,
            change.field or change.after.capitalize(),
            change.before,
            change.after if change.field else "",
            "breaks a locked promise" if change.breaks_lock else "",
        )
        for change in changes
    ]
    return pd.DataFrame(rows, columns=["Where", "What", "Before", "After", "Note"])


def fault_lines(faults: Sequence[FieldFault]) -> tuple[str, ...]:
    """Return what keeps drafts from being saved, one line per entry."""
    by_entry: dict[str, list[str]] = {}
    for fault in faults:
        name = "new " * (fault.entry == NEW) + ENTRY_WORDS[fault.part]
        shown = name if fault.entry in (NEW, SETTINGS_ENTRY) else f"{name} {fault.entry}"
        by_entry.setdefault(f"{shown[:1].upper()}{shown[1:]}", []).append(fault.text)
    return tuple(f"{place}: {' '.join(texts)}" for place, texts in by_entry.items())


def broken_locks(changes: tuple[ProgrammeChange, ...]) -> str:
    """Return in words what breaking locked promises means; '' where none is broken."""
    broken = sorted({change.place for change in changes if change.breaks_lock})
    if not broken:
        return ""
    return (
        f"{count(len(broken), 'locked promise')} would change ({'; '.join(broken)}). What is "
        "changed after its lock counts as exploratory from then on: it is no promise made "
        "beforehand any more, and everybody sees that."
    )


def design_words(plan: PilotPlan) -> tuple[str, ...]:
    """Return what the planned design could detect, beside what is worth having."""
    unit = plan.unit
    lines = []
    for design in plan.detectable:
        size = f"{number(design.change)} {unit}".strip()
        groups = f"{count(design.focus, 'group')} against {design.comparison}"
        fits = "enough" if design.enough else "too coarse"
        lines.append(f"{design.design.capitalize()} ({groups}): {size}, {fits}")
    return (
        f"Worth having: {number(plan.worthwhile)} {unit}. Found four times in five, by the formula "
        "for one test:",
        *lines,
    )


def promise_words(
    programme: Programme, case: UseCase, today: date, started: date | None = None
) -> tuple[str, ...]:
    """Return what a use case will say, and whether it counts as promised before it `started`."""
    card = next((one for one in programme.kpis if one.id == case.kpi), None)
    if card is None:
        return ("Pick a KPI first: it decides what the use case can say.",)
    least = case.worthwhile_change or card.worthwhile_change
    way, back = ("falls", "rises") if card.better == "lower" else ("rises", "falls")
    when = f"on {day(case.review_date)}" if case.review_date else "on its review date"
    size = f"{number(least)} {card.unit}".strip()
    return (
        f"It works if, {when}, the KPI {card.label} {way} by {size} or more beyond what would have "
        "happened anyway, the range leaves out no change, and no check fails.",
        f"It does harm if the KPI {card.label} {back}, and the range leaves out no change. "
        f"No worthwhile effect: the whole range lies within {size} of no change.",
        "Otherwise it says that it cannot tell yet, and what would settle it.",
        _lock_words(case.locked_at, today, started),
    )


def _lock_words(locked: date | None, today: date, started: date | None) -> str:
    """Return what a lock is worth: one after the first start promises nothing beforehand."""
    if started is not None and started < (locked or today):
        when = f"on {day(locked)}" if locked else "today"
        return (
            f"Its first group started on {day(started)}: locked {when}, it is not promised "
            "beforehand, and its answer counts as exploratory."
        )
    if locked:
        return f"Locked on {day(locked)}: what is changed later makes it exploratory."
    return (
        f"Not locked: its answer counts as exploratory. Lock it today, {day(today)}, before "
        "its first group starts, and it counts as promised beforehand."
    )
