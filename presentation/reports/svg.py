"""Charts of a report as small SVG, for print and mail, without anything from outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from signpost.metrics.model.types import EventStudy
from signpost.presentation.chart_data import Axis, ForestRow, Step, axis_span, waterfall_span
from signpost.presentation.formats import decimals, number
from signpost.presentation.theme import LIGHT

_WIDTH_PIXELS, _ROW_PIXELS, _NAMES_PIXELS = 640, 22, 190
_LETTER_PIXELS = 6.6
"""Width a letter takes; longer names take room from the picture."""
_FACE = "font-family='Source Sans Pro, Arial, sans-serif' font-size='12.5'"
Scale = Callable[[float], float]


def scale(low: float, high: float, left: float, right: float) -> Scale:
    """Return the linear map of low..high to left..right."""
    return lambda value: left + (value - low) / ((high - low) or 1.0) * (right - left)


def _text(x: float, y: float, text: str, anchor: str = "start", colour: str = LIGHT.ink) -> str:
    attributes = f"x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' fill='{colour}'"
    return f"<text {attributes}>{escape(text)}</text>"


def _line(x0: float, y0: float, x1: float, y1: float, colour: str, more: str = "") -> str:
    return (
        f"<line x1='{x0:.1f}' y1='{y0:.1f}' x2='{x1:.1f}' y2='{y1:.1f}' stroke='{colour}' {more}/>"
    )


def _shape(symbol: str, x: float, y: float, colour: str) -> str:
    """Return one marker; states differ in shape as well as in colour."""
    if symbol == "circle-open":
        style = f"fill='#fff' stroke='{colour}' stroke-width='2'"
        return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='4.5' {style}/>"
    if symbol == "square":
        return f"<rect x='{x - 4.5:.1f}' y='{y - 4.5:.1f}' width='9' height='9' fill='{colour}'/>"
    if symbol == "diamond":
        points = f"{x:.1f},{y - 6:.1f} {x + 6:.1f},{y:.1f} {x:.1f},{y + 6:.1f} {x - 6:.1f},{y:.1f}"
        return f"<polygon points='{points}' fill='{colour}'/>"
    return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='5' fill='{colour}'/>"


def picture(body: Sequence[str], height: float, description: str) -> str:
    """Return the parts as one image with its description."""
    return (
        f"<svg role='img' aria-label='{escape(description, quote=True)}' "
        f"viewBox='0 0 {_WIDTH_PIXELS} {height:.0f}' width='100%' {_FACE}>{''.join(body)}</svg>"
    )


def forest_svg(rows: Sequence[ForestRow], axis: Axis, description: str) -> str:
    """Return one line per row; the same scale, shapes and colours as on the screen."""
    low, high = axis_span(rows)
    names = {row: f"{row.label} · {row.note}" if row.note else row.label for row in rows}
    room = min(
        max(_NAMES_PIXELS, _LETTER_PIXELS * max(map(len, names.values()), default=0)),
        _WIDTH_PIXELS / 2,
    )
    x = scale(low, high, room + 8, _WIDTH_PIXELS - 64)
    bottom = 24 + _ROW_PIXELS * len(rows)
    body = []
    if axis.worthwhile:
        left, right = x(max(low, -axis.worthwhile)), x(min(high, axis.worthwhile))
        body.append(
            f"<rect x='{left:.1f}' y='18' width='{right - left:.1f}' "
            f"height='{bottom - 18}' fill='{LIGHT.wash}'/>"
        )
    body.append(_line(x(0), 18, x(0), bottom, LIGHT.line))
    sides = ("← better", "worse →") if axis.better == "lower" else ("← worse", "better →")
    body += [
        _text(x(0) - 6, 12, sides[0], "end", LIGHT.mute),
        _text(x(0) + 6, 12, sides[1], "start", LIGHT.mute),
    ]
    for i, row in enumerate(rows):
        y, colour = 24 + _ROW_PIXELS * (i + 0.5), row.mark.colour(LIGHT)
        body += [
            _text(room, y + 4, names[row], "end"),
            _line(x(max(low, row.low)), y, x(min(high, row.high)), y, colour, "stroke-width='2'"),
            _shape(row.mark.symbol, x(row.point), y, colour),
            _text(
                _WIDTH_PIXELS - 4, y + 4, row.value_text or number(row.point, signed=True), "end"
            ),
        ]
    body.append(_text((room + _WIDTH_PIXELS) / 2, bottom + 16, axis.title, "middle", LIGHT.mute))
    return picture(body, bottom + 24, description)


def event_svg(study: EventStudy, unit: str, period: str, description: str) -> str:
    """Return line and band over the periods since the start."""
    low, high = min(0.0, *study.low), max(0.0, *study.high)
    x = scale(study.event_time[0], study.event_time[-1], 52, _WIDTH_PIXELS - 10)
    y = scale(low, high, 196, 22)
    time = study.event_time
    band = [f"{x(t):.1f},{y(v):.1f}" for t, v in zip(time, study.high, strict=True)]
    band += [f"{x(t):.1f},{y(v):.1f}" for t, v in zip(time[::-1], study.low[::-1], strict=True)]
    line = [f"{x(t):.1f},{y(v):.1f}" for t, v in zip(time, study.point, strict=True)]
    places = decimals(high - low)
    body = [
        f"<polygon points='{' '.join(band)}' fill='{LIGHT.blue}' fill-opacity='0.18'/>",
        _line(52, y(0), _WIDTH_PIXELS - 10, y(0), LIGHT.line),
        _line(x(-0.5), 22, x(-0.5), 196, LIGHT.line, "stroke-dasharray='4 4'"),
        f"<polyline points='{' '.join(line)}' fill='none' stroke='{LIGHT.blue}' stroke-width='2'/>",
        _text(x(-0.5) - 6, 14, "before the start", "end", LIGHT.mute),
        _text(x(-0.5) + 6, 14, "after", "start", LIGHT.mute),
        *(_text(46, y(v) + 4, number(v, places), "end", LIGHT.mute) for v in {low, 0.0, high}),
        *(_text(x(t), 212, str(t), "middle", LIGHT.mute) for t in (time[0], 0, time[-1])),
        _text(
            (52 + _WIDTH_PIXELS) / 2,
            230,
            f"{period.capitalize()} since the group's start; change in {unit}",
            "middle",
            LIGHT.mute,
        ),
    ]
    return picture(body, 238, description)


def waterfall_svg(steps: Sequence[Step], total: Step, description: str) -> str:
    """Return horizontal bars, their sum as the last one."""
    low, high = waterfall_span(steps)
    x = scale(low, high, _NAMES_PIXELS - 60, _WIDTH_PIXELS - 80)
    body, level = [_line(x(0), 4, x(0), 34 * (len(steps) + 1), LIGHT.line)], 0.0
    bars = [*steps, total]
    for i, bar in enumerate(bars):
        amount, last = bar.amount, bar is total
        start = 0.0 if last else level
        colour = LIGHT.grey if last else LIGHT.blue if amount >= 0 else LIGHT.vermillion
        left, right = sorted((x(start), x(start + amount)))
        y = 34 * i + 6
        body += [
            f"<rect x='{left:.1f}' y='{y}' width='{right - left:.1f}' height='24' "
            f"fill='{colour}'/>",
            _text(_NAMES_PIXELS - 68, y + 16, bar.label, "end"),
            _text(right + 6, y + 16, bar.text),
        ]
        level = start + amount
    return picture(body, 34 * len(bars) + 6, description)
