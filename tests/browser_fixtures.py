"""One Chromium for all browser tests: a process can hold only one Playwright at a time.

Playwright is imported when the first test asks for a browser, so other tests start without it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.markers import marks
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# the headless shell draws no window of its own: a third less to compute
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
SCREEN: ViewportSize = {"width": 1440, "height": 900}


def chromium() -> str | None:
    """A Chromium we did not download."""
    found = (os.environ.get("SIGNPOST_CHROMIUM"), *map(shutil.which, NAMES), *MACOS)
    return next((path for path in found if path and Path(path).exists()), None)


@pytest.fixture(scope="session")
@marks("browser", "server")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import expect, sync_playwright

    path = chromium()
    if path is None:
        pytest.fail("Chromium is missing; install it or point SIGNPOST_CHROMIUM at one")
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """One for all tests, in which nothing moves that a reader could ask to stand still."""
    context = browser.new_context(viewport=SCREEN, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE * 1000)
    yield context
    context.close()


@pytest.fixture(scope="session")
def only_tab(window: BrowserContext) -> Page:
    return window.new_page()


@pytest.fixture
def tab(only_tab: Page) -> Iterator[Page]:
    """Where one test reads. The same for all: a new one compiles Streamlit's scripts anew (4 s)."""
    yield only_tab
    only_tab.emulate_media(color_scheme="light", reduced_motion="reduce")
    only_tab.set_viewport_size(SCREEN)
    only_tab.context.clear_cookies()


@pytest.fixture
def asked(tab: Page) -> Iterator[list[str]]:
    """Every address that the tab fetches from during a test."""
    tab.goto("about:blank")  # the page before looks for its server, which may be gone
    addresses: list[str] = []

    def note(request: Request) -> None:
        addresses.append(request.url)

    tab.on("request", note)
    yield addresses
    tab.remove_listener("request", note)
