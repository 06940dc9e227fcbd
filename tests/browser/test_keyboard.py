"""Keyboard only: to the verdict and its reasons, through an upload, to a decision and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FileChooser, Page, expect
from playwright.sync_api import TimeoutError as Late

from tests.browser.conftest import dashboard, settled
from tests.folders import own_copy, shared
from tests.patience import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
EXAMPLES = Path(__file__).parents[2] / "sample_data" / "examples"
FOCUS = """() => {
    const one = document.activeElement;
    return one.matches('a, button, input, summary, section') ? one.innerText || one.ariaLabel : '';
}"""
OUTLINE = "() => getComputedStyle(document.activeElement).outlineWidth"
See = Callable[..., str]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = own_copy(shared(tmp_path_factory, "tiny"), tmp_path_factory.mktemp("keys") / "data")
    with dashboard(data) as address:
        yield address


def tab_to(tab: Page, name: str, most: int = 60) -> None:
    """Press Tab until the control of this name has the focus."""
    seen = []
    for _ in range(most):
        tab.keyboard.press("Tab")
        seen.append(tab.evaluate(FOCUS))
        if re.search(name, seen[-1] or ""):
            return
    raise AssertionError(f"no {name!r} within {most} tabs: {seen}")


def test_the_verdict_and_its_reasons(own: str, tab: Page, see: See) -> None:
    assert len(see(own)) > 10  # the verdict itself needs no key
    tab_to(tab, "How sure")
    assert tab.evaluate(OUTLINE) == "3px"
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("link", name="See the evidence")).to_be_visible()
    tab.keyboard.press("Escape")
    tab_to(tab, r"Explain\s+Net value to date")
    assert tab.evaluate(OUTLINE) == "3px"
    tab.keyboard.press("Enter")
    expect(tab.get_by_test_id("stPopoverBody").get_by_text("Net value to date")).to_be_visible()


def chooser(page: str, tab: Page, see: See, tries: int = 3) -> FileChooser:
    """Return what Enter opens; a run of the page that ends just then takes the key with it."""
    see(page)
    tab_to(tab, "Upload|Browse")
    try:
        with tab.expect_file_chooser(timeout=PATIENCE * 1000 / tries) as chosen:
            tab.keyboard.press("Enter")
    except Late:
        if tries == 1:
            raise
        return chooser(page, tab, see, tries - 1)
    return chosen.value


def test_an_upload(own: str, tab: Page, see: See) -> None:
    chooser(f"{own}/add_data", tab, see).set_files(EXAMPLES / "KPI_weekly_2026-11.csv")
    expect(tab.get_by_text(re.compile("^Publishing adds"))).to_be_visible()
    settled(tab)
    tab_to(tab, "Publish")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("1 file loaded.")).to_be_visible()


def test_a_decision(own: str, tab: Page, see: See) -> None:
    see(f"{own}/decisions")
    expect(tab.get_by_text("Taken so far: 0")).to_be_visible()
    tab_to(tab, "Decide")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("What is decided")).to_be_visible()
    settled(tab)
    tab_to(tab, "Write it down")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Taken so far: 1")).to_be_visible()
    settled(tab)
    tab_to(tab, "Undo the last")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Taken so far: 0")).to_be_visible()
