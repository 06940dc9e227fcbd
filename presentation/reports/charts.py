"""Native charts on slides: the presenter can open and edit their numbers.

python-pptx has no error bars, so they are written as XML. A forest is a stacked bar chart with one
series per state, because many short scatter series vanish in LibreOffice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from pptx.chart.axis import CategoryAxis, DateAxis, ValueAxis
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Inches, Pt

from signpost.metrics.model.spreadsheet_cell import inert_cell
from signpost.metrics.model.types import EventStudy
from signpost.presentation.chart_data import ForestRow, Step
from signpost.presentation.escaping import plain_text
from signpost.presentation.reports.slides import colour
from signpost.presentation.theme import LIGHT

_ADDRESS = re.compile(r"\s*(?:[a-z]+://|(?:mailto|internal|external):)", re.I)
"""What python-pptx, writing the workbook, takes for an address."""
SIGNED = "+0.0;-0.0;0"


@dataclass(frozen=True)
class ChartFrame:
    """Position and size of a chart, in inches."""

    left: float
    top: float
    width: float
    height: float


def _chart(
    slide: Slide,
    kind: XL_CHART_TYPE,
    position: ChartFrame,
    data: CategoryChartData,
    description: str,
) -> Chart:
    left, top = Inches(position.left), Inches(position.top)
    width, height = Inches(position.width), Inches(position.height)
    shape = slide.shapes.add_chart(kind, left, top, width, height, data)  # type: ignore[arg-type]
    frame = cast("GraphicFrame", shape)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", plain_text(description, 2_000))
    frame.chart.has_legend = frame.chart.has_title = False
    return frame.chart


def _axis(axis: CategoryAxis | DateAxis | ValueAxis, size: float = 9) -> None:
    axis.has_major_gridlines = False
    axis.tick_labels.font.size = Pt(size)
    axis.format.line.color.rgb = colour(LIGHT.line)


def error_bars(series: object, plus: Sequence[float], minus: Sequence[float], ink: str) -> None:
    """Set a native series' own interval per point, both ends at or above zero."""

    def numbers(tag: str, values: Sequence[float]) -> str:
        points = "".join(
            f'<c:pt idx="{i}"><c:v>{value:.6g}</c:v></c:pt>' for i, value in enumerate(values)
        )
        return (
            f"<c:{tag}><c:numLit><c:formatCode>General</c:formatCode>"
            f'<c:ptCount val="{len(values)}"/>{points}</c:numLit></c:{tag}>'
        )

    element = series._element  # type: ignore[attr-defined]
    bars = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errDir val="y"/><c:errBarType val="both"/>'
        f'<c:errValType val="cust"/><c:noEndCap val="1"/>{numbers("plus", plus)}'
        f'{numbers("minus", minus)}<c:spPr><a:ln w="12700"><a:solidFill>'
        f'<a:srgbClr val="{ink.lstrip("#")}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    element.find("c:cat", element.nsmap).addprevious(bars)


def _category(text: str) -> str:
    """Return a label that the workbook behind a chart neither runs nor links."""
    inert = str(inert_cell(plain_text(text)))
    return f"'{inert}" if _ADDRESS.match(inert) else inert


def forest_chart(
    slide: Slide, position: ChartFrame, rows: Sequence[ForestRow], description: str
) -> Chart:
    """Add one bar per row, a series per state, the interval as error bars; first row on top."""
    data = CategoryChartData(number_format=SIGNED)
    data.categories = [
        _category(f"{row.label} ({row.note} active)" if row.note else row.label) for row in rows
    ]
    marks = list(dict.fromkeys(row.mark for row in rows))
    for mark in marks:
        data.add_series(mark.word, [row.point if row.mark == mark else None for row in rows])
    chart = _chart(slide, XL_CHART_TYPE.BAR_STACKED, position, data, description)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 55, 100
    for series, mark in zip(plot.series, marks, strict=True):
        series.invert_if_negative = False
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour(mark.colour(LIGHT))
        is_marked = [row.mark == mark for row in rows]
        error_bars(
            series,
            [
                row.high - row.point if own else 0.0
                for row, own in zip(rows, is_marked, strict=True)
            ],
            [row.point - row.low if own else 0.0 for row, own in zip(rows, is_marked, strict=True)],
            LIGHT.ink,
        )
    _axis(chart.value_axis)
    _axis(chart.category_axis)
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    return chart


def event_chart(slide: Slide, position: ChartFrame, study: EventStudy, description: str) -> Chart:
    """Add points by period since the start, the interval as error bars."""
    data = CategoryChartData(number_format=SIGNED)
    data.categories = [str(time) for time in study.event_time]
    data.add_series("Change", study.point)
    chart = _chart(slide, XL_CHART_TYPE.LINE_MARKERS, position, data, description)
    series = chart.plots[0].series[0]
    series.smooth = False
    series.format.line.color.rgb = colour(LIGHT.blue)
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 5
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = colour(LIGHT.blue)
    error_bars(
        series,
        [high - point for high, point in zip(study.high, study.point, strict=True)],
        [point - low for low, point in zip(study.low, study.point, strict=True)],
        LIGHT.sky,
    )
    _axis(chart.value_axis)
    _axis(chart.category_axis, 8)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    return chart


def waterfall_chart(
    slide: Slide, position: ChartFrame, steps: Sequence[Step], description: str
) -> Chart:
    """Add stacked columns on an invisible base: amounts in, amounts out, their sum."""
    base, ups, downs, level = [], [], [], 0.0
    for step in steps:
        base.append(min(level, level + step.amount))
        ups.append(max(step.amount, 0.0))
        downs.append(max(-step.amount, 0.0))
        level += step.amount
    data = CategoryChartData(number_format="#,##0")
    data.categories = [*(_category(step.label) for step in steps), "Net value"]
    none = [0.0] * len(steps)
    data.add_series("Base", [*base, 0.0])
    data.add_series("Benefit", [*ups, 0.0])
    data.add_series("Harm and cost", [*downs, 0.0])
    data.add_series("Net", [*none, level])
    chart = _chart(slide, XL_CHART_TYPE.BAR_STACKED, position, data, description)
    chart.plots[0].gap_width, chart.plots[0].overlap = 40, 100
    hues = (None, LIGHT.blue, LIGHT.vermillion, LIGHT.grey)
    for series, hue in zip(chart.plots[0].series, hues, strict=True):
        if hue is None:
            series.format.fill.background()
            continue
        series.invert_if_negative = False
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour(hue)
    _axis(chart.category_axis)
    _axis(chart.value_axis, 8)
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    return chart
