"""What survey exports share: answers become numbers where their words have an order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_LIKERT = {
    5: (
        *("very satisfied", "extremely satisfied", "strongly agree", "extremely likely"),
        *("very likely", "excellent", "always", "completely satisfied"),
    ),
    4: (
        *("satisfied", "somewhat satisfied", "agree", "somewhat agree", "likely"),
        *("somewhat likely", "good", "often"),
    ),
    3: (
        *("neither satisfied nor dissatisfied", "neither agree nor disagree", "neutral", "fair"),
        *("neither likely nor unlikely", "sometimes"),
    ),
    2: (
        *("dissatisfied", "somewhat dissatisfied", "disagree", "somewhat disagree", "unlikely"),
        *("somewhat unlikely", "poor", "rarely"),
    ),
    1: (
        *("very dissatisfied", "extremely dissatisfied", "strongly disagree"),
        *("extremely unlikely", "very unlikely", "very poor", "never"),
    ),
}

_WHENS = " ".join(
    f"when lower(value) in ({', '.join(repr(word) for word in words)}) then {score}"
    for score, words in _LIKERT.items()
)
_LED = "try_cast(regexp_extract(value, '^(\\d{1,2})\\s*([-–:.)(=]|$)', 1) as double)"
_AMOUNT = r"(\d+(?:\.\d+)?)"
_HOUR = r"(?:h|hrs?|hours?|stunden?|heures?|horas?)"
_WEEKLY = r"(?: (?:a|per) week)?"
_UNIT = rf"\s*{_HOUR}?{_WEEKLY}"
_RANGE = rf"{_AMOUNT}\s*(?:-|–|to|bis)\s*{_AMOUNT}{_UNIT}"
_AT_LEAST = rf"(?:(?:more than|over|at least|mehr als|>|≥)\s*{_AMOUNT}{_UNIT}|{_AMOUNT}\+{_UNIT})"
_BELOW = rf"(?:less than|under|up to|weniger als|<)\s*{_AMOUNT}{_UNIT}"
_HOURS = rf"{_AMOUNT}\s*{_HOUR}{_WEEKLY}"


def _part(pattern: str, group: int) -> str:
    return f"try_cast(regexp_extract(lower(trim(value)), '^{pattern}$', {group}) as double)"


_AMOUNTS = ", ".join(
    (
        f"({_part(_RANGE, 1)} + {_part(_RANGE, 2)}) / 2",
        _part(_AT_LEAST, 1),
        _part(_AT_LEAST, 2),
        f"{_part(_BELOW, 1)} / 2",
        _part(_HOURS, 1),
    )
)
SCORE = f"case {_WHENS} else coalesce(finite(try_cast(value as double)), {_AMOUNTS}, {_LED}) end"
"""SQL: a number; of a range such as '1-2 hours' the middle, of an open one its end; the number a
text such as '10 - Extremely likely' begins with; or 1 to 5 for the usual words."""
NO_SCORE = {"answer in words": f"({SCORE.replace('value', 'x_value')}) is null"}

_WORDS = frozenset(word for words in _LIKERT.values() for word in words)


def is_score(text: str) -> bool:
    """Return whether an answer is on a scale: 0 to 10, an amount, or a usual word."""
    plain = text.strip().casefold()
    number = re.match(r"(\d{1,2})(\.\d+)?\s*([-–:.)(=]|$)", plain)
    is_amount = any(re.fullmatch(one, plain) for one in (_RANGE, _AT_LEAST, _BELOW, _HOURS))
    return plain in _WORDS or is_amount or (number is not None and int(number[1]) <= _HIGHEST)


_HIGHEST = 10
_Columns = Mapping[int, Mapping[str, str]]


def nps_and_scales(headers: Sequence[str], below: Sequence[Sequence[str]]) -> _Columns:
    """Qualtrics: the columns Q1, Q2_1, ...; those with an NPS group run from 0 to 10."""
    if len(below) > 1 and not any("ImportId" in cell for cell in below[1]):
        return {}  # the second and third header row were taken out: nothing may be skipped
    texts = below[0] if below else headers
    names = {header.strip() for header in headers}
    found = {}
    for index, header in enumerate(headers):
        name = header.strip()
        if re.fullmatch(r"Q\w+", name) and not re.search(r"_(NPS_GROUP|TEXT|DO_\d+)$", name):
            asked = texts[index].strip() if index < len(texts) else name
            nps = f"{name}_NPS_GROUP" in names
            scale = {"low": "0", "high": "10"} if nps else {"low": "", "high": ""}
            found[index] = {"question": asked or name, **scale}
    return found


def options_below(headers: Sequence[str], below: Sequence[Sequence[str]]) -> _Columns:
    """SurveyMonkey: a question goes on over unnamed columns; the row below names the options."""
    options = below[0] if below else ()
    found, asked = {}, ""
    for index, header in enumerate(headers):
        asked = header.strip() or asked
        option = options[index].strip() if index < len(options) else ""
        if option.casefold() == "response":
            found[index] = {"question": asked}
    return found
