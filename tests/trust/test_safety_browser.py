"""What Chromium makes of hostile texts, on every surface the pages use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from signpost.presentation.escaping import plain_text
from tests.patience import PATIENCE
from tests.trust.conftest import served
from tests.trust.corpus import CORPUS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("trust_surfaces")]
SURFACES = ("words", "widgets", "tables", "pictures")
ACTED = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const many = selector => main.querySelectorAll(selector).length;
  return {
    ran: window.__xss || 0,
    pictures: [...main.querySelectorAll('img')].length,
    links: [...main.querySelectorAll('a')].filter(
      a => !(a.getAttribute('href') || '').startsWith('#')).length,
    formula: many('.katex'),
    icons: many('[aria-label$=" icon"]') + many('[ariaLabel$=" icon"]'),
    marked: many('strong, em, del, code, h3, h4, blockquote, li, hr, iframe, .stMarkdownBadge, '
      + '.stMarkdownColoredText, .stMarkdownColoredBackground, .stMarkdownShimmer, svg a, tspan'),
  };
}"""


@pytest.fixture(scope="module")
def surfaces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("surfaces") / "server.log"
    with served(Path(__file__).parent / "surfaces.py", log=log) as (url, _):
        yield url


def shown(tab: Page, url: str, query: str) -> None:
    tab.goto(f"{url}/?surface={query}")
    tab.get_by_text("SHOWN", exact=True).wait_for(timeout=PATIENCE * 1000)
    if query.startswith("pictures"):
        tab.locator(".js-plotly-plot .annotation-text").nth(100).wait_for(state="attached")
    tab.wait_for_timeout(300)


def ours(requested: str, url: str) -> bool:
    return requested.startswith((url, url.replace("http", "ws"), "data:", "blob:"))


@pytest.mark.parametrize("surface", SURFACES)
def test_nothing_comes_of_a_hostile_text(
    tab: Page, surfaces: str, surface: str, asked: list[str]
) -> None:
    shown(tab, surfaces, surface)
    acted = tab.evaluate(ACTED)
    assert [one for one in asked if not ours(one, surfaces)] == []
    assert acted == dict.fromkeys(acted, 0)


def test_markdown_shows_the_text_letter_by_letter(tab: Page, surfaces: str) -> None:
    shown(tab, surfaces, "words")
    lines = tab.locator("[data-testid=stMarkdown]").all_inner_texts()
    expected = [plain_text(text) for text in CORPUS if plain_text(text)]
    read = [" ".join(line.replace("\u2060", "").split()) for line in lines]
    assert read[: len(expected)] == expected


@pytest.mark.parametrize("surface", SURFACES)
def test_the_same_texts_act_when_they_are_not_escaped(
    tab: Page, surfaces: str, surface: str, asked: list[str]
) -> None:
    shown(tab, surfaces, f"{surface}&careless=1")
    acted = tab.evaluate(ACTED)
    assert any(not ours(one, surfaces) for one in asked) or any(acted.values())
