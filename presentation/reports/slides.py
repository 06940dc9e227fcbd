"""Text on slides: a title, boxes of runs, speaker notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from pptx.dml.color import RGBColor
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Inches, Pt

from signpost.presentation.escaping import plain_text
from signpost.presentation.theme import LIGHT

_FACE = "Arial"
_ON_HEADER = "#FFFFFF"
"""Ink on the dark first row of a table."""
_Box = tuple[float, float, float, float]
"""Left, top, width, height in inches."""


@dataclass(frozen=True)
class Run:
    """A piece of a line with one format; size None: the box's."""

    text: str
    bold: bool = False
    colour: str = LIGHT.ink
    size: float | None = None


def colour(hexadecimal: str) -> RGBColor:
    """Return '#0072B2' as PowerPoint's colour."""
    return RGBColor.from_string(hexadecimal.lstrip("#"))


def new_slide(deck: Deck, title: str, size: float = 24) -> Slide:
    """Return a new slide whose title is its message."""
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = (
        Inches(0.5),
        Inches(0.25),
        Inches(12.3),
        Inches(0.6),
    )
    _frame(shape.text_frame)
    _fill(shape.text_frame, [[Run(title, bold=True)]], size)
    return slide


def heading(slide: Slide, text: str, left: float, top: float, width: float) -> None:
    """Add the message of one part."""
    box(slide, (left, top, width, 0.3), [[Run(text, bold=True)]], 12)


def box(slide: Slide, position: _Box, lines: Sequence[Sequence[Run]], size: float) -> None:
    """Add a box with lines of runs."""
    shape = slide.shapes.add_textbox(*(Inches(value) for value in position))
    _frame(shape.text_frame)
    _fill(shape.text_frame, lines, size)


def table(slide: Slide, position: _Box, frame: pd.DataFrame, size: float) -> None:
    """Add an editable table: names in bold above, texts below."""
    rows, columns = frame.shape
    place = (Inches(value) for value in position)
    cells = slide.shapes.add_table(rows + 1, columns, *place).table
    for at, name in enumerate(frame.columns):
        below = [Run(str(text)) for text in frame[name]]
        for row, run in enumerate([Run(str(name), bold=True, colour=_ON_HEADER), *below]):
            _fill(cells.cell(row, at).text_frame, [[run]], size)


def _frame(frame: TextFrame) -> None:
    frame.word_wrap = True
    for side in ("margin_left", "margin_right", "margin_top", "margin_bottom"):
        setattr(frame, side, 0)


def _fill(frame: TextFrame, lines: Sequence[Sequence[Run]], size: float) -> None:
    for i, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.alignment, paragraph.space_after = 1, Pt(2)
        for run in line:
            piece = paragraph.add_run()
            piece.text = plain_text(run.text, 2_000) if run.text.strip() else run.text
            piece.font.size, piece.font.bold = Pt(run.size or size), run.bold
            piece.font.name, piece.font.color.rgb = _FACE, colour(run.colour)


def notes(slide: Slide, text: str) -> None:
    """Set the speaker notes."""
    frame = slide.notes_slide.notes_text_frame
    assert frame is not None  # noqa: S101 - a new notes slide has one
    frame.text = "\n".join(plain_text(line, 2_000) for line in text.split("\n"))
