from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from signpost.metrics.adoption.table import publishable_panel
from signpost.metrics.model.schema import Records
from signpost.metrics.model.types import Panel, Refusal
from signpost.metrics.panel.build import build_panel
from signpost.presentation.words.catalogue import say
from tests.metrics.small import CASE, KPI, Small, monday, programme, roll_out, week

EAST = range(100, 112)  # 12 people
WEST = range(200, 215)  # 15 people
WEEKS = 4


@pytest.fixture
def small(tmp_path: Path) -> Small:
    one = Small(tmp_path)
    one.roster({"east": EAST, "west": WEST}, monday(0))
    one.outcome(
        {
            "east": {week(w): (10.0 + w, 200.0) for w in range(WEEKS)},
            "west": {week(w): (20.0, 400.0) for w in range(WEEKS)},
        }
    )
    # One in four of east is active from week 2 on, three people of west always.
    one.usage(
        {
            week(w): {p: float(w >= 2 and p < 103) for p in EAST}
            | {p: float(p < 203) for p in WEST}
            for w in range(WEEKS)
        }
    )
    return one


def built(small: Small, **changes: object) -> Panel:
    given = {"interventions": (roll_out("East", monday(2) + timedelta(2)),)}
    plan = programme(**(given | changes))
    panel = build_panel(small.warehouse, plan, plan.use_cases[0])
    assert isinstance(panel, Panel), panel
    return panel


def refused(small: Small, **changes: object) -> Refusal:
    plan = programme(**changes)
    refusal = build_panel(small.warehouse, plan, plan.use_cases[0])
    assert isinstance(refusal, Refusal), refusal
    assert refusal.reason
    assert refusal.remedy
    return refusal


def test_a_panel_by_hand(small: Small) -> None:
    panel = built(small)
    assert panel.groups == ("east", "west")
    assert panel.periods == ("2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26")
    np.testing.assert_allclose(panel.outcome, [[5, 5.5, 6, 6.5], [5, 5, 5, 5]])
    np.testing.assert_array_equal(panel.outcome_denominator, [[200] * 4, [400] * 4])
    assert panel.adoption is not None
    np.testing.assert_allclose(panel.adoption, [[0, 0, 3 / 12, 3 / 12], [3 / 15] * 4])
    # The roll-out on a Wednesday starts the week it is in; west never starts.
    np.testing.assert_array_equal(panel.start, [2, -1])
    np.testing.assert_array_equal(panel.headcount, [[12] * 4, [15] * 4])
    np.testing.assert_array_equal(panel.moved, np.zeros((2, 4)))
    np.testing.assert_array_equal(panel.weight, [200, 400])
    assert panel.left_out == ()
    assert panel.breaks == ()
    assert panel.question.registered == "exploratory"
    assert panel.question.unit == "per 100 calls"


def test_no_usage_is_zero_and_no_coverage_is_not_known(small: Small) -> None:
    small.outcome({g: {week(4): (1.0, 100.0)} for g in ("east", "west")})
    panel = built(small)
    assert panel.adoption is not None
    assert panel.adoption[0, 0] == 0.0
    assert np.isnan(panel.adoption[:, 4]).all()
    assert np.isfinite(panel.outcome[:, 4]).all()


def test_a_missing_outcome_is_nan_and_its_period_stays(small: Small) -> None:
    small.outcome({"east": {week(6): (1.0, 100.0)}})
    panel = built(small)
    assert len(panel.periods) == 7
    assert np.isnan(panel.outcome[:, 4:6]).all()
    assert np.isnan(panel.outcome[1, 6])
    assert panel.outcome[0, 6] == 1.0


def test_an_incomplete_last_week_is_dropped(small: Small) -> None:
    part = (monday(4), monday(4) + timedelta(2))
    small.outcome({g: {part: (1.0, 50.0)} for g in ("east", "west")})
    panel = built(small)
    assert panel.periods[-1] == "2026-01-26"
    assert [(out.what, say(out.reason)[:27]) for out in panel.left_out] == [
        ("2026-02-02", "The week is not complete: s")
    ]


