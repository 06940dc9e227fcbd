"""Sponsor and analyst walk through the whole product, from an empty folder to 300 groups.

SIGNPOST_PICTURES names a folder that keeps a picture of every stop; then the large organisations
are changed, too: each change is worked out anew, which takes minutes there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from signpost.dashboard.page import all_pages
from tests.browser.conftest import Walk, dashboard, settled
from tests.folders import own_copy, shared
from tests.organisations import Organisation, write
from tests.patience import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
Stage = Literal["empty", "tiny", "full", "wide"]
STAGES: tuple[Stage, ...] = ("empty", "tiny", "full", "wide")
PAGES = {page.id: page for page in all_pages()}
PICTURES = os.environ.get("SIGNPOST_PICTURES", "")
WORKED_OUT = 600_000
"""Milliseconds: each load, decision and saved programme is worked out anew before it is seen."""


@pytest.fixture(autouse=True)
def patient(tab: Page) -> Iterator[None]:
    tab.set_default_timeout(WORKED_OUT)
    yield
    tab.set_default_timeout(PATIENCE * 1000)


class Reader(Walk):
    """Someone who goes from page to page; each stop is looked at and, if asked, kept."""

    def __init__(self, address: str, tab: Page, name: str) -> None:
        super().__init__(address, tab)
        self.name, self.number = name, count(1)

    def stop(self, what: str) -> None:
        """Look at what is on the screen; keep a picture."""
        settled(self.tab)
        expect(self.tab.get_by_text("Something went wrong")).to_have_count(0)
        assert "Traceback" not in self.tab.inner_text("body")
        if PICTURES:
            home = Path(PICTURES)
            home.mkdir(parents=True, exist_ok=True)
            self.tab.screenshot(path=home / f"{self.name}_{next(self.number):02d}_{what}.png")

    def at(self, page: str) -> str:
        """Go to a page by the menu and look at it; return its title."""
        title = self.to(PAGES[page])
        self.stop(page)
        return title

    def press(self, button: str | re.Pattern[str]) -> None:
        self.tab.get_by_role("button", name=button).first.click()
        settled(self.tab)

    def again(self) -> None:
        """Come back in a new session."""
        self.tab.goto(self.address, wait_until="domcontentloaded")
        settled(self.tab)


@pytest.fixture(scope="module", params=STAGES)
def stage(request: pytest.FixtureRequest) -> Stage:
    """One after the other: a stage's server serves both readers and is gone before the next."""
    return request.param


