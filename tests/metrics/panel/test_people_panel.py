"""A pilot of people that the programme declares, from licences, records and a roster."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from signpost.answers.answer import answer
from signpost.metrics.causal.people.lottery import draw_places
from signpost.metrics.model.schema import Kpi, PeoplePilot, Programme, ProgrammeError, Records
from signpost.metrics.model.schema import parse as parse_programme
from signpost.metrics.model.types import Finding, Refusal
from signpost.metrics.panel.people.people_panel import build_people_panel
from signpost.metrics.register.consistency import KnownNames, misnamed
from signpost.metrics.register.draws import LotteryArm, record_lottery
from tests.metrics.small import CASE, Small, programme

pytestmark = pytest.mark.slow  # many loads

GROUPS, SIZE, MONTHS, FIRST = 6, 12, 10, 6
PEOPLE = GROUPS * SIZE
CLOSED = Kpi(
    id="closed",
    label="Tickets closed",
    unit="tickets a head",
    better="higher",
    worthwhile_change=1.0,
    records=Records(kind="ticket", numerator="count", denominator="headcount"),
)
PILOT = PeoplePilot(starts=date(2098, 7, 1))
"""Far ahead, so that a draw recorded now came before it."""
PILOT_CASE = CASE.model_copy(update={"kpi": "closed", "window": "month", "people": PILOT})


def month(number: int) -> date:
    return date(2098 + number // 12, number % 12 + 1, 1)


def organisation(
    root: Path,
    effect: float,
    *,
    drawn: bool = True,
    licensed: bool = True,
    used: float = 1.0,
    seed: int = 1,
) -> Small:
    """Return six groups of twelve; half of each are drawn, and close more tickets if `effect`."""
    rng, small = np.random.default_rng([seed, 1]), Small(root)
    block = np.repeat(np.arange(GROUPS), SIZE)
    arm = draw_places(block, 0.5, seed)
    small.roster({f"g{g}": range(g * SIZE, (g + 1) * SIZE) for g in range(GROUPS)}, month(0))
    takes = (arm == 1) & (rng.random(PEOPLE) < used)
    small.load("record", tickets(rng, takes, effect), source="tickets")
    if licensed:
        rows = [{"platform": "teams", "person_id": p, "from_day": PILOT.starts}
                for p in np.flatnonzero(arm)]  # fmt: skip
        small.load("licence", rows, {"licence:teams": [(PILOT.starts, PILOT.starts)]})
    spans = [(month(m), month(m + 1) - timedelta(days=1)) for m in range(MONTHS)]
    small.usage(
        {
            span: {int(p): float(m >= FIRST) for p in np.flatnonzero(takes)}
            for m, span in enumerate(spans)
        }
    )
    small.load("alias", [])
    with small.warehouse.write("test") as writer:
        for person in range(PEOPLE):
            writer.execute("insert into alias values (?, ?)", [f"hash {person}", person])
    if drawn:
        arms = [LotteryArm(f"hash {p}", f"g{block[p]}", int(arm[p])) for p in range(PEOPLE)]
        record_lottery(small.warehouse, PILOT_CASE.id, seed, 0.5, "digest", who="test", arms=arms)
    return small


def tickets(rng: np.random.Generator, takes: np.ndarray, effect: float) -> list[Mapping[str, Any]]:
    level = rng.uniform(4, 12, PEOPLE)
    rows: list[Mapping[str, Any]] = []
    for m in range(MONTHS):
        many = rng.poisson(level + effect * takes * (m >= FIRST))
        last = (month(m + 1) - timedelta(days=1)).day
        for person in range(PEOPLE):
            for number in range(many[person]):
                day = datetime.combine(month(m).replace(day=1 + number % last), datetime.min.time())
                rows.append({"kind": "ticket", "record_id": f"{m}-{person}-{number}",
                             "person_id": person, "opened": day})  # fmt: skip
        for day in range(1, last + 1):  # tickets of nobody, so that every day is covered
            at = datetime.combine(month(m).replace(day=day), datetime.min.time())
            rows.append({"kind": "ticket", "record_id": f"n-{m}-{day}", "person_id": None,
                         "group_id": "elsewhere", "opened": at})  # fmt: skip
    return rows


def plan(**changes: Any) -> Programme:
    case = PILOT_CASE.model_copy(update=changes)
    return programme(kpis=(CLOSED,), use_cases=(case,))


def test_a_recorded_lottery_finds_what_it_did(tmp_path: Path) -> None:
    found = answer(organisation(tmp_path / "d", 3.0).warehouse, plan(), plan().use_cases[0])
    offered, taken, use = found.evidence.estimates
    assert found.evidence.design == "lottery"
    assert (found.verdict.grade, found.verdict.strength) == ("works", "strong")
    assert offered.low < 3 < offered.high
    assert use.low < 3 < use.high
    assert taken.point == pytest.approx(1.0)
    assert offered.unit == "tickets a head"
    assert found.evidence.group_effects == ()


def test_where_nothing_happens_nothing_is_found(tmp_path: Path) -> None:
    found = answer(organisation(tmp_path / "d", 0.0, seed=2).warehouse, plan(), plan().use_cases[0])
    assert found.verdict.grade in ("no_worthwhile_effect", "cannot_tell")
    assert found.evidence.estimates[0].low < 0 < found.evidence.estimates[0].high


def test_only_who_was_drawn_decides_not_who_took_it(tmp_path: Path) -> None:
    """Half of those drawn use it: being drawn does half, using it all."""
    small = organisation(tmp_path / "d", 4.0, used=0.5)
    panel = build_people_panel(small.warehouse, plan(), plan().use_cases[0])
    assert not isinstance(panel, Refusal)
    assert panel.arm.sum() == PEOPLE / 2
    assert panel.use is not None
    assert 0.3 < panel.use[panel.arm == 1, FIRST:].mean() < 0.7
    offered, _, use = answer(small.warehouse, plan(), plan().use_cases[0]).evidence.estimates
    assert offered.low < 2 < offered.high
    assert use.low < 4 < use.high


def test_licences_without_a_draw_are_matched_people(tmp_path: Path) -> None:
    small = organisation(tmp_path / "d", 3.0, drawn=False)
    found = answer(small.warehouse, plan(), plan().use_cases[0])
    assert found.evidence.design == "matched_people"
    assert found.verdict.strength in (None, "suggestive")
    panel = build_people_panel(small.warehouse, plan(), plan().use_cases[0])
    assert not isinstance(panel, Refusal)
    assert (panel.arm.sum(), len(panel.arm)) == (PEOPLE / 2, PEOPLE)


def test_a_draw_after_the_start_is_none(tmp_path: Path) -> None:
    past = PeoplePilot(starts=date(2020, 7, 1))
    found = build_people_panel(
        organisation(tmp_path / "d", 0.0).warehouse,
        plan(people=past),
        plan(people=past).use_cases[0],
    )
    assert isinstance(found, Refusal)
    assert found.reason == Finding("people.no_arms")


def test_a_second_draw_changes_no_arm(tmp_path: Path) -> None:
    small = organisation(tmp_path / "d", 0.0)
    before = build_people_panel(small.warehouse, plan(), plan().use_cases[0])
    again = [LotteryArm(f"hash {p}", "g0", 1) for p in range(PEOPLE)]
    record_lottery(small.warehouse, PILOT_CASE.id, 9, 0.5, "other", who="test", arms=again)
    after = build_people_panel(small.warehouse, plan(), plan().use_cases[0])
    assert not isinstance(before, Refusal)
    assert not isinstance(after, Refusal)
    assert after.arm.tolist() == before.arm.tolist()


def test_a_wait_list_is_cut_where_the_others_get_it(tmp_path: Path) -> None:
    waits = PeoplePilot(starts=PILOT.starts, until=date(2098, 10, 1))
    found = build_people_panel(
        organisation(tmp_path / "d", 0.0).warehouse,
        plan(people=waits),
        plan(people=waits).use_cases[0],
    )
    assert not isinstance(found, Refusal)
    assert (found.start, found.until) == (6, 9)


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    nobody = organisation(tmp_path / "d", 0.0, drawn=False, licensed=False)
    found = answer(nobody.warehouse, plan(), plan().use_cases[0])
    assert found.evidence.refusal is not None
    assert found.evidence.refusal.reason == Finding("people.no_arms")
    bare = programme(kpis=(CLOSED.model_copy(update={"records": None}),), use_cases=(PILOT_CASE,))
    refused = answer(nobody.warehouse, bare, bare.use_cases[0]).evidence.refusal
    assert refused is not None
    assert refused.reason == Finding("people.no_records")


def test_it_has_no_price_and_says_so(tmp_path: Path) -> None:
    found = answer(organisation(tmp_path / "d", 3.0).warehouse, plan(), plan().use_cases[0])
    assert found.at_stake == Refusal(
        Finding("people.no_money"), Finding("people.price_the_roll_out")
    )


def test_the_validator_names_what_a_pilot_cannot_have() -> None:
    wrong = programme(
        kpis=(CLOSED.model_copy(update={"records": None}),),
        use_cases=(PILOT_CASE.model_copy(update={"focus": ("g1",)}),),
    )
    told = [text for text in misnamed(wrong, KnownNames()) if "compares people" in text]
    assert told == [
        "Use case 'Care' compares people, but Tickets closed is not made of records that name "
        "them; give its card `records`.",
        "Use case 'Care' compares people, so its focus has no effect; take it out, or take out "
        "`people`.",
    ]
    with pytest.raises(ProgrammeError, match="must lie after starts"):
        parse_programme(
            "use_cases: [{id: a, label: A, area: customer, problem: p, mechanism: m, platform: x,"
            " kpi: k, people: {starts: 2026-01-01, until: 2025-01-01}}]"
        )


def test_level_tenure_and_location_come_from_the_roster(tmp_path: Path) -> None:
    small = organisation(tmp_path / "d", 0.0)
    begin = month(0) - timedelta(days=1000)
    rows = [
        {
            "person_id": person,
            "from_day": begin if person % 2 else month(2),
            "group_id": f"g{person // SIZE}",
            "level": "senior" if person % 3 == 0 else "junior",
            "location": "Berlin",
        }
        for person in range(PEOPLE)
    ]
    small.load("roster", rows, {"roster": [(month(2), month(2))]})
    asked = plan(people=PILOT.model_copy(update={"for_whom": "level"}))
    panel = build_people_panel(small.warehouse, asked, asked.use_cases[0])
    assert not isinstance(panel, Refusal)
    assert [(one.attribute, one.labels, one.declared) for one in panel.subgroups] == [
        ("level", ("junior", "senior"), True)
    ]
    assert (panel.subgroups[0].kind == 1).sum() == PEOPLE / 3
