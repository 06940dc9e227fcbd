from __future__ import annotations

import csv
import io

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from signpost.pipelines.files.record_scan import LineBuffer, RecordScan

cells = st.text(st.sampled_from('ab",\n'), max_size=4)


def scan(data: bytes, step: int) -> RecordScan:
    found = RecordScan(b",")
    for at in range(0, len(data), step):
        found.feed(data[at : at + step])
    found.finish()
    return found


@given(st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1), st.integers(1, 9))
def test_every_record_is_found_on_its_line(rows: list[list[str]], step: int) -> None:
    out, first_lines = io.StringIO(), []
    for number, row in enumerate(rows):
        if number % 3 == 2:
            out.write("\n")
        first_lines.append(out.getvalue().count("\n") + 2)
        csv.writer(out, lineterminator="\n").writerow(row)
    found = scan(out.getvalue().encode(), step)
    assert not found.malformed
    lines = LineBuffer(2, tuple(found.blanks), tuple(found.inner))
    read = np.arange(len(rows), dtype=np.int64)
    assert list(lines.of_rows(read, np.array([], dtype=np.int64))) == first_lines


def test_a_stray_quote_is_noticed() -> None:
    assert scan(b'1,5" pipe\n2,ok\n', 100).malformed
    assert scan(b'1,"open\n2,ok\n', 3).malformed
    assert not scan(b'1,"a ""b"" c"\r\n"",x\r\n', 2).malformed


def test_rows_count_on_behind_records_that_were_left_out() -> None:
    lines = LineBuffer(2, blanks=(1,))
    left_out = np.array([3], dtype=np.int64)
    assert list(lines.of_rows(np.array([0, 1, 2]), left_out)) == [2, 4, 6]
