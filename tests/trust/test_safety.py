"""Text of data is data: markdown, Plotly, spreadsheets and file names, attacked one by one."""

from __future__ import annotations

import csv
import html
import io
import re
import unicodedata
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signpost.presentation import escaping
from signpost.presentation.escaping import (
    cell,
    csv_bytes,
    csv_safe,
    file_name,
    label,
    md,
    plain_text,
)
from tests.trust.corpus import CORPUS, FORMULAS, PATHS

# What Streamlit's markdown looks for once the backslashes are gone (StreamlitMarkdown.tsx,
# mdast-util-gfm-autolink-literal, remark-emoji); any of these left in the text would act.
LATE = (
    r"(https?://|www(?=\.))[-.\w]+",
    r"[-.\w+]+@[-\w]+(\.[-\w]+)+",
    r":material[/_]\w+:",
    r":streamlit:",
    r":\+1:|:-1:|:[\w-]+:",
    r"(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)",
)
ANY_TEXT = st.text(max_size=200) | st.text(alphabet="=+-@:/w.h\\`*_[]()<>#!|~$&^{}% a1\n\t\"';,")


def unescaped(markdown: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)


def assert_inert(text: str) -> None:
    shown = md(text)
    naked = re.sub(r"\\[!-/:-@\[-`{-~]", "", shown)
    assert not re.search(r"[`*_{}\[\]()<>#+\-.!|~$:&^=@\\]", naked), shown
    assert "\n" not in shown
    assert not re.match(r"\s{4}", shown)
    for pattern in LATE:
        assert not re.search(pattern, unescaped(shown), re.IGNORECASE), (pattern, shown)
    assert unescaped(shown).replace("\u2060", "") == plain_text(text)


@pytest.mark.parametrize("text", CORPUS)
def test_markdown_has_nothing_to_act_on(text: str) -> None:
    assert_inert(text)


@given(ANY_TEXT)
def test_markdown_has_nothing_to_act_on_whatever_the_text(text: str) -> None:
    assert_inert(text)


@pytest.mark.parametrize("text", [":material/home:", "www.a.example", "a@b.example", "x -> y"])
def test_backslashes_alone_would_not_do(text: str) -> None:
    only_backslashes = re.sub(r"([^\w\s])", r"\\\1", text)
    assert any(re.search(p, unescaped(only_backslashes), re.IGNORECASE) for p in LATE)


@given(ANY_TEXT, st.integers(2, 50))
def test_plain_text_is_one_short_line_of_visible_characters(text: str, longest: int) -> None:
    line = plain_text(text, longest)
    assert len(line) <= longest
    assert line == " ".join(line.split())
    kinds = {unicodedata.category(c) for c in line if c not in "\u200c\u200d"}
    assert not kinds & {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
    line.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Customer care", "Customer care"),
        ("Køge Æble", "Køge Æble"),
        ("社員 営業部", "社員 営業部"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\x00b\x1b[31m", "a b [31m"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("e" + "\u0301" * 9, "e" + "\u0301" * 4),
        ("x" * 500, "x" * 399 + "…"),
        (None, "None"),
        (3.5, "3.5"),
    ],
)
def test_ordinary_names_stay_and_tricks_go(text: object, shown: str) -> None:
    assert plain_text(text) == shown


@given(ANY_TEXT)
def test_plotly_gets_no_tag_and_no_template(text: str) -> None:
    shown = label(text)
    assert not re.search(r"[<>]|%\{", shown)
    assert html.unescape(shown).replace("\u2060", "") == plain_text(text)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_spreadsheet_runs_no_cell(text: str) -> None:
    frame = pd.DataFrame({text: [text], "value": [-4.5]})
    rows = list(csv.reader(io.StringIO(csv_bytes(frame).decode("utf-8-sig"))))
    for value in (rows[0][0], rows[1][0]):
        assert not re.match(r"[\s\0]*[=+\-@\uff1d\uff0b\uff0d\uff20]", value)
    assert float(rows[1][1]) == -4.5


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_does_not_break_out_where_semicolons_separate(text: str) -> None:
    raw = csv_bytes(pd.DataFrame({"name": [text]})).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(raw), delimiter=";"):
        assert not any(re.match(r"\s*[=+@]", one) for one in row)


def test_quoting_is_what_stops_the_break_out() -> None:
    careless = csv_safe(pd.DataFrame({"name": ["x;=1+1"]})).to_csv(index=False)
    cells = [one for row in csv.reader(io.StringIO(careless), delimiter=";") for one in row]
    assert "=1+1" in cells


def test_numbers_stay_numbers_and_the_frame_is_not_changed() -> None:
    frame = pd.DataFrame(
        {
            "n": [-1.5, np.nan],
            "k": [-2, 3],
            "day": pd.to_datetime(["2026-01-01", None]),
            "mixed": [-3, "=x"],
            "kind": pd.Categorical(["=a", "b"]),
            "text": ["-4.1", "-4.1x"],
            "=head": [None, True],
        }
    )
    before = frame.copy(deep=True)
    safe = csv_safe(frame)
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_series_equal(safe["n"], frame["n"])
    pd.testing.assert_series_equal(safe["k"], frame["k"])
    pd.testing.assert_series_equal(safe["day"], frame["day"])
    assert list(safe["mixed"]) == [-3, "'=x"]
    assert list(safe["kind"]) == ["'=a", "b"]
    assert list(safe["text"]) == ["-4.1", "'-4.1x"]
    assert safe.columns[-1] == "'=head"


def test_two_columns_of_one_name_stay_two() -> None:
    frame = pd.DataFrame([["=a", 1]], columns=["=x", "=x"])
    safe = csv_safe(frame)
    assert list(safe.columns) == ["'=x", "'=x"]
    assert list(safe.iloc[0]) == ["'=a", 1]


@given(ANY_TEXT)
def test_a_workbook_holds_text_not_formulas(text: str) -> None:
    value = str(cell(text))
    sheet = openpyxl.Workbook().active
    assert sheet is not None
    illegal = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE
    sheet["A1"] = illegal.sub("", value)
    assert sheet["A1"].data_type != "f"


@pytest.mark.parametrize("text", [*PATHS, *CORPUS])
def test_file_names_stay_in_their_folder(text: str, tmp_path: Path) -> None:
    name = file_name(text, ".csv")
    assert not set(name[:-4]) & set('/\\:*?"<>|.\0\n\r~')
    assert name.endswith(".csv")
    assert 5 <= len(name) <= 95
    assert Path(name).stem.casefold() not in {"con", "nul", "aux", "prn"}
    (tmp_path / name).write_text("x")
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_no_screen_library_is_needed() -> None:
    assert "streamlit" not in vars(escaping)
    source = Path(escaping.__file__).read_text(encoding="utf-8")
    assert "streamlit" not in re.findall(r"^(?:import|from) (\w+)", source, re.MULTILINE)