def test_unlicensed_members_are_not_in_the_denominator(small: Small) -> None:
    small.usage({week(3): {p: None if p >= 106 else 1.0 for p in EAST} | dict.fromkeys(WEST, 0.0)})
    panel = built(small)
    assert panel.adoption_denominator is not None
    assert panel.adoption_numerator is not None
    assert (panel.adoption_numerator[0, 3], panel.adoption_denominator[0, 3]) == (6, 6)
    assert (panel.adoption_numerator[1, 3], panel.adoption_denominator[1, 3]) == (0, 15)


def test_people_count_where_they_were_or_where_they_are(small: Small) -> None:
    # Person 100 (active) moves to west in the third week.
    small.roster({"east": EAST[1:], "west": [100, *WEST]}, monday(2) + timedelta(1))
    as_was = built(small)
    np.testing.assert_array_equal(as_was.adoption_denominator, [[12, 12, 11, 11], [15, 15, 16, 16]])
    np.testing.assert_array_equal(as_was.adoption_numerator, [[0, 0, 2, 2], [3, 3, 4, 4]])
    assert as_was.moved is not None
    np.testing.assert_allclose(as_was.moved[:, 2], [1 / 12, 1 / 16])
    assert as_was.moved[:, [0, 1, 3]].sum() == 0
    plan = programme()
    as_is = build_panel(small.warehouse, plan, CASE, grouping="as-is")
    assert isinstance(as_is, Panel)
    np.testing.assert_array_equal(as_is.adoption_denominator, [[11] * 4, [16] * 4])
    np.testing.assert_array_equal(as_is.adoption_numerator, [[0, 0, 2, 2], [3, 3, 4, 4]])
    np.testing.assert_array_equal(as_is.headcount, [[11] * 4, [16] * 4])
    assert as_is.question.grouping == "as-is"


def test_before_the_roster_nobody_is_projected_back(small: Small) -> None:
    small.outcome({g: {week(-1): (1.0, 100.0)} for g in ("east", "west")})
    small.usage({week(-1): dict.fromkeys([*EAST, *WEST], 1.0)})
    panel = built(small)
    assert panel.periods[0] == "2025-12-29"
    assert panel.adoption is not None
    assert panel.headcount is not None
    assert np.isnan(panel.adoption[:, 0]).all()
    assert np.isnan(panel.headcount[:, 0]).all()


def test_starts_need_the_kind_the_platform_and_a_day_in_the_panel(small: Small) -> None:
    plans = (
        roll_out("east", monday(1), platform="slack"),
        roll_out("East ", monday(2), id="b", kind="training"),
        roll_out(" WEST", monday(1), id="c", platform="Teams", kind="Roll-Out"),
    )
    np.testing.assert_array_equal(built(small, interventions=plans).start, [-1, 1])
    # The first of two counts, and the Sunday is still in its week.
    twice = (roll_out("east", monday(2) - timedelta(1)), roll_out("east", monday(3), id="c"))
    np.testing.assert_array_equal(built(small, interventions=twice).start, [1, -1])
    early = roll_out("east", monday(-30))
    late = roll_out("west", monday(30))
    np.testing.assert_array_equal(built(small, interventions=(early, late)).start, [0, -1])


def test_loaded_interventions_start_the_clock_too(small: Small) -> None:
    row = {"intervention_id": "x", "group_id": "west", "kind": "white-glove", "from_day": monday(3)}
    small.load("intervention", [row], {"intervention": [(monday(3), monday(3))]})
    np.testing.assert_array_equal(built(small, interventions=()).start, [-1, 3])


def test_small_groups_are_left_out_with_the_reason(small: Small) -> None:
    sizes = {"board": range(300, 309), "depot": range(400, 410)}
    small.roster({"east": EAST, "west": WEST} | sizes, monday(0))
    small.outcome({g: {week(w): (1.0, 10.0) for w in range(WEEKS)} for g in sizes})
    panel = built(small)
    # Nine are too few, ten are not.
    assert panel.groups == ("depot", "east", "west")
    assert [(out.what, say(out.reason)) for out in panel.left_out] == [
        ("board", "It has fewer than 10 people.")
    ]


