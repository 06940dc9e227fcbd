"""Contacts as they were shown: of one person's correction nothing is seen, of many people's all."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from signpost.metrics.disclosure.contact_states import contact_states, contacts_at

MINIMUM = 10
Rows = list[tuple[int, int, float]]
"""Person of a, person of b, times."""
FIRST: Rows = [(one, 100 + one, float(1 + one % 3)) for one in range(20)]


def contacts(rows: Rows, period: str = "teams w1") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["from_person", "to_person", "times"])
    return frame.assign(period=period, from_group="a", to_group="b", kind="message")


def chain(*versions: Rows) -> list[float]:
    """Times from a to b that are shown at each version."""
    states: pd.DataFrame | None = None
    found = []
    for number, rows in enumerate(versions, start=1):
        states = contact_states(states, contacts(rows), version=number, minimum=MINIMUM)
        found.append(float(contacts_at(states, number, {"teams w1"})["times"].sum()))
    return found


def changed(many: int, start: int = 0) -> Rows:
    return [(a, b, times + 5 * (start <= a < start + many)) for a, b, times in FIRST]


def total(rows: Rows) -> float:
    return sum(times for _, _, times in rows)


@pytest.mark.parametrize(("many", "seen"), [(0, False), (1, False), (9, False), (10, True)])
def test_a_correction_is_seen_when_it_is_about_enough(many: int, seen: bool) -> None:
    now = changed(many)
    assert chain(FIRST, now) == [total(FIRST), total(now) if seen else total(FIRST)]


@pytest.mark.parametrize("side", [lambda a, b: (a, b), lambda a, b: (b, a)])
def test_one_person_with_many_contacts_is_one_person(
    side: Callable[[int, int], tuple[int, int]],
) -> None:
    """Whoever knew fifteen and is erased leaves no difference: enough is enough on both sides."""
    with_one = [*FIRST, *((*side(50, 100 + one), 2.0) for one in range(15))]
    rest = [row for row in with_one if 50 not in row[:2]]
    assert len(rest) == len(FIRST)
    assert chain(with_one, rest) == [total(with_one)] * 2


def test_a_third_version_is_held_against_the_first_as_well() -> None:
    many = changed(12)
    most = changed(13)
    assert chain(FIRST, many, most)[1:] == [total(many)] * 2
    back = changed(1)  # a sum with the first would be about one
    assert chain(FIRST, many, back)[1:] == [total(many)] * 2
    again = changed(20)
    assert chain(FIRST, changed(9), again) == [total(FIRST)] * 2 + [total(again)]


def test_a_window_that_is_new_is_shown_and_an_older_version_has_its_first_state() -> None:
    states = contact_states(None, contacts(FIRST), version=1, minimum=MINIMUM)
    both = pd.concat([contacts(FIRST), contacts(changed(3), "teams w2")])
    states = contact_states(states, both, version=2, minimum=MINIMUM)
    periods = {"teams w1", "teams w2"}
    now = contacts_at(states, 2, periods).groupby("period")["times"].sum().to_dict()
    assert now == {"teams w1": total(FIRST), "teams w2": total(changed(3))}
    then = contacts_at(states, 1, periods).groupby("period")["times"].sum().to_dict()
    assert then == now
    assert set(contacts_at(states, 2, {"teams w1"})["period"]) == {"teams w1"}


def test_one_who_moves_to_another_group_is_in_no_difference() -> None:
    moved = contacts(FIRST)
    moved.loc[moved["from_person"] == 3, "from_group"] = "c"
    states = contact_states(None, contacts(FIRST), version=1, minimum=MINIMUM)
    states = contact_states(states, moved, version=2, minimum=MINIMUM)
    assert set(contacts_at(states, 2, {"teams w1"})["from_group"]) == {"a"}
