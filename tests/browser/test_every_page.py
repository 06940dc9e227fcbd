"""Every page in a real browser: it opens, is accessible, fetches nothing from outside."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from signpost.cli._main import signpost
from signpost.dashboard.page import Page as Dashboard
from signpost.dashboard.page import all_pages
from signpost.presentation.escaping import plain_text
from signpost.presentation.words.effects import short_effect
from tests.browser.conftest import SHOTS, Walk, dashboard, settled
from tests.folders import Size, own_copy, shared

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("nordwind")]
OF_STREAMLIT = {"presentation-role-conflict"}
"""What its file uploader does, minor: a section that is no landmark and has a name."""
FOCUSED = """() => {
    const one = document.activeElement;
    return one.matches('a, button, input, summary') ? one.innerText || one.ariaLabel || '' : '';
}"""
GROUND = "app => getComputedStyle(app).backgroundColor"
DARK = "rgb(18, 22, 27)"
TALLEST_PAGE = {"definitions": 4_000}
"""A reference; in every other page, tables scroll."""
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
        if size not in walks or not only_tab.url.startswith(walks[size].address):
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
        assert axe_finds(tab) == []


def axe_finds(tab: Page) -> list[tuple[str, str]]:
    """Everything the rules of axe-core find, however minor."""
    found = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        (one["id"], one["nodes"][0]["html"][:160]) for one in found if one["id"] not in OF_STREAMLIT
    ]


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.id)
def test_on_a_phone_nothing_runs_over_the_edge(
    served: Server, see: See, tab: Page, page: Dashboard
) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    see(f"{served('full')}/{page.id}", f"phone_{page.id}")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    first = [tab.get_by_role("heading", level=1), tab.get_by_test_id("stMetric")]
    for place in (one.first.bounding_box() for one in first if one.count()):
        assert place is not None
        assert place["y"] + place["height"] <= 844, "what answers first stands above the fold"
    for table in tab.get_by_test_id("stTable").all():  # a table stays one: no column of one word
        widths = table.evaluate("t => [...t.querySelectorAll('th')].map(c => c.offsetWidth)")
        assert min(widths) >= 90, widths


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.id)
def test_the_dark_theme_can_be_read(
    walk: Callable[[Size], Walk], tab: Page, page: Dashboard
) -> None:
    tab.emulate_media(color_scheme="dark")
    assert len(walk("full").to(page)) > 3
    tab.screenshot(path=SHOTS / f"dark_{page.id}.png")
    assert tab.get_by_test_id("stApp").evaluate(GROUND) == DARK
    assert axe_finds(tab) == []


CUT = """() => [...document.querySelectorAll(
    '[data-testid=stMain] :is(h1, h2, p, td, th, button span, [data-testid=stMetricValue] div)')]
    .filter((one) => one.offsetParent && getComputedStyle(one).overflowX !== 'visible'
        && one.scrollWidth > one.clientWidth + 1)
    .map((one) => one.innerText.slice(0, 60))"""
"""Texts of which a part is not seen."""


@pytest.mark.parametrize("page", ["answer", "value", "evidence", "use_cases"])
def test_on_paper_no_text_is_cut(served: Server, see: See, tab: Page, page: str) -> None:
    tab.set_viewport_size({"width": 794, "height": 1123})  # A4 at 96 dots an inch
    see(f"{served('full')}/{page}")
    assert tab.get_by_role("button", name=re.compile("^Explain")).first.is_visible()
    tab.emulate_media(media="print")
    try:
        assert tab.evaluate(CUT) == []
        shown = [one.is_visible() for one in tab.locator('[class*="st-key-explain_"]').all()]
        assert shown
        assert not any(shown)
    finally:
        tab.emulate_media(media="screen")


@pytest.mark.parametrize("page", ["answer", "use_cases", "value", "evidence", "tool_costs"])
def test_pages_of_the_assistant_sample_can_be_read(
    served: Server, see: See, tab: Page, page: str
) -> None:
    """The sample with seats, meters, doubts and hours that people say they save."""
    see(f"{served('assistant')}/{page}", f"kestrel_{page}")
    assert axe_finds(tab) == []
    tab.emulate_media(color_scheme="dark")
    settled(tab)
    assert axe_finds(tab) == []
    tab.set_viewport_size({"width": 390, "height": 844})
    settled(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_open_explanation_can_be_read_in_the_dark(served: Server, see: See, tab: Page) -> None:
    tab.emulate_media(color_scheme="dark")
    see(f"{served('full')}/value")
    tab.get_by_role("button", name="Explain Net value to date").click()
    tab.get_by_test_id("stPopoverBody").wait_for()
    settled(tab)
    tab.mouse.move(0, 0)
    assert axe_finds(tab) == []


def test_every_explanation_has_a_name_of_its_own(served: Server, see: See, tab: Page) -> None:
    see(f"{served('full')}/")
    names = [one.inner_text() for one in tab.get_by_role("button", name="Explain").all()]
    assert len(names) >= 6
    assert len(set(names)) == len(names)


def test_an_address_without_a_page_says_so(served: Server, see: See, tab: Page) -> None:
    assert see(f"{served('full')}/nonsense") == "There is no page at this address"
    tab.keyboard.press("Escape")  # Streamlit says so too, in a box over the page
    tab.get_by_role("link", name="Go to the answer").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("use cases work")


def test_the_menu_names_the_page_one_is_on(served: Server, see: See, tab: Page) -> None:
    see(f"{served('full')}/explore")
    expect(tab.get_by_test_id("stTopNav")).to_contain_text("Programme · Explore")
    see(f"{served('full')}/history")
    expect(tab.get_by_test_id("stTopNav")).to_contain_text("Data · History")


def test_every_page_can_be_seen_as_of_an_earlier_version(
    served: Server, see: See, tab: Page
) -> None:
    see(f"{served('full')}/use_cases")
    tab.get_by_role("button", name="version 2").click()
    tab.get_by_role("button", name=re.compile("^Version 1, ")).click()
    expect(tab.get_by_text("This is what version 1 had")).to_be_visible()
    settled(tab)
    assert "as_of=1" in tab.url
    tab.get_by_role("link", name="Answer").click()
    expect(tab.get_by_role("button", name="as of version 1")).to_be_visible()
    tab.get_by_role("button", name="as of version 1").click()
    tab.get_by_role("button", name=re.compile("^Version 2, the newest")).click()
    expect(tab.get_by_role("button", name="version 2", exact=True)).to_be_visible()


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.id)
def test_three_hundred_groups_fit(walk: Callable[[Size], Walk], page: Dashboard) -> None:
    reader = walk("wide")
    title, tab = reader.to(page), reader.tab
    tab.screenshot(path=SHOTS / f"wide_{page.id}.png")
    assert len(title) > 3
    assert tab.get_by_text("Something went wrong").count() == 0
    tall = tab.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    assert tall < TALLEST_PAGE.get(page.id, 3_500), tall


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
