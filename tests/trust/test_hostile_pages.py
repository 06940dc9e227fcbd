"""Hostile names through every page and every export, with a browser that tells on them."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pandas as pd
import pptx
import pytest
from playwright.sync_api import Page, ViewportSize

from signpost.dashboard.page import Page as Dashboard
from signpost.dashboard.page import all_pages
from signpost.metrics.model.schema import parse
from signpost.pipelines.ingest import Report, ingest
from signpost.presentation.escaping import csv_bytes, plain_text
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.html import write_html
from signpost.presentation.reports.pptx import write_pptx
from signpost.presentation.reports.xlsx import write_xlsx
from signpost.warehouse import Warehouse
from signpost.warehouse.exports import exports_file
from signpost.workspace.results import Results
from tests.browser.conftest import Walk
from tests.browser.conftest import settled as whole
from tests.patience import PATIENCE
from tests.trust import hostile, small
from tests.trust.conftest import ROOT, served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("trust_hostile")]
ACTED = """() => {
  const all = selector => [...document.querySelectorAll(selector)];
  return {
    ran: window.__xss || 0,
    pictures: all('img').filter(i => /evil|^x$/.test(i.getAttribute('src') || '')).length,
    links: all('a').filter(a => /evil|javascript:/i.test(a.getAttribute('href') || '')).length,
    formulas: all('.katex').length,
    icons: all('[data-testid=stMain] *').filter(
      e => e.children.length === 0 && e.textContent.trim() === 'home').length,
    frames: all('iframe, object, embed').length,
  };
}"""
TALL: ViewportSize = {"width": 1440, "height": 2400}
UNFOLD = "() => document.querySelectorAll('details:not([open]) > summary').forEach(s => s.click())"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    loaded(folder)
    return folder / "data"


@cache
def loaded(folder: Path) -> Report:
    files = small.write(folder / "files", hostile.FIRM)
    return ingest(
        Warehouse(folder / "data"),
        files,
        who="<b>me</b>",
        validate_programme=parse,
        answers={"several_groups": "one_name"},  # 'x;=1+1' reads as two
    )


def test_hostile_files_are_loaded_as_what_they_are(data: Path) -> None:
    report = loaded(data.parent)
    assert [one.status for one in report.files] == ["loaded"] * 4, report.files
    reader = Warehouse(data).read()
    people = small.PEOPLE * len(hostile.GROUPS)
    assert reader.one("select count(*) from person")[0] == people
    groups = len(hostile.GROUPS) - 1  # NaN names no group: its rows are rejected, and told
    assert reader.one("select count(distinct group_id) from roster_now")[0] == groups
    assert reader.one("select count(*) from usage_now")[0] > 0
    assert reader.one("select count(*) from outcome_now")[0] == small.WEEKS * groups
    told = reader.one("select sum(rows_rejected) from upload")[0]
    assert told == small.PEOPLE + small.WEEKS


@pytest.fixture(scope="module")
def site(data: Path) -> Iterator[str]:
    with served(ROOT / "app.py", log=data.parent / "server.log", SIGNPOST_DATA=str(data)) as (
        url,
        _,
    ):
        yield url


@pytest.fixture
def page(tab: Page) -> Page:
    tab.set_viewport_size(TALL)
    return tab


def outside(asked: list[str], url: str) -> list[str]:
    base = "/".join(url.split("/", 3)[:3])
    ours = (base, "ws" + base[4:], "data:", "blob:", "file:")
    return [one for one in asked if not one.startswith(ours)]


def settled(page: Page) -> str:
    whole(page)
    return page.get_by_test_id("stMain").inner_text()


@pytest.fixture(scope="module")
def reader(site: str, only_tab: Page) -> Walk:
    only_tab.set_viewport_size(TALL)
    return Walk(site, only_tab)


@pytest.mark.parametrize("where", all_pages(), ids=lambda page: page.id)
def test_nothing_comes_of_hostile_names_on_a_page(
    reader: Walk, site: str, where: Dashboard
) -> None:
    page = reader.tab
    reader.to(where)
    text = settled(page)
    page.evaluate(UNFOLD)
    if page.get_by_role("button", name="Explain").count():
        page.get_by_role("button", name="Explain").first.click()
    text += settled(page)
    acted = page.evaluate(ACTED)
    page.keyboard.press("Escape")  # what is explained would cover the menu
    assert outside(reader.asked, site) == []
    assert acted == dict.fromkeys(acted, 0)
    assert "Something went wrong" not in text
    assert not re.search(r"\\[<!*_:]|&lt;|&amp;", text), "escaped twice"


def test_the_answer_page_shows_hostile_names_letter_by_letter(page: Page, site: str) -> None:
    page.goto(site)
    text = settled(page).replace("\u2060", "")
    assert plain_text(f"Case {hostile.NASTY}")[:60] in " ".join(text.split())


@pytest.fixture(scope="module")
def report(data: Path) -> BoardReport:
    return Results.open(data).board()


class Parts(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_brief_as_html_runs_and_fetches_nothing(
    report: BoardReport, page: Page, tmp_path: Path, asked: list[str]
) -> None:
    path = write_html(report, tmp_path / "brief.html")
    parts = Parts()
    parts.feed(path.read_text(encoding="utf-8"))
    for tag, attributes in parts.found:
        assert tag not in {"script", "iframe", "object", "embed", "link", "form", "base"}, tag
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            if name in {"src", "href", "action", "xlink:href"}:
                assert (value or "").startswith(("#", "data:image/")), (tag, value)
    page.goto(path.as_uri())
    acted = page.evaluate(ACTED)
    text = page.inner_text("body")
    assert outside(asked, "file://") == []
    assert acted == dict.fromkeys(acted, 0)
    assert plain_text(hostile.NASTY)[:40] in " ".join(text.split())


def test_the_brief_as_slides_links_nowhere(report: BoardReport, tmp_path: Path) -> None:
    path = write_pptx(report, tmp_path / "brief.pptx")
    deck = pptx.Presentation(str(path))
    assert len(deck.slides) >= 2
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            text = archive.read(name)
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in text, name
            if name.startswith("ppt/slides/slide"):
                assert b"hlinkClick" not in text, name
    said = "\n".join(
        shape.text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
    )
    assert "window.__xss" in said


def test_the_brief_as_workbook_runs_no_formula(report: BoardReport, tmp_path: Path) -> None:
    path = write_xlsx(report, tmp_path / "brief.xlsx")
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert [cell.coordinate for cell in cells if cell.hyperlink] == []
    assert any("window.__xss" in str(cell.value) for cell in cells)
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            assert b'TargetMode="External"' not in archive.read(name), name


def test_tables_downloaded_as_csv_run_no_formula() -> None:
    frame = pd.DataFrame({"group": hostile.GROUPS, hostile.NASTY: hostile.GROUPS})
    for line in csv_bytes(frame).decode("utf-8-sig").splitlines():
        assert not re.match(r'"?\s*[=+@]', line), line


def test_a_download_has_a_harmless_name_and_is_noted(page: Page, site: str, data: Path) -> None:
    page.goto(site)
    settled(page)
    page.get_by_role("button", name="Share").click()
    with page.expect_download(timeout=PATIENCE * 1000) as waiting:
        page.get_by_role("button", name=re.compile("Workbook")).click()
    name = waiting.value.suggested_filename
    assert Path(waiting.value.path()).read_bytes()[:2] == b"PK"
    assert re.fullmatch(r"[\w ,\-]+\.xlsx", name), name
    noted = exports_file(data).read_text(encoding="utf-8").splitlines()
    assert [(one["who"], one["what"]) for one in map(json.loads, noted)] == [
        ("local", "brief.xlsx")
    ]