def test_a_group_that_falls_to_one_person_has_no_figures_from_then_on(small: Small) -> None:
    small.roster({"east": EAST[:1], "west": WEST}, monday(3))
    panel = built(small)
    assert panel.groups == ("east", "west")
    assert panel.adoption is not None
    for figures in (panel.outcome, panel.adoption):
        np.testing.assert_array_equal(np.isfinite(figures), [[True] * 3 + [False], [True] * 4])
    np.testing.assert_allclose(panel.outcome[:, 2], [6, 5])


def test_periods_of_left_out_groups_only_are_not_in_the_panel(small: Small) -> None:
    small.roster({"east": EAST, "west": WEST, "board": range(300, 304)}, monday(0))
    small.outcome({"board": {week(w): (1.0, 10.0) for w in range(-3, WEEKS + 3)}})
    panel = built(small)
    assert (panel.periods[0], panel.periods[-1]) == ("2026-01-05", "2026-01-26")
    np.testing.assert_array_equal(panel.start, [2, -1])


def test_groups_without_kpi_or_roster_are_left_out_with_a_hint(small: Small) -> None:
    small.roster({"east": EAST, "west": WEST, "north": range(300, 320)}, monday(0))
    small.outcome({"wset": {week(w): (1.0, 10.0) for w in range(WEEKS)}})
    reasons = {out.what: say(out.reason) for out in built(small).left_out}
    assert reasons["north"] == "No figures of Escalations are loaded for it."
    assert "'west'" in reasons["wset"]


def test_only_focus_and_comparison_where_both_are_named(small: Small) -> None:
    small.roster({"east": EAST, "west": WEST, "north": range(300, 320)}, monday(0))
    small.outcome({"north": {week(w): (1.0, 10.0) for w in range(WEEKS)}})
    case = CASE.model_copy(update={"focus": ("East",), "comparison": ("West ",)})
    panel = built(small, use_cases=(case,))
    assert panel.groups == ("east", "west")
    assert (panel.question.focus, panel.question.comparison) == (("east",), ("west",))


def test_weekly_kpis_and_usage_are_summed_to_months(tmp_path: Path) -> None:
    small = Small(tmp_path)
    small.roster({"east": EAST}, date(2025, 12, 1))
    weeks = range(-1, 9)  # 29 December to 8 March
    small.outcome({"east": {week(w): (1.0, 50.0) for w in weeks}})
    small.usage({week(w): {p: float(p - 100 == w) for p in EAST} for w in weeks})
    monthly = CASE.model_copy(update={"window": "month"})
    panel = built(small, use_cases=(monthly,), interventions=(roll_out("east", date(2026, 2, 3)),))
    assert panel.periods == ("2026-01", "2026-02")
    np.testing.assert_array_equal(panel.outcome_denominator, [[200, 200]])
    np.testing.assert_array_equal(panel.outcome_numerator, [[400, 400]])
    # Whoever was active in any week that ends in the month was active in the month, once.
    np.testing.assert_array_equal(panel.adoption_numerator, [[3, 4]])
    np.testing.assert_array_equal(panel.adoption_denominator, [[12, 12]])
    np.testing.assert_array_equal(panel.start, [1])


def test_values_without_volume_are_taken_as_they_are(small: Small) -> None:
    small.outcome({g: {week(w): (4.5, 1.0) for w in range(WEEKS)} for g in ("east", "west")})
    panel = built(small)
    np.testing.assert_array_equal(panel.outcome, np.full((2, 4), 4.5))
    np.testing.assert_array_equal(panel.weight, [12, 15])


def test_the_placebo_is_laid_beside(small: Small) -> None:
    canteen = KPI.model_copy(update={"id": "canteen", "per": 1.0})
    small.outcome({"west": {week(w): (float(w), 2.0) for w in range(1, 6)}}, kpi="canteen")
    case = CASE.model_copy(update={"placebo": "canteen"})
    panel = built(small, kpis=(KPI, canteen), use_cases=(case,))
    np.testing.assert_array_equal(panel.placebo, [[np.nan] * 4, [np.nan, 0.5, 1.0, 1.5]])
    unknown = CASE.model_copy(update={"placebo": "weather"})
    panel = built(small, use_cases=(unknown,))
    assert panel.placebo is None
    assert panel.left_out[-1].what == "placebo weather"


