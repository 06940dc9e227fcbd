"""Many files at once: what needs somebody stands on top, once per question.

It was run with 100 files, too; publishing those takes too long for a test of every day.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import dashboard, settled

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
See = Callable[..., str]
TEAMS = ("Sales", "Support", "Finance")
READY, ASKING, HEIGHT, PATIENCE = 28, 2, 900, 300_000


def many_files(folder: Path) -> list[Path]:
    """A roster, tables of KPIs, and two in which day and month cannot be told apart."""
    people = "".join(f"{team}{i}@x.org,{team},2025-01-01\n" for team in TEAMS for i in range(12))
    texts = {"roster.csv": "e-mail,group,effective date\n" + people}
    for number in range(READY - 1):
        day = f"2026-{number % 6 + 1:02d}"
        rows = "".join(f"{day},{team},KPI {number},{number + 5}\n" for team in TEAMS)
        texts[f"kpi_{number:02d}.csv"] = "Month,Team,KPI,Value\n" + rows
    for number in range(ASKING):
        rows = "".join(f"03/0{number + 4}/2026,{team},Asked {number},7\n" for team in TEAMS)
        texts[f"asking_{number}.csv"] = "Day,Team,KPI,Value\n" + rows
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


def test_thirty_files_need_one_answer(tmp_path: Path, tab: Page, see: See) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    with dashboard(tmp_path / "data") as address:
        see(f"{address}/add_data")
        tab.locator("input[type=file]").set_input_files(many_files(folder))
        expect(tab.get_by_text("2 files need you, 28 files ready.")).to_be_visible(timeout=PATIENCE)
        expect(tab.get_by_text("Your answer")).to_have_count(1, timeout=PATIENCE)
        question, ready = tab.get_by_text("Your answer"), tab.get_by_text("28 files ready").last
        assert _top(question) < _top(ready) < HEIGHT
        tab.get_by_text("Day first: 03/04 is 3 April").click()
        tab.get_by_role("button", name="Read it so").click()
        expect(tab.get_by_text("30 files ready.")).to_be_visible(timeout=PATIENCE)
        settled(tab)
        assert tab.get_by_text("No roster is loaded yet").count() == 0
        tab.get_by_role("button", name="Publish").click()
        expect(tab.get_by_text("30 files loaded.")).to_be_visible(timeout=PATIENCE)
        expect(tab.get_by_role("link", name="See the answer")).to_be_visible(timeout=PATIENCE)


def _top(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"]
