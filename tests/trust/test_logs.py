"""Logs carry no personal data, and no line can be forged."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signpost.workspace.json_logs import JsonLines, escape_for_log
from tests.trust.corpus import CORPUS, LOGS

ROOT = Path(__file__).parents[2]


def written(message: str, *args: object, fault: BaseException | None = None) -> str:
    trace = (type(fault), fault, fault.__traceback__) if fault else None
    record = logging.LogRecord("signpost", logging.ERROR, "x.py", 1, message, args, trace)
    return JsonLines().format(record)


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("user ana.lopez@example.org read", "user [mail] read"),
        ("('10.1.2.3', 5123) - GET /x?token=abc", "([text], 5123) - GET /x?[query]"),
        ("from 10.1.2.3:5123", "from [address]"),
        ("from fe80::1:2:3:4", "from [address]"),
        ("cannot read 'Ana Lopez' as a number", "cannot read [text] as a number"),
        ("loaded 12 files in 3.4 s", "loaded 12 files in 3.4 s"),
    ],
)
def test_what_names_a_person_is_taken_out(message: str, kept: str) -> None:
    assert escape_for_log(message) == kept


@pytest.mark.parametrize("letters", ["a", "'", "a@", "1.", ":", "?", '"', "a ", "' a", "ana.lopez"])
def test_a_text_of_any_length_is_taken_out_at_once(letters: str) -> None:
    began = time.process_time()
    kept = escape_for_log(letters * 200_000)
    assert time.process_time() - began < 0.5
    assert len(kept) <= 500
    assert "lopez" not in kept


@pytest.mark.parametrize("at", range(1_980, 2_001))
def test_a_cut_leaves_no_half_of_a_name(at: int) -> None:
    before = ("'" + "x" * 600 + "' ") * 3 + "z" * 300
    for name in ("ana.lopez@example.org", "'ana lopez'"):
        assert "ana" not in escape_for_log(before[:at] + " " + name + " " * 9 + "y" * 3_000)


def test_a_fault_is_logged_without_its_message() -> None:
    try:
        try:
            int("Ana Lopez")
        except ValueError as fault:
            raise RuntimeError("row of ana@example.org") from fault
    except RuntimeError as fault:
        line = written("fault %s", "ab12", fault=fault)
    found = json.loads(line)
    assert found["what"] == "fault ab12"
    assert found["fault"]["kind"] == "RuntimeError"
    assert found["fault"]["cause"]["kind"] == "ValueError"
    assert "Ana" not in line
    assert "example.org" not in line
    assert any("test_logs.py" in place for place in found["fault"]["places"])


@given(st.text())
@pytest.mark.parametrize("text", [*LOGS, *CORPUS[:40]])
def test_one_record_is_one_line_of_json(text: str, more: str) -> None:
    for message in (text, more):
        line = written("%s", message)
        assert "\n" not in line
        assert set(json.loads(line)) == {"at", "level", "where", "what"}


def test_all_loggers_write_json_once_configured() -> None:
    code = (
        "import logging, streamlit.logger as s; s.get_logger('streamlit.x');"
        "from signpost.workspace.json_logs import configure;"
        "configure({'SIGNPOST_LOG': 'json'});"
        "logging.getLogger('streamlit.x').warning('a'); logging.getLogger('signpost').error('b')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["where"], line["what"]) for line in lines] == [
        ("streamlit.x", "a"),
        ("signpost", "b"),
    ]
    assert done.stderr == b""
