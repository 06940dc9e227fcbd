"""Ready-made KPI cards: each is found by its file and gives the figures one works out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from signpost.metrics.model.kpi_templates import HOME, kpi_templates
from signpost.metrics.model.schema import Kpi, Programme, ProgrammeError, dump, parse
from signpost.metrics.panel.kpi_series import KpiSeries, kpi_series
from signpost.metrics.panel.record_kpis import declared_outcome
from tests.metrics.panel.test_record_kpis import at, record
from tests.metrics.small import Small, monday

BY_HAND: dict[str, tuple[float, float]] = {
    "escalation_rate": (100 * 1, 4),
    "call_escalation_rate": (1000 * 1, 2),
    "reopen_rate": (100 * 1, 3),
    "median_time_to_resolve": (4 * 3, 3),
    "mean_time_to_resolve": (2 + 4 + 24, 3),
    "first_reply_minutes": (30 + 50, 2),
    "sla_met": (100 * 2, 3),
    "csat": (100 * 1, 2),
    "csat_survey": (100 * 5, 10),
    "nps": (100 * (5 - 3), 10),
    "travel_cost_per_head": (700, 12),
    "pipeline_per_head": (450, 12),
    "won_amount_per_head": (400, 12),
    "win_rate": (100 * 2, 3),
    "cross_sell_share": (100 * 1, 2),
    "pull_requests_per_head": (3, 12),
    "time_to_merge": (4 * 3, 3),
    "lead_time_for_changes": (30 * 2, 2),
    "revert_rate": (100 * 1, 3),
    "review_comments": (4 + 2, 2),
    "deployments_per_head": (4, 12),
    "change_failure_rate": (100 * 1, 4),
    "time_to_restore": (4 * 2, 2),
    "content_in_use": (100 * (40 + 10), 200 + 300),
    "idle_sites": (100 * 1, 2),
    "audience_engagement": (100 * (48 + 16), 1000 + 600),
    "engaged_sessions": (100 * 231, 420),
    "share_solved": (100 * 3, 4),
    "time_to_useful_answer": (13 * 2, 2),
    "sales_cycle_days": (4, 2),
    "meeting_hours": (1.5 + 0.5, 12),
    "meetings_with_outcome": (100 * 1, 2),
    "production_per_head": (1200 + 300, 12),
    "downtime_per_stop": (3 + 5, 2),
    "downtime_per_head": (3 + 5, 12),
    "onboarding_days": (1 + 3 + 6, 3),
}
"""Numerator and denominator of the first week."""

SCORES = (10, 10, 9, 9, 9, 8, 7, 6, 3, 0)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    one = Small(tmp_path_factory.mktemp("ready"))
    one.roster({"east": range(100, 112)}, monday(0))
    money = {"currency": "EUR", "kind": "opportunity"}
    last = at(0, 6)
    rows = [
        record(1, "east", at(0, 0), flags="escalated sla_met good", closed=at(0, 0, 11)),
        record(2, "east", at(0, 1), flags="reopened sla_met bad", closed=at(0, 1, 13)),
        record(
            3,
            "east",
            at(0, 4),
            flags="sla_missed",
            closed=at(0, 5),
            measures='{"first_reply_minutes": 30}',
        ),
        record(4, "east", last, measures='{"first_reply_minutes": 50}'),
        record(5, "east", at(0, 2), kind="call", flags="escalated"),
        record(6, "east", last, kind="call"),
        record(7, "east", at(0, 0), flags="won cross_sell", amount=100.0, closed=at(0, 0), **money),
        record(8, "east", at(0, 2), flags="won", amount=300.0, closed=last, **money),
        record(9, "east", last, flags="lost", amount=50.0, closed=last, **money),
        record(10, "east", at(0, 0), kind="expense", flags="travel", amount=700.0, currency="EUR"),
        record(11, "east", last, kind="expense", amount=20.0, currency="EUR"),
    ]
    one.load("record", [*rows, *engineering(), *plant_and_people()])
    days = [monday(0) + timedelta(i % 7) for i in range(len(SCORES))]
    one.load("response", [answer(i, days[i], score) for i, score in enumerate(SCORES)])
    return one


def engineering() -> list[dict[str, object]]:
    """Pull requests, deployments and incidents of one week."""
    more = {"kind": "pull_request"}
    told = ('{"lead_hours": 20, "review_comments": 4}', '{"lead_hours": 40, "review_comments": 2}')
    merged = [
        record(20, "east", at(0, 0, 8), closed=at(0, 0, 10), flags="merged", measures=told[0]),
        record(21, "east", at(0, 1, 8), closed=at(0, 1, 12), flags="merged revert",
               measures=told[1]),
        record(22, "east", at(0, 6, 8), closed=at(0, 6, 14), flags="merged"),
        record(23, "east", at(0, 2, 8), closed=at(0, 3, 8)),
    ]  # fmt: skip
    deployed = [
        record(30 + day, "east", at(0, day), closed=at(0, day), flags="failed" if day == 2 else "")
        for day in (0, 2, 4, 6)
    ]
    down = [
        record(40, "east", at(0, 0, 9), closed=at(0, 0, 12)),
        record(41, "east", at(0, 6, 9), closed=at(0, 6, 14)),
    ]
    kinds = (merged, more), (deployed, {"kind": "deployment"}), (down, {"kind": "incident"})
    return [{**row, **kind} for rows, kind in kinds for row in rows]


def plant_and_people() -> list[dict[str, object]]:
    """Meetings, production, stops and newcomers of one week."""
    last = at(0, 6)
    met = [
        record(50, "east", at(0, 0), measures='{"hours": 1.5}'),
        record(51, "east", last, measures='{"hours": 0.5}'),
    ]
    decided = [record(55, "east", at(0, 0), flags="outcome"), record(56, "east", last)]
    made = [
        record(60, "east", at(0, 0), measures='{"good_units": 1200}'),
        record(61, "east", last, measures='{"good_units": 300}'),
    ]
    down = [
        record(70, "east", at(0, 0, 9), closed=at(0, 0, 12)),
        record(71, "east", at(0, 6, 9), closed=at(0, 6, 14)),
    ]
    new = [
        record(80 + row, "east", at(0, 0), closed=at(0, day)) for row, day in enumerate((1, 3, 6))
    ]
    report = {"closed": last, "group": "east", "opened": at(0, 0)}
    sites = [
        record(90, measures='{"files": 200, "active_files": 40}', **report),
        record(91, measures='{"files": 300, "active_files": 10}', flags="idle", **report),
    ]
    shown = [
        record(95, "east", at(0, 0), measures='{"views": 1000, "engagements": 48}'),
        record(96, "east", last, measures='{"views": 600, "engagements": 16}'),
    ]
    visits = [
        record(97, "east", at(0, 0), measures='{"sessions": 400, "engagements": 230}'),
        record(98, "east", last, measures='{"sessions": 20, "engagements": 1}'),
    ]
    kinds = (
        (sites, "site"),
        (shown, "audience_linkedin"),
        (visits, "audience_website"),
        (met, "attendance"),
        (decided, "meeting"),
        (made, "production"),
        (down, "downtime"),
        (new, "onboarding"),
    )
    return [{**row, "kind": kind} for rows, kind in kinds for row in rows]


def answer(number: int, day: date, score: float) -> dict[str, object]:
    return {
        "survey": "qualtrics",
        "answer_id": str(number),
        "question": "q",
        "group_id": "east",
        "person_id": None,
        "day": day,
        "score": score,
        "scale_low": 0.0,
        "scale_high": 10.0,
    }


@pytest.mark.parametrize("name", sorted(kpi_templates()))
def test_a_ready_card_gives_what_one_works_out_by_hand(small: Small, name: str) -> None:
    card = Kpi.model_validate({"like": name, "worthwhile_change": 1.0})
    assert card.records is not None
    assert declared_outcome(card.records)
    found = kpi_series(small.warehouse.read(), card, "week")
    assert isinstance(found, KpiSeries), found
    above, below = (frame.loc["east"].iloc[0] for frame in (found.numerator, found.denominator))
    assert (above, below) == pytest.approx(BY_HAND[name])


def test_every_file_is_a_card_under_its_own_name() -> None:
    assert set(kpi_templates()) == {one.stem for one in HOME.iterdir()} == set(BY_HAND)


def programme(card: str) -> Programme:
    return parse(f"kpis:\n  - {card}\n")


def test_throughput_and_stability_name_each_other() -> None:
    cards = kpi_templates()
    pairs = {name: card["guardrails"] for name, card in cards.items() if "guardrails" in card}
    assert len(pairs) == 9
    assert {other for named in pairs.values() for other in named} <= set(cards)
    assert "change_failure_rate" in pairs["deployments_per_head"]
    assert "deployments_per_head" in pairs["change_failure_rate"]


def test_a_card_says_for_itself_what_it_wants() -> None:
    text = "{like: win_rate, id: wins, worthwhile_change: 2, records: {day: opened}}"
    [card] = programme(text).kpis
    assert (card.id, card.label, card.per, card.worthwhile_change) == ("wins", "Win rate", 100, 2)
    assert card.records is not None
    assert (card.records.day, card.records.denominator) == ("opened", "flag:won,lost")


def test_a_file_that_is_kept_says_everything_itself() -> None:
    one = programme("{like: nps, worthwhile_change: 5}")
    assert "like" not in dump(one)
    assert parse(dump(one)) == one


@pytest.mark.parametrize(
    ("card", "says"),
    [
        ("{like: win_rat, worthwhile_change: 2}", "no ready-made card 'win_rat'.*win_rate"),
        ("{like: win_rate}", "worthwhile_change"),
    ],
)
def test_what_is_missing_is_named(card: str, says: str) -> None:
    with pytest.raises(ProgrammeError, match=says):
        programme(card)


def test_the_guide_lists_every_ready_card() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "programme.md").read_text(encoding="utf-8")
    assert [name for name in kpi_templates() if f"`{name}`" not in guide] == []