def test_contacts_are_those_before_the_first_start(small: Small) -> None:
    def talk(w: int, a: str, b: str, times: float, kind: str = "message") -> dict[str, object]:
        first, last = week(w)
        return {
            "platform": "teams",
            "first_day": first,
            "last_day": last,
            "from_group": a,
            "to_group": b,
            "kind": kind,
            "times": times,
        }

    rows = [
        talk(0, "east", "east", 30),
        talk(0, "east", "west", 5),
        talk(1, "west", "east", 15),
        talk(1, "east", "west", 600, "minutes"),
        talk(2, "west", "west", 999),
    ]
    small.load("interaction", rows, {"interaction:teams": [week(w) for w in range(3)]})
    # Both directions: east with itself 60, with west 20; west only with east.
    np.testing.assert_allclose(built(small).contact, [[0.75, 0.25], [1.0, 0.0]])
    # Without any start everything counts.
    unstarted = built(small, interventions=()).contact
    assert unstarted is not None
    np.testing.assert_allclose(unstarted[1], [20 / 2018, 1998 / 2018])


def test_breaks_tell_a_new_source_and_a_jump_in_headcount(small: Small) -> None:
    small.outcome(
        {g: {week(w): (1.0, 100.0) for w in (2, 3)} for g in ("east", "west")}, source="genesys"
    )
    small.roster({"east": EAST, "west": WEST[:7]}, monday(3))
    panel = built(small)
    assert [(one.period, say(one.what)) for one in panel.breaks] == [
        (2, "Escalations comes from genesys instead of test."),
        (3, "west went from 15 to 7 people."),
    ]


def test_a_second_source_beside_the_first_is_no_break(small: Small) -> None:
    small.outcome({"east": {week(2): (1.0, 100.0)}}, source="genesys")
    assert built(small).breaks == ()


def test_who_lost_the_licence_within_the_month_is_not_counted(tmp_path: Path) -> None:
    small = Small(tmp_path)
    small.roster({"east": EAST}, date(2025, 12, 1))
    weeks = range(-1, 4)  # 29 December to 1 February; the last one ends in February
    small.outcome({"east": {week(w): (1.0, 50.0) for w in weeks}})
    small.usage({week(w): {p: None if p == 100 and w == 2 else 1.0 for p in EAST} for w in weeks})
    monthly = CASE.model_copy(update={"window": "month"})
    panel = built(small, use_cases=(monthly,))
    np.testing.assert_array_equal(panel.adoption_denominator, [[11]])


def test_without_usage_a_panel_with_starts_is_still_built(small: Small) -> None:
    case = CASE.model_copy(update={"platform": "slack"})
    panel = built(small, use_cases=(case,))
    assert panel.adoption is None
    assert panel.left_out[-1].what == "adoption of slack"


def test_refusals_name_the_remedy(small: Small, tmp_path: Path) -> None:
    assert "no card" in say(refused(small, kpis=()).reason)
    other = KPI.model_copy(update={"id": "csat", "label": "CSAT"})
    nothing = refused(small, kpis=(other,), use_cases=(CASE.model_copy(update={"kpi": "csat"}),))
    assert "There are figures of: escalations" in say(nothing.reason)
    slack = CASE.model_copy(update={"platform": "slack"})
    assert "roll-out" in say(refused(small, use_cases=(slack,)).reason)
    assert "fewer than 50" in say(refused(small, minimum_group_size=50).reason)
    lonely = CASE.model_copy(update={"focus": ("x",), "comparison": ("y",)})
    assert "None of the focus" in say(refused(small, use_cases=(lonely,)).reason)
    empty = Small(tmp_path / "empty")
    assert say(refused(empty).reason) == "No roster is loaded, so nobody's group is known."


def test_a_monthly_kpi_cannot_be_asked_weekly(small: Small) -> None:
    monthly = KPI.model_copy(update={"id": "ideas", "label": "Ideas"})
    month = (date(2026, 1, 1), date(2026, 1, 31))
    small.outcome({g: {month: (3.0, 1.0)} for g in ("east", "west")}, kpi="ideas")
    refusal = refused(small, kpis=(monthly,), use_cases=(CASE.model_copy(update={"kpi": "ideas"}),))
    assert "cannot be asked per week" in refusal.reason
    assert "window: month" in refusal.remedy


