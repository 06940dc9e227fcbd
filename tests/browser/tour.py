"""The pictures of docs/tour, taken from the demo: `make tour`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from signpost.cli.serve import build_demo
from signpost.warehouse.store import Warehouse
from tests.browser.conftest import ROOT, dashboard, settled
from tests.browser_fixtures import FLAGS, chromium
from tests.patience import PATIENCE

STOPS = {
    "answer": "The answer: is it paying back, where, how sure, what next",
    "use_cases": "Use cases by area, and where there is no evidence at all",
    "groups": "Groups: adoption against value",
    "adoption": "Adoption: trend, ladder, who comes and goes",
    "value": "Value: benefit, cost, what the figure rests on",
    "evidence": "Evidence: the claim, the picture, the checks, the naive readings",
    "stop_list": "The stop list: where more does not help",
    "explore": "Explore: where there is room, labelled as opportunity",
    "helped": "What helped: white-glove treatment, kinds of intervention, spread",
    "definitions": "Definitions: what every number counts, which version of it",
    "add_data": "Add data: choose, match, check, publish",
}


def take(address: str, out: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        tab = browser.new_page(viewport={"width": 1440, "height": 900})
        tab.set_default_timeout(PATIENCE * 1000)
        for stop in STOPS:
            tab.goto(f"{address}/{stop}", wait_until="domcontentloaded")
            settled(tab)
            tab.wait_for_timeout(1500)
            tab.screenshot(path=out / f"{stop}.png")
        browser.close()


def page() -> str:
    lines = [
        "# A tour in pictures",
        "",
        "Taken from the demo by `make tour`; not kept by hand.",
        "",
    ]
    for stop, said in STOPS.items():
        lines += [f"## {said}", "", f"![{said}]({stop}.png)", ""]
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    out = ROOT / "docs" / "tour"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(arguments[0]) if arguments else Path(folder) / "data"
        if not arguments:
            build_demo(Warehouse(data))
        with dashboard(data) as address:
            take(address, out)
    (out / "README.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
