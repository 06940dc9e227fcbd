"""Every page in a real browser: it opens, is accessible, fetches nothing from outside."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from playwright.sync_api import Page

from signpost.cli._main import signpost
from signpost.dashboard.page import Page as Dashboard
from signpost.dashboard.page import all_pages
from signpost.presentation.escaping import plain_text
from signpost.presentation.words.effects import short_effect
from tests.browser.conftest import SHOTS, Walk, dashboard
from tests.folders import Size, own_copy, shared

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("nordwind")]
ON_A_PHONE = ("answer", "evidence", "groups", "add_data")
FOCUSED = """() => {
    const one = document.activeElement;
    return one.matches('a, button, input, summary') ? one.innerText || one.ariaLabel || '' : '';
}"""
See = Callable[..., str]
Server = Callable[[Size], str]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, demo: str) -> Iterator[Server]:
    """One server per size, started when it is first asked for."""
    open_ones = {"full": demo}
    with contextlib.ExitStack() as stack:

        def address(size: Size) -> str:
            if size not in open_ones:
                data = shared(tmp_path_factory, size)
                copy = own_copy(data, tmp_path_factory.mktemp(size) / "data")
                open_ones[size] = stack.enter_context(dashboard(copy))
            return open_ones[size]

        yield address


@pytest.fixture(scope="module")
def walk(served: Server, only_tab: Page) -> Callable[[Size], Walk]:
    """The dashboard of one size at a time, read from page to page by the menu."""
    walks: dict[str, Walk] = {}

    def of_size(size: Size) -> Walk:
        if size not in walks:
            walks[size] = Walk(served(size), only_tab)
        return walks[size]

    return of_size


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.id)
@pytest.mark.parametrize("size", ["empty", "tiny", "full"])
def test_a_page_opens(walk: Callable[[Size], Walk], page: Dashboard, size: Size) -> None:
    reader = walk(size)
    title, tab = reader.to(page), reader.tab
    tab.screenshot(path=SHOTS / f"{size}_{page.id}.png")
    assert len(title) > 3
    assert tab.get_by_text("Something went wrong").count() == 0
    assert tab.get_by_text("This data cannot be shown").count() == 0
    ours = (reader.address, "data:", "blob:", "ws:")
    assert [url for url in reader.asked if not url.startswith(ours)] == []
    if size == "full":
        assert serious_to_axe(tab) == []


def serious_to_axe(tab: Page) -> list[tuple[str, str]]:
    """What keeps somebody with a disability from using the page, by the rules of axe-core."""
    found = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in serious]


@pytest.mark.parametrize("page", ON_A_PHONE)
def test_on_a_phone_nothing_runs_over_the_edge(
    served: Server, see: See, tab: Page, page: str
) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    see(f"{served('full')}/{page}", f"phone_{page}")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_dark_theme_opens(served: Server, see: See, tab: Page) -> None:
    tab.emulate_media(color_scheme="dark")
    assert len(see(f"{served('full')}/", "dark_answer")) > 3


def test_the_page_says_what_the_command_line_says(
    served: Server, see: See, tab: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = shared(tmp_path_factory, "full")
    told = CliRunner().invoke(signpost, ["evidence", "--json", "--data", str(data)])
    found = {one["use_case"]: one for one in json.loads(told.stdout)}
    for use_case in ("escalations", "travel", "projects"):
        see(f"{served('full')}/evidence?use_case={use_case}")
        tab.get_by_test_id("stMetricValue").first.wait_for()
        head = found[use_case]["estimates"][0]
        shown = [one.inner_text() for one in tab.get_by_test_id("stMetricValue").all()]
        assert plain_text(short_effect(head["point"], head["unit"])) in [
            plain_text(one) for one in shown
        ]
        grade = found[use_case]["verdict"]["grade"]
        words = {"works": "Works", "harmful": "Does harm", "cannot_tell": "Cannot tell yet"}
        assert tab.get_by_text(words[grade]).count() > 0


def test_filters_persist_from_page_to_page(served: Server, see: See, tab: Page) -> None:
    see(f"{served('full')}/evidence?use_case=travel")
    tab.get_by_role("link", name="Groups").click()
    tab.get_by_text("One group").wait_for()
    tab.get_by_text("Meet without travelling").first.wait_for()


def test_the_keyboard_reaches_the_main_things(served: Server, see: See, tab: Page) -> None:
    see(f"{served('full')}/")
    text = ""
    for _ in range(60):
        tab.keyboard.press("Tab")
        text += " | " + tab.evaluate(FOCUSED)
    wanted = ("Evidence", "How sure", "Explain", "| Use case |", "same numbers", "Why")
    places = [text.find(one) for one in wanted]
    assert -1 not in places, dict(zip(wanted, places, strict=True))
    assert places == sorted(places), "the focus goes from the top of the page to its foot"
