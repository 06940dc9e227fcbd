"""Reviews: what is overdue and by how much, what comes next, what a decision settles."""

from __future__ import annotations

from datetime import date, datetime

from signpost.answers.decisions import Decision
from signpost.metrics.model.schema import UseCase
from signpost.presentation.words.reviews import review_state, review_words, reviews_words

TODAY = date(2026, 11, 29)


def case(name: str, review: date | None, stage: str = "pilot") -> UseCase:
    return UseCase.model_validate(
        {
            "id": name, "label": name.capitalize(), "area": "operational", "problem": "p",
            "mechanism": "m", "platform": "teams", "kpi": "k", "stage": stage,
            "review_date": review,
        }
    )  # fmt: skip


def decision(use_case: str, at: datetime, again: date) -> Decision:
    return Decision(1, use_case, None, "works", "scale", "", None, "ann", at, again)


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day)  # noqa: DTZ001 - stored without a time zone


CASES = (
    case("late", date(2026, 11, 2)),
    case("soon", date(2026, 12, 10)),
    case("far", date(2027, 6, 1)),
    case("open", None),
    case("idea", date(2026, 1, 1), "explore"),
)


def test_a_review_whose_day_has_passed_is_overdue_by_that_many_days() -> None:
    state = review_state(CASES, (), TODAY)
    assert state.overdue == {"late": 27}
    assert state.coming == {"soon": date(2026, 12, 10)}
    words = reviews_words(state, {one.id: one.label for one in CASES}).replace("\u00a0", " ")
    assert words == ("1 review is overdue, by 27 days: Late. Next review: Soon, 10 Dec 2026.")
    assert review_words(state, CASES[0]) == "review overdue by 27 days"
    assert review_words(state, CASES[2]).replace("\u00a0", " ") == "review on 1 Jun 2027"
    assert review_words(state, CASES[3]) == ""


def test_a_decision_since_the_day_was_its_review_until_it_is_to_be_looked_at_again() -> None:
    taken = (decision("late", at(2026, 11, 20), date(2027, 2, 1)),)
    assert review_state(CASES, taken, TODAY).overdue == {}
    again = (decision("late", at(2026, 11, 3), date(2026, 11, 25)),)
    assert review_state(CASES, again, TODAY).overdue == {"late": 4}
    before = (decision("late", at(2026, 10, 1), date(2027, 2, 1)),)
    assert review_state(CASES, before, TODAY).overdue == {"late": 27}


def test_nothing_due_says_nothing() -> None:
    assert reviews_words(review_state((), (), TODAY), {}) == ""
