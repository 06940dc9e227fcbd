"""Which column of an unknown file may hold which field: by name, by what its values look like."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from signpost.metrics.model.keys import group_key
from signpost.pipelines.model.cells import Cell, Kind
from signpost.pipelines.model.source import Source
from signpost.pipelines.text.dates import read_day
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.periods import named_span

_NUMBER = re.compile(r"[-+(]?[$€£]?\s?\d[\d.,\s']*\s?[%€$)]?")
_COUNT = re.compile(r"\d[\d.,\s']*")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")
_ENOUGH = 55.0
_NAMED, _EXACT = 80.0, 95.0
"""Likeness of a name (0-100) from which it is evidence, and from which it is the name itself."""
_SHORT = 5
"""Letters of a name that another is like by chance."""
_MOSTLY = 0.8
_PEOPLE = re.compile(
    r"\b(user|member|person|employee|account|contact|customer|caller|phone|e-?mail)\b", re.I
)
_IDS = frozenset(
    (
        *("id", "key", "number", "no", "no.", "nr", "nr.", "#", "n°", "nº", "番号", "numéro"),
        *("nummer", "numero", "número", "clé", "clé de ticket", "clave", "chiave", "schlüssel"),
        *("vorgang", "vorgangsschlüssel", "klucz", "sleutel", "chave"),
    )
)
"""How a list of records calls its first column."""
_FEW = 5
"""So few rows do not show whether values repeat."""
_LOOK = 50
"""Values looked at per column."""


@dataclass(frozen=True)
class Suggestion:
    """A column for a field, how sure (0-100), its first values, and why."""

    field: str
    column: str
    score: float
    first_values: tuple[str, ...]
    why: str


def suggest_columns(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    target: Source,
    known_groups: Collection[str] = (),
) -> tuple[Suggestion, ...]:
    """Return at most one column per field and one field per column, the surest first."""
    columns = {i: _values(rows, i) for i, header in enumerate(headers) if header.strip()}
    offers = [
        _offer(name, cell, headers[i].strip(), values, known_groups)
        for name, cell in target.fields.items()
        if cell.headers  # else columns that become rows fill it
        for i, values in columns.items()
    ]
    chosen: list[Suggestion] = []
    for offer in sorted(offers, key=lambda o: (-o.score, o.field, o.column)):
        fields = {made.field for made in chosen}
        used = {made.column for made in chosen}
        if offer.score >= _ENOUGH and offer.field not in fields and offer.column not in used:
            chosen.append(offer)
    return tuple(chosen)


def _values(rows: Sequence[Sequence[str]], index: int) -> tuple[str, ...]:
    found = (row[index].strip() for row in rows[:_LOOK] if index < len(row))
    return tuple(value for value in found if value)


def _offer(
    name: str, cell: Cell, header: str, values: Sequence[str], known: Collection[str]
) -> Suggestion:
    spellings = (*cell.names, normalise(name))
    named = max(_likeness(normalise(header), spelling) for spelling in spellings)
    groups = cell.kind == "group" and known
    same = _share(values, lambda text: group_key(text) in known) if groups else 0.0
    likely = same or _share(values, lambda text: _looks(text, cell.kind))
    if name in ("record_id", "answer_id"):
        named = _NAMED + 5 if normalise(header) in _IDS else named
        named = 0.0 if named < _NAMED or _PEOPLE.search(header) else named
        likely = float(len(set(values)) == len(values))
    score = 0.0 if values and likely < 0.5 else 0.6 * named + 40 * likely
    if same >= 0.5:
        return Suggestion(name, header, 90 + 10 * same, tuple(values[:3]), "names known groups")
    unlike = groups and not same and named < _NAMED
    if unlike or not _has_evidence(cell.kind, named, values):
        score = 0.0
    why = "its name" if named >= _NAMED else "its values"
    return Suggestion(name, header, score, tuple(values[:3]), why)


def _likeness(header: str, spelling: str) -> float:
    """Return how alike two names are (0-100); short ones such as csat and seats are by chance."""
    likeness = fuzz.ratio(header, spelling)
    return likeness if likeness >= _NAMED or min(len(header), len(spelling)) > _SHORT else 0.0


def _has_evidence(kind: Kind, named: float, values: Sequence[str]) -> bool:
    """Return whether a column may be suggested: where any word or number would do, by its name.

    People are suggested by identities, never by numbers; a column in which hardly a value repeats
    is no group, and none of names of people is a text such as a platform.
    """
    if kind == "person":
        mails = _share(values, lambda text: bool(_MAIL.fullmatch(text)))
        numbers = _share(values, lambda text: bool(_NUMBER.fullmatch(text)))
        return mails >= _MOSTLY or (named >= _NAMED and numbers < _MOSTLY) or named >= _EXACT
    if kind == "group":
        return named >= _NAMED or len(values) < _FEW or 2 * len(set(values)) <= len(values)
    if kind in ("text", "count", "number", "duration", "flag"):
        return named >= _NAMED - 15
    return True


def _share(values: Sequence[str], test: object) -> float:
    if not values or not callable(test):
        return 0.0
    return sum(bool(test(value)) for value in values) / len(values)


def _looks(text: str, kind: Kind) -> bool:
    day = text.split("T")[0].split(" ")[0]
    dated = read_day(day, "dmy") or read_day(day, "mdy") or read_day(text, "dmy")
    match kind:
        case "count":
            return bool(_COUNT.fullmatch(text))
        case "number" | "duration":
            return bool(_NUMBER.fullmatch(text))
        case "day" | "moment":
            return bool(dated)
        case "period":
            return bool(dated or named_span(text))
        case "person":
            return bool(_MAIL.fullmatch(text)) or " " not in text
        case "group":
            return not (_NUMBER.fullmatch(text) or dated)
        case "flag":
            return text.casefold() in {"yes", "no", "true", "false", "ja", "nein", "0", "1"}
        case _:
            return not _NUMBER.fullmatch(text)
