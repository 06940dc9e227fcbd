from __future__ import annotations

from datetime import date

import pytest

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.text.dates import OrderEvidence, decide_order, order_evidence, read_day
from signpost.pipelines.text.file_name_dates import date_range_from_file_name, iso_day, month_or_day
from signpost.pipelines.text.month_names import month_number
from signpost.pipelines.text.periods import named_span, period_spans

READ = {
    ("03/04/2024", "dmy"): date(2024, 4, 3),
    ("03/04/2024", "mdy"): date(2024, 3, 4),
    ("31.01.2026", "dmy"): date(2026, 1, 31),
    ("09/Jan/24", "dmy"): date(2024, 1, 9),
    ("Apr 17, 2026", "mdy"): date(2026, 4, 17),
    ("7 de jul. de 2026", "dmy"): date(2026, 7, 7),
    ("10 de fev. de 2026", "dmy"): date(2026, 2, 10),
    ("Thu, 27 Oct 2016", "dmy"): date(2016, 10, 27),
    ("3. März 2026", "dmy"): date(2026, 3, 3),
    ("1 août 2026", "dmy"): date(2026, 8, 1),
    ("45322", "dmy"): date(2024, 1, 31),
    ("45351.0", "dmy"): date(2024, 2, 29),
    ("2026/7/3", "mdy"): date(2026, 7, 3),
    ("1782691200000", "dmy"): date(2026, 6, 29),
    ("9999999999999", "dmy"): None,
    ("2026年1月5日", "dmy"): date(2026, 1, 5),
    ("2026-W02-1", "dmy"): date(2026, 1, 5),
    ("2026-W54-1", "dmy"): None,
    ("12/1/69", "mdy"): date(2069, 12, 1),
    ("12/1/70", "mdy"): date(1970, 12, 1),
}


@pytest.mark.parametrize(("text", "order"), READ)
def test_a_day_is_read(text: str, order: str) -> None:
    assert read_day(text, order) == READ[text, order]  # type: ignore[arg-type, index]


@pytest.mark.parametrize(
    "text", ["31/31/2026", "30.02.2026", "Marketing 5, 2026", "soon", "12", "5/2026", "1/2/3/4"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text, "dmy") is None


def test_one_late_day_decides_the_column() -> None:
    many = {f"{day:02d}/0{month}/2024": 9 for day in range(1, 13) for month in range(1, 10)}
    assert decide_order({"x": order_evidence({**many, "25/06/2024": 1})}, None, None) == "dmy"
    assert decide_order({"x": order_evidence({**many, "06/25/2024": 1})}, None, None) == "mdy"


def test_another_column_of_the_file_decides() -> None:
    columns = {"a": order_evidence({"03/04/2024": 1}), "b": order_evidence({"12/31/2024": 1})}
    assert decide_order(columns, None, None) == "mdy"


def test_still_ambiguous_is_asked_never_guessed() -> None:
    columns = {"opened": order_evidence({"03/04/2024": 5})}
    with pytest.raises(UnreadableFile, match="--dates dmy or --dates mdy"):
        decide_order(columns, None, None)
    assert decide_order(columns, "mdy", None) == "mdy"
    assert decide_order(columns, None, "mdy") == "mdy"


def test_evidence_beats_the_documentation() -> None:
    assert decide_order({"x": order_evidence({"25/06/2024": 3})}, None, "mdy") == "dmy"


def test_both_orders_are_refused_a_single_slip_is_not() -> None:
    with pytest.raises(UnreadableFile, match="both orders"):
        decide_order({"x": OrderEvidence(dmy=3, mdy=2)}, None, None)
    assert decide_order({"x": OrderEvidence(dmy=999, mdy=1)}, None, None) == "dmy"


SPANS = {
    "2026-03": ("2026-03-01", "2026-03-31"),
    "03/2026": ("2026-03-01", "2026-03-31"),
    "Jan-26": ("2026-01-01", "2026-01-31"),
    "Mär 2026": ("2026-03-01", "2026-03-31"),
    "2026-W07": ("2026-02-09", "2026-02-15"),
    "KW 7 2026": ("2026-02-09", "2026-02-15"),
    "Q1 2026": ("2026-01-01", "2026-03-31"),
    "2026-Q4": ("2026-10-01", "2026-12-31"),
    "2026": ("2026-01-01", "2026-12-31"),
}


@pytest.mark.parametrize("text", SPANS)
def test_a_named_period_is_read(text: str) -> None:
    span = named_span(text)
    assert span is not None
    assert (span[0].isoformat(), span[1].isoformat()) == SPANS[text]


@pytest.mark.parametrize("text", ["2026-13", "2026-W60", "Total", "May", "13/2026", "Q5 2026"])
def test_what_names_no_period_is_none(text: str) -> None:
    assert named_span(text) is None


def test_bare_days_mean_what_all_of_them_fit() -> None:
    weeks = period_spans(["2026-06-01", "2026-06-08"], "dmy")
    assert weeks["2026-06-08"] == (date(2026, 6, 8), date(2026, 6, 14))
    months = period_spans(["31.01.2026", "28.02.2026"], "dmy")
    assert months["28.02.2026"] == (date(2026, 2, 1), date(2026, 2, 28))
    days = period_spans(["2026-06-01", "2026-06-02"], "dmy")
    assert days["2026-06-02"] == (date(2026, 6, 2), date(2026, 6, 2))
    ends = period_spans(["2026-06-07", "2026-06-14"], "dmy", "week ending")
    assert ends["2026-06-14"] == (date(2026, 6, 8), date(2026, 6, 14))


def test_the_days_of_a_file_come_from_its_name() -> None:
    name = "Contoso Member Analytics Prior 30 Days - Jul 3, 2026.csv"
    assert date_range_from_file_name(name) == (date(2026, 6, 4), date(2026, 7, 3))
    both = date_range_from_file_name("x Apr 4, 2026 - Jul 3, 2026.csv")
    assert both == (date(2026, 4, 4), date(2026, 7, 3))
    assert date_range_from_file_name("members.csv") is None
    assert iso_day("exportUsers_2026-7-3.csv") == (date(2026, 7, 3), date(2026, 7, 3))
    assert iso_day("a_2026-07-01_2026-07-31.json") is None
    assert month_or_day("staff-2026-07.csv") == (date(2026, 7, 1), date(2026, 7, 31))


def test_months_have_names_in_many_languages() -> None:
    words = ["May", "mai", "März", "mrt", "août", "ago", "dic", "jui", "marketing", "ma"]
    found = [month_number(word) for word in words]
    assert found == [5, 5, 3, 3, 8, 8, 12, None, None, None]
