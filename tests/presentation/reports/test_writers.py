"""The brief in each format says what the page says, runs nothing and fetches nothing."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation

from signpost.presentation.chart_data import Axis, ForestRow
from signpost.presentation.escaping import plain_text
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.html import first_page, html, write_html
from signpost.presentation.reports.ledger import report_facts
from signpost.presentation.reports.pptx import write_pptx
from signpost.presentation.reports.svg import forest_svg
from signpost.presentation.reports.writers import as_bytes
from signpost.presentation.reports.xlsx import write_xlsx
from signpost.presentation.tables.money import money_rows
from signpost.presentation.theme import GRADES


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


def slides(path: Path) -> list[str]:
    return [
        "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in Presentation(str(path)).slides
    ]


def said(report: BoardReport) -> list[str]:
    numbers = [text for one in report.numbers() for text in (one.value, one.under)]
    return [report.title, report.below, report.sure, *numbers]


def test_the_page_says_every_number_of_the_report(report: BoardReport) -> None:
    text = " ".join(read(html(report)).text)
    assert [one for one in said(report) if plain_text(one) not in " ".join(text.split())] == []
    for case in report.cases:
        assert plain_text(case.claim) in " ".join(text.split())


def test_the_page_runs_nothing_and_fetches_nothing(report: BoardReport, tmp_path: Path) -> None:
    text = write_html(report, tmp_path / "brief.html").read_text(encoding="utf-8")
    found = read(text)
    names = {tag for tag, _ in found.tags}
    assert not names & {"script", "img", "link", "iframe", "a", "object"}
    assert not [a for _, attrs in found.tags for a in attrs if a.startswith("on") or a == "src"]
    assert "default-src 'none'" in text
    assert "evil.example" in " ".join(found.text)  # shown, letter by letter
    assert len(text) < 200_000


def test_each_picture_of_the_page_is_said_in_words(report: BoardReport) -> None:
    pictures = [attrs for tag, attrs in read(html(report)).tags if tag == "svg"]
    assert pictures
    assert all(len(attrs["aria-label"] or "") > 20 for attrs in pictures)


def test_the_deck_says_every_number_and_has_a_slide_per_use_case(
    report: BoardReport, tmp_path: Path
) -> None:
    found = slides(write_pptx(report, tmp_path / "brief.pptx"))
    assert len(found) == 1 + len(report.cases) + 1
    first = " ".join(found[0].split())
    assert [one for one in said(report) if plain_text(one) not in first] == []


def test_the_charts_of_the_deck_are_native_and_hold_the_values(
    report: BoardReport, tmp_path: Path
) -> None:
    deck = Presentation(str(write_pptx(report, tmp_path / "brief.pptx")))
    charts = [shape for shape in deck.slides[0].shapes if shape.has_chart]
    assert len(charts) == 1
    held = {
        name: value
        for series in charts[0].chart.plots[0].series
        for name, value in zip(charts[0].chart.plots[0].categories, series.values, strict=True)
        if value is not None
    }
    assert sorted(held.values()) == sorted(row.point for row in report.first_case.rows)
    assert len(charts[0]._element.nvGraphicFramePr.cNvPr.get("descr")) > 20
    xml = charts[0].chart._chartSpace.xml
    assert xml.count("<c:errBars>") == len(charts[0].chart.plots[0].series)


def test_reports_picture_the_use_case_that_pages_open_with(
    report: BoardReport, tmp_path: Path
) -> None:
    for cases in (report.cases, report.cases[::-1]):
        turned = replace(report, cases=cases)
        first = turned.first_case
        assert first is not None
        assert first.stake == max(case.stake for case in cases) > 0
        assert turned.numbers()[2:] == (first.active, first.effect)
        assert plain_text(first.groups_title) in " ".join(read(first_page(turned)).text)
        slide = slides(write_pptx(turned, tmp_path / "brief.pptx"))[0]
        assert plain_text(first.groups_title) in " ".join(slide.split())


def test_nothing_in_the_workbook_runs(report: BoardReport, tmp_path: Path) -> None:
    path = write_xlsx(report, tmp_path / "brief.xlsx")
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "worksheets/" in n]
    assert sheets
    assert not [one for one in sheets if re.search(r"<f[ >]|hyperlink", one)]


def test_the_facts_have_stable_unique_keys_and_the_numbers_of_the_report(
    report: BoardReport, tmp_path: Path
) -> None:
    found = report_facts(report)
    keys = [fact.key for fact in found]
    assert len(keys) == len(set(keys))
    assert {"programme/net", "ask/verdict", "ask/estimate/outcome/imputation"} <= set(keys)
    book = openpyxl.load_workbook(write_xlsx(report, tmp_path / "brief.xlsx"))
    rows = list(book["Facts"].iter_rows(values_only=True))
    values = {row[0]: row[3] for row in rows[1:]}
    for fact in found:
        assert values[fact.key] == (None if fact.value is None else pytest.approx(fact.value))


def test_a_group_keeps_its_key_when_its_figures_are_like_another_ones(report: BoardReport) -> None:
    keys = [fact.key for fact in report_facts(report) if "/group/" in fact.key]
    assert keys.count("ask/group/Care North") == 1


@pytest.mark.parametrize("write", [write_html, write_pptx, write_xlsx])
def test_every_format_comes_as_bytes(write: object, report: BoardReport) -> None:
    assert len(as_bytes(write, report, ".bin")) > 1_000  # type: ignore[arg-type]


def test_the_stamp_is_on_every_page(report: BoardReport, tmp_path: Path) -> None:
    assert html(report).count("version 7") >= 2
    for slide in slides(write_pptx(report, tmp_path / "brief.pptx")):
        assert "version 7" in slide


def test_the_first_page_orders_what_to_do_by_money_and_shows_each_net_value(
    report: BoardReport,
) -> None:
    first = " ".join(" ".join(read(first_page(report)).text).split())
    steps = first[first.index("What to do next") :]
    at = [steps.index(plain_text(case.label)) for case in report.by_money()]
    assert at == sorted(at)
    for row in money_rows(report):
        assert plain_text(row.value_text) in first


def test_a_long_name_has_its_room_in_the_picture() -> None:
    name = "Ask an expert before you escalate"
    drawn = forest_svg([ForestRow(name, 1.0, 0.0, 2.0, GRADES["works"])], Axis("Net value"), "said")
    (x,) = re.findall(rf"<text x='([\d.]+)'[^>]*>{name}<", drawn)
    assert float(x) > 6 * len(name)  # it ends there
