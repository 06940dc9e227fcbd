from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from signpost.metrics.model.schema import Kpi, Records
from signpost.metrics.model.types import Refusal
from signpost.metrics.panel.kpi_series import KpiSeries, kpi_series
from signpost.metrics.panel.record_kpis import DeclarationError, declared_outcome
from tests.metrics.small import Small, monday, week

BASIC = {"label": "X", "unit": "u", "better": "lower", "worthwhile_change": 1.0}


def at(week_no: int, day: int, hour: int = 9) -> datetime:
    return datetime.combine(monday(week_no) + timedelta(day), datetime.min.time()) + timedelta(
        hours=hour
    )


def record(number: int, group: str | None, opened: datetime, **more: Any) -> dict[str, Any]:
    given = {"kind": "ticket", "record_id": str(number), "group_id": group, "opened": opened}
    given |= {"person_id": None, "closed": None, "amount": None, "currency": None}
    return given | {"status": None, "flags": "", "measures": "{}"} | more


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return tickets(tmp_path_factory.mktemp("tickets"))


@pytest.fixture
def fresh(tmp_path: Path) -> Small:
    """The same, to load more into."""
    return tickets(tmp_path)


def tickets(root: Path) -> Small:
    one = Small(root)
    one.roster({"east": range(100, 112), "west": range(200, 215)}, monday(0))
    rows = [
        record(1, "east", at(0, 0), flags="escalated", closed=at(0, 0, 11)),
        record(2, "east", at(0, 1), flags="sla_met reopened", closed=at(0, 1, 13)),
        record(3, "east", at(0, 4), flags="sla_missed", closed=at(1, 4)),
        record(4, "east", at(1, 0), flags="sla_met", measures='{"first_reply_minutes": 30}'),
        record(5, "west", at(0, 0), flags="won cross_sell", amount=100.0, currency="EUR"),
        record(6, "west", at(1, 3), flags="lost", amount=50.0, currency="eur"),
        # No group on the record: its person's group that day.
        record(7, None, at(1, 4), person_id=201, flags="won", amount=300.0, currency="EUR"),
        record(8, "west", at(1, 4), kind="call"),
    ]
    one.load("record", rows)
    return one


def asked(small: Small, numerator: str, denominator: str, **more: Any) -> KpiSeries | Refusal:
    card = Records(kind="ticket", numerator=numerator, denominator=denominator, **more)
    return kpi_series(small.warehouse.read(), Kpi(id="x", records=card, **BASIC), "week")


def table(small: Small, numerator: str, denominator: str, **more: Any) -> dict[str, list[Any]]:
    found = asked(small, numerator, denominator, **more)
    assert isinstance(found, KpiSeries), found
    above, below = found.numerator.to_numpy(), found.denominator.to_numpy()
    return {
        group: [None if np.isnan(b) else (a, b) for a, b in zip(above[i], below[i], strict=True)]
        for i, group in enumerate(found.numerator.index)
    }


def test_rates_count_flags_over_records(small: Small) -> None:
    assert table(small, "flag:escalated", "count") == {
        "east": [(1, 3), (0, 1)],
        "west": [(0, 1), (0, 2)],
    }
    assert table(small, "flag:reopened", "count:closed")["east"] == [(1, 3), None]


def test_sla_and_win_rate_leave_undecided_records_out(small: Small) -> None:
    assert table(small, "flag:sla_met", "flag:sla_met,sla_missed")["east"] == [(1, 2), (1, 1)]
    assert table(small, "flag:won", "flag:won,lost")["west"] == [(1, 1), (1, 2)]


def test_time_to_resolve_as_mean_and_as_median(small: Small) -> None:
    mean = table(small, "hours_to_close", "count:closed", day="closed")["east"]
    assert mean == [(2 + 4, 2), (168, 1)]
    median = table(small, "median:hours_to_close", "count:closed")["east"]
    assert median == [(3 * 4.0, 3), None]


def test_amounts_per_head_and_zero_where_nothing_was_spent(small: Small) -> None:
    assert table(small, "sum:amount", "headcount", where="flag:won")["west"] == [
        (100, 15),
        (300, 15),
    ]
    assert table(small, "sum:amount", "headcount", where="flag:lost")["west"] == [(0, 15), (50, 15)]


def test_where_keeps_what_holds(small: Small) -> None:
    assert table(small, "flag:cross_sell", "count", where="flag:won")["west"] == [(1, 1), (0, 1)]
    assert table(small, "count", "count", where="not:won,lost")["east"] == [(3, 3), (1, 1)]


def test_measures_come_from_the_record(small: Small) -> None:
    found = table(small, "sum:first_reply_minutes", "count:first_reply_minutes")
    assert found["east"] == [None, (30, 1)]


def test_weekends_without_records_do_not_cut_the_last_week(fresh: Small) -> None:
    # The last record is of a Friday, the longest quiet stretch is Friday to Monday.
    found = asked(fresh, "count", "count")
    assert isinstance(found, KpiSeries)
    assert [p.label for p in found.periods] == ["2026-01-05", "2026-01-12"]
    fresh.load("record", [record(9, "east", at(2, 1))])
    found = asked(fresh, "count", "count")
    assert isinstance(found, KpiSeries)
    assert len(found.periods) == 2


