from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as Late

from signpost.dashboard.navigation import START
from signpost.dashboard.page import Page as Dashboard
from tests.folders import own_copy, shared
from tests.markers import marks
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "artefacts"
SETTLED = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const drawn = [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
        .every((one) => one.querySelector('.main-svg') || one.offsetParent === null);
    const coming = [...document.querySelectorAll('[data-testid=stSkeleton]')]
        .some((one) => one.offsetParent !== null);
    return app?.getAttribute('data-test-script-state') === 'notRunning' && drawn && !coming;
}"""
WATCH = """() => {
    window.begun = false;
    new MutationObserver((_, self) => { window.begun = true; self.disconnect(); }).observe(
        document.querySelector('[data-testid=stApp]'), {attributeFilter: ['data-test-script-state']}
    );
    return document.querySelector('h1')?.innerText;
}"""
LOOKS = 100
"""Milliseconds between two looks at a page: a look at every frame would have it draw each one."""
LEFT = "(before) => window.begun || document.querySelector('h1')?.innerText !== before"


@contextlib.contextmanager
def dashboard(data: Path, **environment: str) -> Iterator[str]:
    """The real app on a free port; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"],
        cwd=ROOT,
        env={**os.environ, "SIGNPOST_DATA": str(data), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        answering(f"{address}/_stcore/health")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def answering(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError), urllib.request.urlopen(address):
            return
        time.sleep(0.2)
    raise TimeoutError(address)


@pytest.fixture(scope="session")
@marks("browser", "server", "slow")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample organisation on a server that tests only read from."""
    data = own_copy(shared(tmp_path_factory, "full"), tmp_path_factory.mktemp("demo") / "data")
    with dashboard(data) as address:
        yield address


@pytest.fixture
def see(tab: Page) -> Callable[..., str]:
    """Open an address, wait until the page is whole, keep a picture; returns its title."""

    def open_and_wait(address: str, name: str = "") -> str:
        tab.goto(address, wait_until="domcontentloaded")
        settled(tab)
        if name:
            SHOTS.mkdir(exist_ok=True)
            tab.screenshot(path=SHOTS / f"{name}.png")
        return tab.get_by_role("heading", level=1).first.inner_text()

    return open_and_wait


def settled(tab: Page) -> None:
    """Wait until a title is there, nothing runs or is still to come and every picture is drawn."""
    tab.get_by_role("heading", level=1).first.wait_for()
    for _ in range(2):  # a choice written into the address runs the page once more
        tab.wait_for_function(SETTLED, polling=LOOKS)
        tab.wait_for_timeout(300)


class Walk:
    """A reader who goes from page to page by the menu: what she loads once is not loaded again."""

    def __init__(self, address: str, tab: Page) -> None:
        self.address, self.tab, self.asked = address, tab, list[str]()
        tab.goto("about:blank")  # the page before looks for its server, which may be gone
        tab.on("request", lambda request: self.asked.append(request.url))
        tab.goto(address, wait_until="domcontentloaded")
        settled(tab)

    def to(self, page: Dashboard) -> str:
        """Take the menu's way to a page; returns its title when it is whole."""
        menu, place = self.tab.get_by_test_id("stTopNav"), page.id * (page.id != START)
        if page.section != "Answer":
            menu.get_by_text(re.compile(rf"^{page.section}( · .*)?$")).first.click()
        before = self.tab.evaluate(WATCH)
        self.tab.locator(f'a[href="{self.address}/{place}"]').first.click()
        self.tab.wait_for_url(f"**/{place}*")
        with contextlib.suppress(Late):  # a short run of the same page may begin and end unseen
            self.tab.wait_for_function(LEFT, arg=before, timeout=5_000, polling=LOOKS)
        settled(self.tab)
        return self.tab.get_by_role("heading", level=1).first.inner_text()
