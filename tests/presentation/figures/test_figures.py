from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from signpost.metrics.model.types import EventStudy
from signpost.presentation.chart_data import (
    Axis,
    ForestRow,
    Node,
    Series,
    Step,
    Tie,
    axis_span,
    waterfall_span,
)
from signpost.presentation.chart_data import TrendMark as Line
from signpost.presentation.figures.event_study import event_study_figure
from signpost.presentation.figures.forest import forest_figure, round_steps
from signpost.presentation.figures.network import network_figure
from signpost.presentation.figures.quadrant import QuadrantPoint, label_positions, quadrant_figure
from signpost.presentation.figures.trend import trend_figure
from signpost.presentation.figures.waterfall import waterfall_figure
from signpost.presentation.theme import CHECKS, CLAIMS, DARK, GRADES, LIGHT, Palette

ROWS = [
    ForestRow("Customer care", -6.0, -9.0, -3.0, CLAIMS["better"], "81 % active"),
    ForestRow("Sales <b>North</b>", 1.0, -2.0, 4.0, CLAIMS["unclear"]),
    ForestRow("Finance", 5.0, 2.0, 80.0, CLAIMS["worse"]),
]


def by_meta(figure: object, meta: str) -> list:
    return [trace for trace in figure.data if trace.meta == meta]  # type: ignore[attr-defined]


def test_forest_plots_each_point_and_interval_at_its_value() -> None:
    figure = forest_figure(ROWS, Axis("Effect", better="lower", worthwhile=2.0), LIGHT)
    points = {
        y: x for trace in by_meta(figure, "points") for x, y in zip(trace.x, trace.y, strict=True)
    }
    assert points == {0: -6.0, 1: 1.0, 2: 5.0}
    assert [tuple(line.x) for line in by_meta(figure, "interval")][:2] == [
        (-9.0, -3.0),
        (-2.0, 4.0),
    ]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # first row on top


def test_forest_cuts_a_huge_interval_and_says_so_with_an_arrow() -> None:
    figure = forest_figure(ROWS, Axis("Effect"), LIGHT)
    last = by_meta(figure, "interval")[2]
    assert last.x[1] == axis_span(ROWS)[1] < 80.0
    assert last.marker.symbol[1] == "triangle-right"


def test_forest_labels_hold_no_tags_from_data_and_name_the_good_side() -> None:
    figure = forest_figure(ROWS, Axis("Effect", better="lower"), LIGHT)
    assert "&lt;b&gt;North" in figure.layout.yaxis.ticktext[1]
    assert "← better" in [note.text for note in figure.layout.annotations]


def test_event_study_plots_its_values_and_closes_its_band() -> None:
    study = EventStudy(
        (-2, -1, 0, 1), (0.1, 0.0, -1.0, -2.0), (-1, -1, -2, -3), (1, 1, 0, -1), 0.95, "x"
    )
    figure = event_study_figure(study, LIGHT, unit="calls", period="weeks")
    (points,), (band,) = by_meta(figure, "points"), by_meta(figure, "band")
    assert list(points.x) == [-2, -1, 0, 1]
    assert list(points.y) == [0.1, 0.0, -1.0, -2.0]
    assert list(band.y) == [1, 1, 0, -1, -3, -2, -1, -1]
    assert figure.layout.xaxis.title.text == "Weeks since the group's start"


def test_waterfall_ends_at_the_sum_in_the_words_of_the_account() -> None:
    steps = [
        Step("Benefit", 2_700_400.0, "+€2,700 k"),
        Step("Harm", -1_100_300.0, "−€1,100 k"),
        Step("Cost", -700_000.0, "−€700 k"),
    ]
    figure = waterfall_figure(steps, LIGHT, total=Step("Net value", 900_100.0, "+€900 k"))
    assert list(figure.data[0].x) == [2_700_400.0, -1_100_300.0, -700_000.0, 900_100.0]
    assert list(figure.data[0].measure) == ["relative"] * 3 + ["absolute"]
    assert list(figure.data[0].text) == ["+€2,700 k", "−€1,100 k", "−€700 k", "+€900 k"]
    assert waterfall_span(steps) == (0.0, 2_700_400.0)


def test_intervals_no_longer_than_the_points_lie_apart_are_not_cut() -> None:
    ends = ((446.0, 1_300.0), (3.0, 95.0), (114.0, 163.0))
    rows = [ForestRow("", (low + high) / 2, low, high, CLAIMS["worse"]) for low, high in ends]
    assert axis_span(rows)[1] > 1_300.0


