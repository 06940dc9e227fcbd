"""Draws of an order of starts: written down, and followed or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from signpost.metrics.model.types import Panel
from signpost.metrics.panel.build import build_panel
from signpost.metrics.register.draws import RecordedDraw, draw_followed, record_draw, recorded_draws
from signpost.warehouse import Warehouse
from tests.metrics.small import Small, monday, programme, roll_out, week

DRAWN = datetime(2026, 1, 5, tzinfo=UTC)
DRAW = RecordedDraw("care", 7, (("a", "b"), ("c", "d"), ("e",)), DRAWN, "ann")
FIRST, SECOND, THIRD = date(2026, 2, 2), date(2026, 3, 2), date(2026, 4, 6)


def test_a_draw_is_written_down_with_seed_order_and_name(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    record_draw(warehouse, "care", 7, [["a", "b"], ["c"]], who="ann")
    record_draw(warehouse, "other", 8, [["x"], ["y"]], who="bob")
    (found,) = recorded_draws(warehouse.read(), "care")
    assert (found.seed, found.waves, found.who) == (7, (("a", "b"), ("c",)), "ann")
    now = datetime.now(UTC).replace(tzinfo=None)
    assert now - timedelta(minutes=5) < found.at <= now


@pytest.mark.parametrize(
    ("started", "followed"),
    [
        ({"a": FIRST, "b": FIRST}, True),
        ({"a": FIRST, "b": FIRST, "c": SECOND, "d": SECOND, "e": THIRD}, True),
        (
            {"a": FIRST},
            True,
        ),  # the rest of the wave is still to come, and nobody after it has begun
        ({"a": FIRST, "c": SECOND}, False),  # b was passed over
        ({"a": SECOND, "b": FIRST, "c": FIRST}, False),  # c overtook a
        ({"c": FIRST}, False),
        ({"a": FIRST, "b": FIRST, "z": SECOND}, False),  # never drawn
        ({"a": date(2026, 1, 1), "b": FIRST}, False),  # began before the draw
        ({}, False),
    ],
)
def test_only_the_drawn_order_was_followed(started: dict[str, date], followed: bool) -> None:
    assert draw_followed([DRAW], started) is followed


def test_only_the_first_draw_counts() -> None:
    again = replace(DRAW, waves=(("c", "d"), ("a", "b"), ("e",)))
    assert not draw_followed([DRAW, again], {"c": FIRST, "d": FIRST})
    assert not draw_followed([], {"a": FIRST})


def test_the_programmes_word_is_not_enough(tmp_path: Path) -> None:
    """A tick alone changes nothing; a draw that the starts followed does."""
    small = Small(tmp_path)
    small.roster({"east": range(100, 112), "west": range(200, 215)}, monday(0))
    small.outcome({g: {week(w): (10.0 + w, 200.0) for w in range(4)} for g in ("east", "west")})
    small.usage({week(w): dict.fromkeys(range(100, 103), 1.0) for w in range(4)})
    later = datetime.now(UTC).date() + timedelta(days=7)
    plan = programme(interventions=(roll_out("East", monday(2)),))
    case = plan.use_cases[0].model_copy(update={"ordered_by_chance": True})
    ticked = build_panel(small.warehouse, plan, case)
    assert isinstance(ticked, Panel)
    assert ticked.ordered_by_chance is False
    record_draw(small.warehouse, case.id, 7, [["east"], ["west"]], who="ann")
    # drawn after the start: this draw cannot have ordered it
    late = build_panel(small.warehouse, plan, case)
    assert isinstance(late, Panel)
    assert late.ordered_by_chance is False
    draws = recorded_draws(small.warehouse.read(), case.id)
    assert draw_followed(draws, {"east": later})
