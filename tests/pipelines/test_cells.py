"""Each macro of cells.sql, by a table of texts."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signpost.pipelines.model.cells import MACROS, Cell
from signpost.pipelines.text.patterns import FIGURE, most_are


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute(MACROS)
    yield connection
    connection.close()


def value(con: duckdb.DuckDBPyConnection, macro: str, text: str, *rest: str) -> object:
    call = ", ".join(["present(tidy(?))", *(f"'{more}'" for more in rest)])
    return con.execute(f"select {macro}({call})", [text]).fetchall()[0][0]


COUNTS = {
    "12": 12, "0": 0, " 7 ": 7, "12.0": 12, "1,234": 1234, "1.234": 1234, "1 234": 1234,
    "1\u00a0234": 1234, "1'234": 1234, "1,234,567": 1234567, "1e3": 1000,
    "-1": None, "5.5": None, "1,23": None, "inf": None, "NaN": None, "1e999": None, "x": None,
    "#N/A": None, "-": None, "99999999999999999999": None, "12.7": None,
}  # fmt: skip


@pytest.mark.parametrize("text", COUNTS)
def test_count(con: duckdb.DuckDBPyConnection, text: str) -> None:
    assert value(con, "count_of", text) == COUNTS[text]


NOTHING = {
    "NaN": (True, False), "nan": (True, False), "NaT": (True, False), "<NA>": (True, False),
    "(null)": (True, False), "#NV": (True, False), "--": (True, False), "null": (True, True),
    "None": (True, True), "#N/A": (True, True), "-": (True, True), "Nadia": (False, False),
    "0": (False, False), "NaN Inc": (False, False), "Nat": (False, False), "Nan": (False, False),
}  # fmt: skip
"""Text -> whether it is no value among words and days, and among numbers."""


@pytest.mark.parametrize("text", NOTHING)
def test_a_word_for_nothing_depends_on_what_stands_in_the_column(
    con: duckdb.DuckDBPyConnection, text: str
) -> None:
    for kind, nothing in zip(("person", "count"), NOTHING[text], strict=True):
        sql = Cell(kind, ()).present(f"'{text}'")
        assert (con.execute(f"select {sql}").fetchall()[0][0] is None) == nothing, kind


NUMBERS = {
    ("12.5", "."): 12.5, ("$1,234.50", "."): 1234.5, ("12.5%", "."): 0.125, ("(200)", "."): -200,
    ("(15.5)", "."): -15.5, ("1,300", "."): 1300, ("USD 45,000.00", "."): 45000,
    ("45.000,00 EUR", ","): 45000, ("1.234,50", ","): 1234.5, ("9,8 %", ","): 0.098,
    ("1 234,5 €", ","): 1234.5, ("12-", "."): -12, ("−3", "."): -3, ("100%", "."): 1.0,
    ("–3", "."): -3, ("－3,5 €", ","): -3.5, ("3–5", "."): None, ("– 3", "."): -3,
    ("1,23", "."): None, ("1.23", ","): None, ("12,34.5", "."): None, ("inf", "."): None,
    ("1e999", "."): None, ("nan", "."): None, ("1e3", "."): 1000, ("-", "."): None,
    ("#N/A", "."): None, ("1.2.3", "."): None, ("ten", "."): None, ("%", "."): None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "point"), NUMBERS)
def test_number(con: duckdb.DuckDBPyConnection, text: str, point: str) -> None:
    found = value(con, "number_of", text, point)
    expected = NUMBERS[text, point]
    assert found == (None if expected is None else pytest.approx(expected))


DURATIONS = {
    "750": 750, "00:12:30": 750, "27:05:00": 97500, "PT1H2M3S": 3723, "PT0S": 0, "P1DT2H": 93600,
    "00:00": 0, "12:70:00": None, "-5": None, "soon": None, "P": None,
}  # fmt: skip


@pytest.mark.parametrize("text", DURATIONS)
def test_duration(con: duckdb.DuckDBPyConnection, text: str) -> None:
    assert value(con, "duration_of", text) == DURATIONS[text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("True", True), ("yes", True), ("1", True), ("WAHR", True), ("FALSE", False), ("No", False),
     ("nein", False), ("2", None), ("maybe", None)],
)  # fmt: skip
def test_flag(con: duckdb.DuckDBPyConnection, text: str, expected: bool | None) -> None:
    assert value(con, "flag_of", text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2026-07-03", "2026-07-03"), ("2026-07-03T05:30:11Z", "2026-07-03"),
     ("2018-03-12-07:00", "2018-03-12"), ("2026-06-01T00:00Z", "2026-06-01"),
     ("2018-03-12 09:00:00 UTC", "2018-03-12"), ("2026-02-30", None), ("03/04/2026", None),
     ("2026-01-05 23:30:00+00", "2026-01-05"), ("2026-01-05 23:30:00.5-05", "2026-01-05"),
     ("12-11-10", None), ("0202-01-01", None)],
)  # fmt: skip
def test_iso_day(con: duckdb.DuckDBPyConnection, text: str, expected: str | None) -> None:
    found = value(con, "iso_day", text)
    assert (found and str(found)) == expected


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [("09/Jan/24 3:54 PM", "09/Jan/24", "15:54:00"), ("07-04-2026 13:00:00", "07-04-2026",
     "13:00:00"), ("Mon, 01 Jun 2026 08:37:00", "Mon, 01 Jun 2026", "08:37:00"),
     ("11/4/2020, 9:50:12 AM", "11/4/2020", "09:50:12"), ("4/15/2026", "4/15/2026", "00:00:00"),
     ("05.01.2026 23:30:00+00", "05.01.2026", "23:30:00"), ("5 Jan 2026 07:15 -05", "5 Jan 2026",
     "07:15:00"), ("12:30 05-01-2026", "05-01-2026", "12:30:00"), ("05.01.2026 23:30:00.25+05:30",
     "05.01.2026", "23:30:00")],
)  # fmt: skip
def test_day_and_clock(con: duckdb.DuckDBPyConnection, text: str, day: str, clock: str) -> None:
    assert value(con, "day_text", text) == day
    assert str(value(con, "clock_of", text)) == clock


def test_addresses_are_masked(con: duckdb.DuckDBPyConnection) -> None:
    assert value(con, "masked", "see ann.b@x.org; or bo@y") == "see [e-mail]; or [e-mail]"


def every(
    con: duckdb.DuckDBPyConnection, texts: list[str], *calls: str
) -> list[tuple[object, ...]]:
    """One row per text, `t` in the calls; a hundred texts cost hardly more than one."""
    cells = "select present(tidy(raw)) as t from (select unnest(?::varchar[]) as raw)"
    return con.execute(f"select {', '.join(calls)} from ({cells})", [texts]).fetchall()


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=10, max_size=50))
def test_no_text_breaks_a_macro(con: duckdb.DuckDBPyConnection, texts: list[str]) -> None:
    macros = ("count_of", "duration_of", "flag_of", "iso_day", "iso_moment", "clock_of")
    calls = (*(f"{macro}(t)" for macro in macros), "number_of(t, '.')")
    plain = [text.replace("\0", "") for text in texts]
    for row in every(con, plain, *calls):
        assert row[-1] is None or abs(row[-1]) < float("inf")  # type: ignore[arg-type]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(-1e12, 1e12), min_size=10, max_size=50))
def test_a_number_survives_both_ways_of_writing(
    con: duckdb.DuckDBPyConnection, numbers: list[float]
) -> None:
    english = [f"{number:,.2f}" for number in numbers]
    german = [text.translate(str.maketrans(",.", ".,")) for text in english]
    expected = [pytest.approx(round(number, 2)) for number in numbers]
    assert [one for (one,) in every(con, english, "number_of(t, '.')")] == expected
    assert [one for (one,) in every(con, german, "number_of(t, ',')")] == expected


def test_the_number_of_a_record_is_no_amount() -> None:
    for text in ("EUR 100", "100 EUR", "chf1'200", "R$ 5", "₹1,23,456", "EGP 100", "12 ‰"):
        assert FIGURE.fullmatch(text), text
    for text in ("SUP-1", "INC001", "INC0012345", "CAS-01", "RITM1"):
        assert not FIGURE.fullmatch(text), text


@pytest.mark.parametrize(("yes", "needed"), [(0, 3), (1, 3), (2, 5), (3, 3), (4, 3), (5, 3)])
def test_no_more_texts_are_asked_than_decide(yes: int, needed: int) -> None:
    times = {"a": 1, "b": 6, "c": 6, "d": 1, "e": 1}
    wanted, asked = set("abcde"[:yes]), []
    found = most_are(times, lambda text: asked.append(text) or text in wanted)
    assert found == (2 * sum(n for text, n in times.items() if text in wanted) > 15)
    assert len(asked) == needed
    assert not most_are({}, bool)