@pytest.fixture(scope="module")
def served(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp(stage)
    with dashboard(own_copy(shared(tmp_path_factory, stage), home / "data")) as address:
        yield address


def test_a_sponsor_reads_it_all(served: str, tab: Page, stage: Stage) -> None:
    reader = Reader(served, tab, f"{stage}_sponsor")
    if stage == "empty":
        for page in all_pages():
            assert len(reader.at(page.id)) > 3
        return
    answer(reader)
    explain(reader)
    value(reader)
    for page in ("use_cases", "groups", "adoption", "explore", "stop_list", "helped"):
        assert len(reader.at(page)) > 10
    if may_change(stage):
        decision(reader)
    digest(reader)


def may_change(stage: Stage) -> bool:
    return bool(PICTURES) or stage in ("empty", "tiny")


def answer(reader: Reader) -> None:
    """From the verdict to why."""
    tab = reader.tab
    reader.stop("answer")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("use case")
    reader.press(re.compile("^How sure"))
    reader.stop("how_sure")
    tab.get_by_role("link", name="See the evidence").click()
    expect(tab.get_by_text("Why this verdict")).to_be_visible()
    reader.stop("evidence")
    expect(tab.get_by_text("How it was estimated")).to_be_visible()


def explain(reader: Reader) -> None:
    """From a figure down to its rows and its files."""
    tab = reader.tab
    reader.at("answer")
    tab.get_by_role("button", name="Explain Net value to date").click()
    opened = tab.get_by_test_id("stPopoverBody")
    expect(opened.get_by_text("Net value to date:")).to_be_visible()
    opened.get_by_text("The question put to the data").click()
    expect(opened.get_by_test_id("stDataFrame").first).to_be_visible()
    expect(opened.locator("code", has_text=re.compile("select", re.I)).first).to_be_visible()
    opened.get_by_test_id("stDataFrame").first.scroll_into_view_if_needed()
    reader.stop("rows")
    with tab.expect_download() as rows:
        opened.get_by_role("button", name="Download the rows").click()
    text = Path(rows.value.path()).read_text("utf-8")
    assert text.count("\n") > 1
    opened.get_by_role("link", name=re.compile("rows? counts? here")).first.click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("in force")
    reader.stop("file")


def value(reader: Reader) -> None:
    """From the account to one use case's assumptions."""
    tab = reader.tab
    reader.at("value")
    expect(tab.get_by_role("heading", name="The account, line by line")).to_be_visible()
    asked = tab.get_by_text("What if an assumption were different?")
    if asked.count():  # nothing has a price in a tiny organisation
        asked.scroll_into_view_if_needed()
        asked.click()
        expect(tab.get_by_text(re.compile("^Net value to date would be"))).to_be_visible()
        reader.stop("what_if")


def decision(reader: Reader) -> None:
    """Decide against the advice, with a reason, and take it back."""
    tab = reader.tab
    reader.at("decisions")
    expect(tab.get_by_text("Taken so far: 0")).to_be_visible(timeout=WORKED_OUT)
    reader.press(re.compile("^Decide"))
    opened = tab.get_by_test_id("stPopoverBody")
    opened.get_by_test_id("stRadioOption").nth(1).click()  # not what is advised
    settled(tab)
    opened.get_by_label("Why, in your words").fill("Finance wants to see one more quarter.")
    opened.get_by_label("Why, in your words").press("Tab")
    settled(tab)
    reader.stop("decide")
    reader.press("Write it down")
    expect(tab.get_by_text("Taken so far: 1")).to_be_visible(timeout=WORKED_OUT)
    expect(tab.get_by_text("one more quarter").first).to_be_visible()
    reader.stop("decided")
    reader.press(re.compile("^Undo the last"))
    expect(tab.get_by_text("Taken so far: 0")).to_be_visible(timeout=WORKED_OUT)
    reader.stop("taken_back")


def digest(reader: Reader) -> None:
    """What changed since the last look, for who comes back."""
    reader.again()
    line = reader.tab.get_by_text(re.compile("^Since you last looked"))
    line.click()
    settled(reader.tab)
    reader.stop("digest")


def test_an_analyst_does_it_all(served: str, tab: Page, stage: Stage, tmp_path: Path) -> None:
    reader = Reader(served, tab, f"{stage}_analyst")
    if stage == "empty":
        first_files(reader, tmp_path / "first")
    faulty_file(reader, tmp_path, publishes=may_change(stage))
    assert len(reader.at("data_health")) > 10
    set_up(reader, saves=may_change(stage))
    as_of(reader)
    reports(reader)


def first_files(reader: Reader, folder: Path) -> None:
    """Everything an organisation has, in one drop."""
    files = write(folder, Organisation((2.0, -1.0), ("pilot", "scale"), seed=21))
    reader.at("add_data")
    upload(reader, sorted(files.iterdir()))
    reader.stop("first_files")
    publish(reader)
    reader.stop("first_published")


def upload(reader: Reader, files: list[Path]) -> None:
    reader.tab.locator("input[type=file]").set_input_files(files)
    expect(reader.tab.get_by_text(re.compile("^Publishing adds"))).to_be_visible()
    settled(reader.tab)


def publish(reader: Reader) -> None:
    reader.tab.get_by_role("button", name="Publish").click()
    expect(reader.tab.get_by_text(re.compile(r"^\d+ files? loaded\."))).to_be_visible(
        timeout=WORKED_OUT
    )
    settled(reader.tab)


def faulty_file(reader: Reader, folder: Path, *, publishes: bool) -> None:
    """A file with a row that cannot be used: publish, correct that row, publish it too."""
    tab = reader.tab
    reader.at("add_data")
    file = folder / "walk.csv"
    file.write_text(
        "period,group,kpi,numerator,denominator\n"
        "2026-W40,Walkers,walked,12,100\n2026-W41,Walkers,walked,many,100\n",
        "utf-8",
    )
    upload(reader, [file])
    expect(tab.get_by_text(re.compile("1 row (cannot|rejected|could not)"))).to_be_visible()
    reader.stop("check")
    if not publishes:
        return
    publish(reader)
    reader.stop("published")
    with tab.expect_download() as made:
        tab.get_by_role("button", name=re.compile("correct these rows")).click()
    corrected = folder / made.value.suggested_filename
    text = Path(made.value.path()).read_text("utf-8-sig")
    assert "many" in text
    corrected.write_text(text.replace("many", "14"), "utf-8")
    upload(reader, [corrected])
    reader.stop("corrected")
    publish(reader)


def set_up(reader: Reader, *, saves: bool) -> None:
    """A use case from nothing to its lock."""
    tab = reader.tab
    found = re.search(r"(\d+|no) use case", reader.at("programme"))
    assert found is not None
    cases = 0 if found[1] == "no" else int(found[1])
    pick(reader, "Which use case", "New use case")
    write_in(reader, "What should get better? (needed)", "People ask the same thing twice.")
    write_in(reader, "Short name (needed)", "Ask once")
    pick(reader, "Area (needed)", "Operations")
    write_in(reader, "What would people do differently? (needed)", "They search before they ask.")
    pick(reader, "On which platform? (needed)", "Teams")
    pick(reader, "KPI (needed)", "")
    reader.stop("form")
    write_in(reader, "Owner", "Ann")
    tab.get_by_role("group", name="Review on").get_by_role("spinbutton").first.click()
    tab.keyboard.type("20270301")
    tab.keyboard.press("Escape")
    tab.get_by_label("Owner", exact=True).first.click()
    settled(tab)
    lock = tab.get_by_role("button", name="Lock it today")
    lock.scroll_into_view_if_needed()
    reader.stop("promise")
    reader.press("Lock it today")
    tab.get_by_text(re.compile(r"^\d+ changes? to save")).scroll_into_view_if_needed()
    reader.stop("pending")
    if not saves:
        reader.press("Discard the drafts")
        expect(tab.get_by_text(re.compile(r"^\d+ changes? to save"))).to_have_count(0)
        return
    reader.press("Save as a new version")
    expect(
        tab.get_by_role("heading", level=1, name=re.compile(rf"{cases + 1} use cases?"))
    ).to_be_visible(timeout=WORKED_OUT)
    reader.stop("saved")
    reader.at("use_cases")
    expect(tab.get_by_text("Ask once").first).to_be_visible()


def write_in(reader: Reader, label: str, text: str) -> None:
    field = reader.tab.get_by_label(label, exact=True).first
    field.fill(text)
    field.press("Tab")
    settled(reader.tab)


def pick(reader: Reader, label: str, option: str) -> None:
    box: Locator = reader.tab.get_by_role("combobox", name=label).first
    box.click()
    if option:
        box.fill(option)
    box.press("Enter")
    settled(reader.tab)


def as_of(reader: Reader) -> None:
    """An earlier version, then the newest again."""
    tab = reader.tab
    reader.at("answer")
    reader.press(re.compile(r"^version \d+"))
    tab.get_by_role("button", name=re.compile(r"^Version \d+, \d")).first.click()
    expect(tab.get_by_text(re.compile("^This is what version"))).to_be_visible()
    reader.stop("as_of")
    newest = tab.get_by_role("button", name=re.compile(r"^Version \d+, the newest"))
    if not newest.is_visible():
        reader.press(re.compile(r"^as of version"))
    newest.click()
    expect(tab.get_by_text(re.compile("^This is what version"))).to_have_count(0)
    settled(tab)


def reports(reader: Reader) -> None:
    """The brief in every format."""
    tab = reader.tab
    reader.press("Share")
    reader.stop("share")
    for label, ending in (("Slides", ".pptx"), ("Page", ".html"), ("Workbook", ".xlsx")):
        with tab.expect_download() as taken:
            tab.get_by_role("button", name=re.compile(f"^{label}")).click()
        assert taken.value.suggested_filename.endswith(ending)
        assert Path(taken.value.path()).stat().st_size > 5_000
