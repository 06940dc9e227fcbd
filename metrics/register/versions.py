"""Versions of the programme: promises, their dates, edits after the lock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Literal

from signpost.metrics.model.interventions import serves_use_case
from signpost.metrics.model.purpose import Card
from signpost.metrics.model.schema import Kpi, Programme, UseCase, dump, parse
from signpost.metrics.model.types import Refusal, Verdict
from signpost.metrics.register.recorded_events import with_recorded
from signpost.warehouse import Reader, Warehouse
from signpost.warehouse.audit import record

_STEPS: dict[str, tuple[str, ...]] = {
    "explore": ("pilot", "stop"),
    "pilot": ("scale", "stop", "explore"),
    "scale": ("stop", "pilot"),
    "stop": ("explore",),
}
"""From which stage a use case may go to which."""
PROMISES = (
    "kpi",
    "index",
    "platform",
    "window",
    "lag",
    "focus",
    "comparison",
    "starts_with",
    "people",
    "adoption_metric",
    "guardrails",
    "placebo",
    "worthwhile_change",
    "decision_rule",
    "review_date",
    "attribution",
    "recapture",
    "locked_at",
)
"""Fields of a use case that decide what counts as success."""
CARD_PROMISES = ("better", "per", "worthwhile_change", "money_per_unit", "volume", "records")
_VERSIONS = """
    select p.version_no, p.text, p.loaded_at, p.loaded_by
    from programme p left join upload u on u.upload_no = p.upload_no
    where u.undone_at is null
    order by p.version_no
"""
_SAVE = """
    insert into programme (version_no, text, loaded_at, loaded_by, upload_no)
    values (?, ?, ?, ?, 0)
"""
_KNOWN = """
    select min(u.loaded_at) from upload u join (
        select upload_no from outcome where kpi = ? and last_day >= ?
        union
        select upload_no from record where kind = ? and cast(opened as date) >= ?
    ) o on o.upload_no = u.upload_no
"""


@dataclass(frozen=True)
class ProgrammeVersion:
    """One version of the programme as it was loaded or saved."""

    number: int
    at: datetime
    who: str
    programme: Programme


@dataclass(frozen=True)
class PromiseEdit:
    """One promise that changed from one version to the next."""

    use_case: str
    field: str
    before: str
    after: str
    at: datetime
    who: str
    after_lock: bool


@dataclass(frozen=True)
class PromiseReview:
    """A use case on its review date: the verdict against the promise."""

    use_case: str
    promised: str
    verdict: Verdict
    kept: bool | None
    """None: cannot be told."""
    days_late: int


def programme_history(reader: Reader) -> tuple[ProgrammeVersion, ...]:
    """Return every version of the programme in force, oldest first."""
    return tuple(
        ProgrammeVersion(no, at, who, parse(text)) for no, text, at, who in reader.rows(_VERSIONS)
    )


def programme_in_force(warehouse: Warehouse) -> Programme:
    """Return the newest version of the programme; an empty one where none was loaded."""
    return newest_programme(warehouse.read())


def newest_programme(reader: Reader) -> Programme:
    """Return the programme in force at a version of the data; an empty one where there is none."""
    rows = reader.rows(_VERSIONS)
    return parse(rows[-1][1]) if rows else Programme()


def save_programme(warehouse: Warehouse, programme: Programme, who: str, at: datetime) -> int:
    """Save a new version with the same validation as a file; returns its number.

    The upload number of a version edited here is 0: it came from no file. The text that is
    already in force writes nothing.
    """
    text = dump(programme)
    checked = parse(text)
    with warehouse.write(who) as writer:
        rows = writer.rows("select version_no, text from programme order by version_no")
        number = int(rows[-1][0]) + 1 if rows else 1
        if rows and parse(rows[-1][1]) == checked:
            return number - 1
        row = [number, text, to_utc(at), who]
        writer.execute(_SAVE, row)
        record(writer, who, "define", f"programme version {number}")
    return number


def to_utc(moment: datetime) -> datetime:
    """Return a moment as it is stored: in UTC, without a time zone."""
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


def promise_edits(history: Iterable[ProgrammeVersion]) -> tuple[PromiseEdit, ...]:
    """Return every promise that changed, in time order; `after_lock` where it was locked."""
    edits: list[PromiseEdit] = []
    for old, new in pairwise(history):
        for case in old.programme.use_cases:
            locked = case.locked_at is not None and new.at.date() >= case.locked_at
            for field, was, now in _changes(old.programme, case, new.programme):
                edits.append(PromiseEdit(case.id, field, was, now, new.at, new.who, locked))
    return tuple(edits)


def _case(programme: Programme, use_case: str) -> UseCase | None:
    return next((c for c in programme.use_cases if c.id == use_case), None)


def _changes(old: Programme, before: UseCase, new: Programme) -> list[tuple[str, str, str]]:
    after = _case(new, before.id)
    if after is None:
        return [("use case", before.label, "removed")]
    edits = _differences(before, after, PROMISES)
    cards = (_card(old, before.kpi), _card(new, after.kpi))
    if before.kpi == after.kpi and cards[0] and cards[1]:
        edits += [
            (f"kpi.{name}", was, now)
            for name, was, now in _differences(cards[0], cards[1], CARD_PROMISES)
        ]
    return edits


def _card(programme: Programme, kpi: str) -> Card | None:
    return next((k for k in programme.kpis if k.id == kpi), None)


def _differences(before: Card, after: Card, fields: Iterable[str]) -> list[tuple[str, str, str]]:
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in fields)
    return [
        (name, _display_text(was), _display_text(now)) for name, was, now in pairs if was != now
    ]


def _display_text(value: object) -> str:
    if isinstance(value, Card):
        return ", ".join(f"{k} {v}" for k, v in value.model_dump(exclude_defaults=True).items())
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return "none" if value in (None, "") else str(value)


def registration(
    history: Iterable[ProgrammeVersion],
    use_case: str,
    first_exposed: date | None,
    result_at: datetime | None,
) -> Literal["pre-registered", "exploratory"]:
    """Return whether a use case was promised before its result was known, and not edited since.

    Pre-registered: its lock is dated no later than the first exposed day, the version that locked
    it was published before the first outcome of an exposed period (`known`; None: not yet), not in
    one load with it, and no promise was edited since.
    """
    history = tuple(history)
    case = _case(history[-1].programme, use_case) if history else None
    if case is None or case.locked_at is None:
        return "exploratory"
    locked = next(v for v in history if _locked(v.programme, use_case))
    in_time = first_exposed is None or case.locked_at <= first_exposed
    unseen = result_at is None or locked.at < result_at
    broken = any(e.after_lock for e in promise_edits(history) if e.use_case == use_case)
    return "pre-registered" if in_time and unseen and not broken else "exploratory"


def first_exposed(programme: Programme, case: UseCase) -> date | None:
    """Return the first day on which an intervention started this use case's clock."""
    days = [
        intervention.from_day
        for intervention in programme.interventions
        if intervention.kind in case.starts_with and serves_use_case(intervention, case)
    ]
    return min(days, default=None)