def test_a_week_between_two_uploads_is_not_known(fresh: Small) -> None:
    fresh.load("record", [record(20 + i, "east", at(4, i)) for i in range(7)])
    counts = table(fresh, "count", "headcount")["east"]
    assert counts == [(3, 12), (1, 12), None, None, (7, 12)]


def test_per_scales_the_numerator_only(small: Small) -> None:
    card = Records(kind="ticket", numerator="flag:escalated", denominator="count")
    kpi = Kpi(id="x", records=card, per=1000.0, **BASIC)
    found = kpi_series(small.warehouse.read(), kpi, "week")
    assert isinstance(found, KpiSeries)
    assert (found.numerator.loc["east", 0], found.denominator.loc["east", 0]) == (1000, 3)


def test_survey_answers_become_nps_and_csat(tmp_path: Path) -> None:
    small = Small(tmp_path)
    small.roster({"east": range(100, 112)}, monday(0))
    first, last = week(0)
    days = [first + timedelta(i) for i in range((last - first).days + 1)]
    scores = [10, 9, 8, 6, 3, 10, 7]
    rows = [
        {
            "survey": "pulse",
            "answer_id": str(i),
            "group_id": "east",
            "person_id": None,
            "day": day,
            "question": "How likely",
            "score": float(score),
            "scale_low": 0.0,
            "scale_high": 10.0,
        }
        for i, (day, score) in enumerate(zip(days, scores, strict=True))
    ]
    small.load("response", rows)

    def found(numerator: str) -> tuple[float, float]:
        card = Records(
            kind="response:pulse",
            numerator=numerator,
            denominator="count:score",
            where="question:how_likely",
        )
        one = kpi_series(small.warehouse.read(), Kpi(id="x", records=card, **BASIC), "week")
        assert isinstance(one, KpiSeries), one
        return one.numerator.loc["east", 0], one.denominator.loc["east", 0]

    # Three answers are too few to show: whole weeks of them are left out.
    three = [r | {"survey": "few"} for r in (rows[0], rows[5], rows[6])]
    small.load("response", three)
    few = Records(kind="response:few", numerator="nps", denominator="count:score")
    refusal = kpi_series(small.warehouse.read(), Kpi(id="x", records=few, **BASIC), "week")
    assert isinstance(refusal, Refusal)
    assert "No response:few record counts" in refusal.reason
    assert found("nps") == (3 - 2, 7)
    assert found("top2") == (3, 7)
    assert found("sum:score") == (53, 7)


def test_two_currencies_are_not_added(fresh: Small) -> None:
    fresh.load("record", [record(9, "west", at(1, 1), amount=1.0, currency="USD")])
    refusal = asked(fresh, "sum:amount", "headcount")
    assert isinstance(refusal, Refusal)
    assert "EUR, USD" in refusal.reason


def test_no_records_of_the_kind_falls_back_to_the_table(fresh: Small) -> None:
    card = Records(kind="ticket", numerator="count", denominator="count", where="flag:nothing")
    refusal = kpi_series(fresh.warehouse.read(), Kpi(id="x", records=card, **BASIC), "week")
    assert isinstance(refusal, Refusal)
    fresh.outcome({"east": {week(0): (3.0, 4.0)}}, kpi="x")
    other = card.model_copy(update={"kind": "expense"})
    found = kpi_series(fresh.warehouse.read(), Kpi(id="x", records=other, **BASIC), "week")
    assert isinstance(found, KpiSeries)
    assert found.numerator.loc["east", 0] == 3


@pytest.mark.parametrize(
    ("numerator", "denominator", "where"),
    [
        ("flag:x') or 1=1 --", "count", ""),
        ("sum:a,b", "count", ""),
        ("mode:amount", "count", ""),
        ("count", "heads", ""),
        ("median:amount", "headcount", ""),
        ("count", "count", "colour:red"),
        ("count", "count", "status:o'pen"),
    ],
)
def test_words_we_do_not_know_are_told(numerator: str, denominator: str, where: str) -> None:
    with pytest.raises(DeclarationError):
        declared_outcome(
            Records(kind="t", numerator=numerator, denominator=denominator, where=where)
        )


def test_a_wrong_declaration_is_a_refusal(small: Small) -> None:
    refusal = asked(small, "flags:escalated", "count")
    assert isinstance(refusal, Refusal)
    assert "records" in refusal.reason


def test_records_before_a_month_is_whole_are_refused(tmp_path: Path) -> None:
    small = Small(tmp_path)
    small.roster({"east": range(100, 112)}, date(2026, 1, 1))
    small.load("record", [record(1, "east", at(0, 0))])
    refusal = asked(small, "count", "count")
    assert isinstance(refusal, Refusal)
    assert "one whole week" in refusal.reason