def test_a_kpi_of_other_groups_is_refused(tmp_path: Path) -> None:
    small = Small(tmp_path)
    small.roster({"east": EAST})
    small.outcome({"ost": {week(0): (1.0, 10.0)}})
    assert say(refused(small).reason) == (
        "The groups of Escalations (ost) are not those of the roster (east)."
    )


def test_usage_and_kpi_of_different_times_do_not_meet(tmp_path: Path) -> None:
    small = Small(tmp_path)
    small.roster({"east": EAST}, monday(-60))
    small.outcome({"east": {week(0): (1.0, 10.0)}})
    small.usage({week(-50): dict.fromkeys(EAST, 1.0)})
    assert "do not overlap" in say(refused(small).reason)


def test_exports_per_group_make_a_panel_without_a_roster(tmp_path: Path) -> None:
    small = Small(tmp_path)
    rows = [
        {
            "platform": "teams",
            "group_id": group,
            "first_day": week(w)[0],
            "last_day": week(w)[1],
            "measure": "active",
            "numerator": float(w),
            "denominator": size,
        }
        for w in range(WEEKS)
        for group, size in (("east", 20.0), ("tiny", 4.0))
    ]
    small.load("group_usage", rows, {"group_usage:teams": [week(w) for w in range(WEEKS)]})
    small.outcome({g: {week(w): (1.0, 10.0) for w in range(WEEKS)} for g in ("east", "tiny")})
    panel = built(small, interventions=(roll_out("east", monday(1)),))
    assert panel.groups == ("east",)
    np.testing.assert_allclose(panel.adoption, [[0, 1 / 20, 2 / 20, 3 / 20]])
    assert panel.headcount is None
    assert panel.moved is None
    assert panel.left_out[-1].what == "tiny"


def test_people_who_never_changed_group_are_told_apart(small: Small) -> None:
    small.roster({"east": EAST[1:], "west": [100, *WEST]}, monday(2))
    card = Records(kind="ticket", numerator="flag:escalated", denominator="count")
    opened = [datetime.combine(monday(0) + timedelta(d), datetime.min.time()) for d in range(28)]
    small.load(
        "record",
        [
            {
                "kind": "ticket",
                "record_id": f"{person}-{i}",
                "person_id": person,
                "opened": moment,
                # Person 100, who moves, escalates everything.
                "flags": "escalated" if person == 100 or i % 7 == 0 else "",
            }
            for i, moment in enumerate(opened)
            for person in (100, 101, 201)
        ],
    )
    panel = built(small, kpis=(KPI.model_copy(update={"records": card}),))
    np.testing.assert_allclose(
        panel.outcome, 100 * np.array([[8 / 14] * 2 + [1 / 7] * 2, [1 / 7] * 2 + [8 / 14] * 2])
    )
    np.testing.assert_allclose(panel.stable_outcome, np.full((2, 4), 100 / 7))


def test_a_panel_leaves_the_house_without_what_the_tables_withhold(small: Small) -> None:
    small.roster({"east": EAST, "west": WEST, "board": range(300, 304)}, monday(0))
    small.usage(
        {week(w): dict.fromkeys([*EAST, *WEST, *range(300, 304)], 1.0) for w in range(WEEKS)}
    )
    panel = built(small)
    shown = publishable_panel(small.warehouse, programme(), panel)
    assert panel.adoption is not None
    assert shown.adoption is not None
    # East hides with board; west may be shown.
    assert np.isnan(shown.adoption[0]).all()
    np.testing.assert_array_equal(shown.adoption[1], panel.adoption[1])
    np.testing.assert_array_equal(shown.outcome, panel.outcome)


def test_a_panel_as_it_is_now_shows_no_single_mover(small: Small) -> None:
    small.roster({"east": EAST[1:], "west": [100, *WEST]}, monday(2))
    as_is = build_panel(small.warehouse, programme(), CASE, grouping="as-is")
    assert isinstance(as_is, Panel)
    shown = publishable_panel(small.warehouse, programme(), as_is)
    assert shown.adoption is not None
    np.testing.assert_array_equal(np.isnan(shown.adoption), [[True, True, False, False]] * 2)
