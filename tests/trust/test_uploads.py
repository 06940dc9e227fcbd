"""Uploaded files: whatever they are called, they stay in their folder."""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signpost.dashboard.upload.upload_store import own_name
from signpost.metrics.model.schema import ProgrammeError, parse
from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.recognition.column_mapping import parse_mapping
from tests.trust.conftest import ROOT
from tests.trust.corpus import CORPUS


def assert_stays(name: str, folder: Path) -> None:
    path = folder / own_name(name)
    assert path.resolve().parent == folder.resolve()
    path.write_text("x")
    assert path in set(folder.iterdir())
    path.unlink()


@pytest.mark.parametrize(
    "name", [*CORPUS, "社" * 200 + ".xlsx", "x" * 300 + ".csv", "a." + "b" * 300]
)
def test_a_hostile_file_name_stays_in_its_folder(name: str, tmp_path: Path) -> None:
    assert_stays(name, tmp_path)


@given(st.text(max_size=300))
def test_any_file_name_is_one_name(name: str) -> None:
    found = own_name(name)
    assert found not in {"", ".", ".."}
    assert len(found.encode()) <= 255
    assert not re.search(r"[/\\\x00-\x1f]", found)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("roster.csv", "roster.csv"),
        ("C:\\exports\\Teams D7.csv", "Teams D7.csv"),
        ("/srv/../x/KPI.xlsx", "KPI.xlsx"),
        ("社員 名簿.csv", "社員 名簿.csv"),
        ("é" * 300 + ".csv", "é" * 90 + ".csv"),
        ("..", "file"),
    ],
)
def test_ordinary_names_keep_their_ending(name: str, kept: str) -> None:
    assert own_name(name) == kept


def test_the_proxy_lets_through_what_the_server_takes_and_little_more() -> None:
    settings = tomllib.loads((ROOT / "dashboard" / "streamlit.toml").read_text(encoding="utf-8"))
    largest = settings["server"]["maxUploadSize"]
    nginx = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    passed = int(re.findall(r"client_max_body_size (\d+)m;", nginx)[0])
    assert largest <= 200
    assert largest < passed <= largest + 20


def bomb(many: int) -> str:
    """A few lines of YAML that stand for many times many names."""
    names = ", ".join(f"g{i}" for i in range(many))
    deed = f"&d {{id: i, kind: roll-out, groups: [{names}], from_day: 2026-01-05}}"
    return f"interventions:\n- {deed}\n" + "- *d\n" * many


def test_aliases_in_a_programme_work_and_cannot_fill_the_memory() -> None:
    assert len(parse(bomb(20)).interventions) == 21
    began = time.process_time()
    with pytest.raises(ProgrammeError, match="more than 100,000 entries"):
        parse(bomb(5000))
    assert time.process_time() - began < 60


@pytest.mark.slow
@pytest.mark.parametrize("text", ["use_cases: &u [*u]", f"organisation: {'[' * 3000}{']' * 3000}"])
def test_a_programme_without_end_is_refused_in_words(text: str) -> None:
    with pytest.raises(ProgrammeError, match="too deep"):
        parse(text)
    with pytest.raises(UnreadableFile, match="mapping"):
        parse_mapping(text)
