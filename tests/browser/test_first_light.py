"""Open the demo, read the verdict, upload a file, see it change, undo it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from signpost.cli.serve import served_script
from tests.browser.conftest import dashboard, settled
from tests.folders import own_copy, shared
from tests.trust.conftest import served

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("nordwind")]
EXAMPLES = Path(__file__).parents[2] / "sample_data" / "examples"
See = Callable[..., str]


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A dashboard whose answers are worked out again in a moment, and its data folder."""
    data = own_copy(shared(tmp_path_factory, "tiny"), tmp_path_factory.mktemp("little") / "data")
    with dashboard(data) as address:
        yield address, data


def stamp(tab: Page) -> str:
    return tab.get_by_text(re.compile(r"Data until .* version \d+")).inner_text()


def see_newest(address: str, data: Path, tab: Page, see: See) -> None:
    """Open a page as somebody new, once the newest version is worked out."""
    see(address)
    while tab.get_by_text("Newer data is being worked out").count():  # a test may take 30 minutes
        tab.wait_for_timeout(1_000)
        newest = max(data.glob("v*.duckdb")).stem[1:]
        if (data / f"answers-{newest}.zip").exists():
            see(address)


def test_a_sponsor_reads_the_verdict_on_the_first_screen(demo: str, tab: Page, see: See) -> None:
    title = see(demo, "answer")
    assert re.search(r"\d of \d+ use cases? works?", title)
    for text in ("How sure", "Net value to date", "What to do next"):
        place = tab.get_by_text(text).first.bounding_box()
        assert place is not None
        assert place["y"] < 900, text
    assert tab.get_by_test_id("stMetric").count() == 5
    assert tab.locator(".js-plotly-plot .main-svg").count() > 0


def test_a_file_is_published_seen_and_taken_back(
    little: tuple[str, Path], tab: Page, see: See
) -> None:
    address, data = little
    see(address)
    before = stamp(tab)
    see(f"{address}/add_data")
    tab.locator("input[type=file]").set_input_files(EXAMPLES / "KPI_weekly_2026-11.csv")
    expect(tab.get_by_text(re.compile(r"rows? ready"))).to_be_visible()
    expect(tab.get_by_text(re.compile("^Publishing adds"))).to_be_visible()
    tab.get_by_role("button", name="Publish").click()
    expect(tab.get_by_text("1 file loaded.")).to_be_visible()
    settled(tab)
    tab.get_by_role("link", name="See the answer").click()
    expect(tab.get_by_text(re.compile(r"Data until .* version \d+"))).to_be_visible()
    assert "Nov" in stamp(tab)
    assert stamp(tab) != before
    tab.go_back()  # the same session: it remembers what was published
    tab.get_by_role("button", name="Undo").click()
    expect(tab.get_by_text("1 file loaded.")).not_to_be_visible()
    settled(tab)
    see_newest(address, data, tab, see)
    assert stamp(tab).split(" · ")[0] == before.split(" · ")[0]


@pytest.mark.parametrize("name", sorted(p.name for p in (EXAMPLES / "refused").iterdir()))
def test_a_file_we_cannot_use_says_so_and_changes_nothing(
    demo: str, tab: Page, see: See, name: str
) -> None:
    see(f"{demo}/add_data")
    tab.locator("input[type=file]").set_input_files(EXAMPLES / "refused" / name)
    expect(tab.get_by_text("could not be read")).to_be_visible()
    expect(tab.get_by_text("What to do:")).to_be_visible()
    expect(tab.get_by_role("button", name="Publish")).to_be_disabled()
    assert "Traceback" not in tab.content()


def test_an_empty_folder_says_what_to_do_first(tmp_path: Path, tab: Page, see: See) -> None:
    with dashboard(tmp_path / "nothing") as address:
        assert see(address, "empty") == "Nothing loaded yet"
        expect(tab.get_by_role("button", name="Look around with sample data")).to_be_visible()
        expect(tab.get_by_role("button", name="Add your own files")).to_be_visible()


def test_a_link_is_the_first_thing_a_new_server_is_asked_for(
    tmp_path: Path, tab: Page, see: See
) -> None:
    """Streamlit runs the files of a folder `pages` beside its script, until the first menu."""
    nothing = str(tmp_path / "nothing")
    with served(served_script(), log=tmp_path / "log", SIGNPOST_DATA=nothing) as (address, _):
        assert see(f"{address}/add_data") == "Add data"


def test_nothing_is_fetched_from_outside(demo: str, see: See, asked: list[str]) -> None:
    for page in ("", "evidence", "add_data"):
        see(f"{demo}/{page}")
    outside = [url for url in asked if not url.startswith((demo, "data:", "blob:", "ws:"))]
    assert asked
    assert outside == []


def test_a_link_shows_what_the_sender_saw(demo: str, tab: Page, see: See) -> None:
    see(f"{demo}/evidence?use_case=downtime")
    expect(tab.get_by_text("Report faults in a channel").first).to_be_visible()
    assert "use_case=downtime" in tab.url


def test_a_link_to_what_is_gone_still_opens(demo: str, tab: Page, see: See) -> None:
    assert len(see(f"{demo}/evidence?use_case=gone")) > 10


def test_on_a_phone_nothing_runs_over_the_edge(demo: str, tab: Page, see: See) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    see(demo, "answer_phone")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_fault_shows_a_reference_and_no_trace(tmp_path: Path, tab: Page, see: See) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "v00000001.duckdb").write_bytes(os.urandom(4096))
    with dashboard(data) as address:
        see(address, "damaged")
        assert "Traceback" not in tab.content()
        expect(tab.get_by_text("What to do:")).to_be_visible()
    shutil.rmtree(data)


def test_a_file_nobody_knows_is_matched_in_the_page(
    demo: str, tab: Page, see: See, tmp_path: Path
) -> None:
    lines = "Bereich;Stichmonat;Kenngroesse;Ergebnis\nIT and Digital;2026-06;Laune;4,5\n"
    file = tmp_path / "laune.csv"
    file.write_text(lines)
    see(f"{demo}/add_data")
    tab.locator("input[type=file]").set_input_files(file)
    expect(tab.get_by_text("it is no export we know")).to_be_visible()
    expect(tab.get_by_text("IT and Digital").first).to_be_visible()
    tab.get_by_role("button", name="Use this match").click()
    expect(tab.get_by_text(re.compile("1 row ready"))).to_be_visible()
    expect(tab.get_by_role("button", name="Publish")).to_be_enabled()