def test_a_loss_reaches_below_zero() -> None:
    assert waterfall_span([Step("Benefit", 1.0, ""), Step("Cost", -3.0, "")]) == (-2.0, 1.0)


def test_trend_leaves_gaps_and_names_lines_at_their_last_known_point() -> None:
    nan = float("nan")
    figure = trend_figure(
        [
            Series("Started", ["a", "b", "c"], [0.1, nan, 0.5]),
            Series("Others", ["a", "b", "c"], [0.1, 0.2, nan]),
        ],
        LIGHT,
        unit="Active",
        percent=True,
        marks=[Line("b", "start")],
    )
    names = {note.text: note.x for note in figure.layout.annotations}
    assert names == {"Started": "c", "Others": "b", "start": "b"}
    assert figure.data[0].connectgaps is False
    assert figure.layout.yaxis.rangemode == "tozero"


def test_quadrant_puts_each_group_at_its_adoption_and_change_and_good_on_top() -> None:
    spots = [QuadrantPoint(0.2 * (i + 1), row) for i, row in enumerate(ROWS)]
    figure = quadrant_figure(spots, LIGHT, unit="calls", better="lower")
    points = {
        x: y for trace in by_meta(figure, "points") for x, y in zip(trace.x, trace.y, strict=True)
    }
    assert points == {0.2: -6.0, 0.4: 1.0, 0.6000000000000001: 5.0}
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert quadrant_figure(spots, LIGHT, unit="x", better="higher").layout.yaxis.range[0] < 0


def test_names_that_would_touch_are_left_to_hover() -> None:
    twin = replace(ROWS[0], label="Twin of it", point=-5.9)
    crowd = [
        QuadrantPoint(0.3 + 0.02 * i, replace(twin, label=f"Group number {i}")) for i in range(6)
    ]
    sides = label_positions(crowd, -30.0)
    assert 0 < len(sides) < 6
    apart = [QuadrantPoint(0.1, ROWS[0]), QuadrantPoint(0.95, ROWS[2])]
    assert label_positions(apart, -30.0) == {0: "middle right", 1: "middle left"}


def test_money_axes_have_round_steps_written_as_money() -> None:
    assert round_steps(-1_060_000.0, 940_000.0) == [-1e6, -5e5, 0.0, 5e5]
    assert round_steps(0.0, 7.0) == [0, 2, 4, 6]
    figure = forest_figure(ROWS, Axis("Net", currency="EUR"), LIGHT)
    assert "€0" in figure.layout.xaxis.ticktext


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize(("palette", "ground"), [(LIGHT, "#FFFFFF"), (DARK, "#12161B")])
def test_text_holds_4_5_and_marks_hold_3(palette: Palette, ground: str) -> None:
    assert contrast(palette.ink, ground) >= 4.5
    assert contrast(palette.mute, ground) >= 4.5
    for state in (*GRADES.values(), *CLAIMS.values(), *CHECKS.values()):
        assert contrast(state.colour(palette), ground) >= 4.5, state.word
    for hue in ("sky", "orange", "line"):
        assert contrast(getattr(palette, hue), ground) >= 3, hue


@pytest.mark.parametrize("states", [GRADES, CLAIMS, CHECKS])
def test_no_two_states_share_a_word_a_shape_or_a_glyph(states: dict) -> None:
    for one, other in itertools.combinations(states.values(), 2):
        assert one.word != other.word
        assert one.glyph != other.glyph
        assert one.symbol != other.symbol
        assert one.hue != other.hue


def test_the_map_draws_each_group_at_its_place_and_strong_ties_thicker() -> None:
    nodes = [
        Node(name, x, y, CLAIMS["better"], "said")
        for name, x, y in (("A <b>", 0.0, 1.0), ("B", 0.5, 0.0), ("C", 1.0, 0.5))
    ]
    figure = network_figure(nodes, [Tie(0, 1, 0.4), Tie(1, 2, 0.05)], LIGHT)
    (points,) = by_meta(figure, "points")
    assert list(zip(points.x, points.y, strict=True)) == [(0.0, 1.0), (0.5, 0.0), (1.0, 0.5)]
    assert points.text[0] == "A &lt;b&gt;"
    lines = {tuple(one.x[:2]): one.line.width for one in by_meta(figure, "ties") if one.x}
    assert lines[0.0, 0.5] > lines[0.5, 1.0]
