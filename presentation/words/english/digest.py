"""Words of the digest: what changed since a reader last looked."""

from __future__ import annotations

import math
from datetime import date

from signpost.presentation.formats import count, day, listed, money, money_range
from signpost.presentation.theme import GRADES, STRENGTHS
from signpost.presentation.words.catalogue import Wording


def _verdict(said: Wording) -> str:
    now = _grade(said["grade"], said["strength"])
    before = _grade(said["grade_before"], said["strength_before"])
    return f"{said['use_case']}: {now}, before: {before[:1].lower()}{before[1:]}."


def _new(said: Wording) -> str:
    return f"New use case {said['use_case']}: {_grade(said['grade'], said['strength'])}."


def _grade(grade: str, strength: str) -> str:
    word = GRADES[grade].word
    if not strength or grade == "cannot_tell":
        return word
    return f"{word} ({STRENGTHS[strength].lower()} evidence)"


def _money(said: Wording) -> str:
    return f"{said['use_case']}: net value to date {_moved(said)}"


def _net(said: Wording) -> str:
    return f"Net value to date of all use cases: {_moved(said)}"


def _moved(said: Wording) -> str:
    currency, unit = said["currency"], said["unit"]
    now, before = (money(said[name], currency, unit=unit) for name in ("now", "before"))
    if math.isclose(said["low"], said["high"]):
        return f"{now}, before: {before}."
    return f"{now}, outside the range it had: {before} ({_span(said)})."


def _span(said: Wording) -> str:
    return money_range(said["low"], said["high"], said["currency"])


def _reviews_due(said: Wording) -> str:
    names = listed(list(said.all_of("use_cases")), most=4)
    many = "Reviews are due" if len(said["use_cases"]) > 1 else "A review is due"
    return f"{many}: {names} ({_ago(said)})."


def _decision_due(said: Wording) -> str:
    due = day(date.fromisoformat(said["day"]))
    return f"A decision is due for review since {due}: {said['step']}, {said['use_case']}."


def _stale(said: Wording) -> str:
    subjects = [_inside(one) for one in said.all_of("subjects")]
    verb = "are" if len(subjects) > 1 else "is"
    text = f"{listed(subjects, most=6)} {verb} stale: the newest day is {_ago(said)}."
    return f"{text[:1].upper()}{text[1:]}"


def _inside(text: str) -> str:
    """Return a name inside a sentence; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def _ago(said: Wording) -> str:
    days, when = int(said["days"]), day(date.fromisoformat(said["day"]))
    return f"{when}, {count(days, 'day')} ago" if days else f"{when}, today"


WORDS = {
    "digest.verdict": _verdict,
    "digest.new_use_case": _new,
    "digest.use_case_gone": "{use_case} is no longer among the use cases.",
    "digest.money": _money,
    "digest.net": _net,
    "digest.reviews_due": _reviews_due,
    "digest.decision_due": _decision_due,
    "digest.stale": _stale,
    "digest.refused": "{file} lies in the inbox and could not be loaded; the reason lies "
    "beside it.",
}