def result_known(reader: Reader, kpi: Kpi, first: date | None) -> datetime | None:
    """Return when the first outcome of an exposed day was loaded, undone uploads included."""
    if first is None:
        return None
    kind = kpi.records.kind if kpi.records else ""
    moment: datetime | None = reader.one(_KNOWN, [kpi.id, first, kind, first])[0]
    return moment


def late_promises(reader: Reader, programme: Programme) -> str:
    """Return in words which locks of the newest version came in after their result; '' if none."""
    history = programme_history(reader)
    found = with_recorded(reader, programme)
    told = programme if isinstance(found, Refusal) else found
    cards = {card.id: card for card in programme.kpis}
    late = [
        f"{case.label!r} (locked {_day(case.locked_at)}, first start {_day(first)})"
        for case in told.use_cases
        if case.locked_at and case.kpi in cards and _is_new_lock(history, case.id)
        if (first := first_exposed(told, case)) and case.locked_at <= first
        if (known := result_known(reader, cards[case.kpi], first)) and known <= history[-1].at
    ]
    if not late:
        return ""
    return (
        f"Figures from after the first start come in with this programme or before it: {late[0]}"
        f"{f' and {len(late) - 1} more' if late[1:] else ''}. Nobody can see that the promise came "
        "first, so the answer counts as found in the data, and stays so. Where the figures are not "
        "published yet, publish the programme alone first."
    )


def _is_new_lock(history: tuple[ProgrammeVersion, ...], use_case: str) -> bool:
    earlier = history[:-1]
    return bool(history) and not any(_locked(one.programme, use_case) for one in earlier)


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _locked(programme: Programme, use_case: str) -> bool:
    case = _case(programme, use_case)
    return case is not None and case.locked_at is not None


def move_stage(
    case: UseCase, stage: Literal["explore", "pilot", "scale", "stop"], day: date
) -> UseCase:
    """Return the use case in its next stage; a pilot is locked. ValueError if that is no step."""
    if stage not in _STEPS[case.stage]:
        ways = " or ".join(_STEPS[case.stage])
        raise ValueError(f"A use case goes from {case.stage} to {ways}, not to {stage}.")
    locked = case.locked_at or (day if stage == "pilot" else None)
    return case.model_copy(update={"stage": stage, "locked_at": locked})


def reviews_due(programme: Programme, today: date) -> tuple[UseCase, ...]:
    """Return the running use cases whose review date has come, the most overdue first."""
    running = (c for c in programme.use_cases if c.stage in ("pilot", "scale"))
    late = [c for c in running if c.review_date is not None and c.review_date <= today]
    return tuple(sorted(late, key=lambda c: c.review_date or today))


def promise_review(
    programme: Programme, case: UseCase, verdict: Verdict, today: date
) -> PromiseReview:
    """Return the verdict against the promise: a worthwhile change in the good direction."""
    kpi = programme.kpi(case.kpi)
    change = case.worthwhile_change or kpi.worthwhile_change
    way = "lower" if kpi.better == "lower" else "higher"
    promised = f"{kpi.label} {way} by at least {change:g} {kpi.unit}".strip()
    is_fulfilled = None if verdict.grade == "cannot_tell" else verdict.grade == "works"
    late = max((today - case.review_date).days, 0) if case.review_date else 0
    return PromiseReview(case.id, promised, verdict, is_fulfilled, late)
