"""What a reader of the pages gets: texts, tables, data of pictures and downloads, all unfolded."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from signpost.dashboard.page import all_pages
from signpost.metrics.model.adoption_metrics import CATALOGUE
from tests.contracts.crawler import PARTS, script
from tests.patience import PATIENCE

SINGLES: tuple[Mapping[str, str], ...] = (
    *({"metric": card.id, "by": "group"} for card in CATALOGUE),
    *({"window": "month", "by": by} for by in ("all", "area", "parent", "group")),
    *({"picture": name} for name in ("time", "dose")),
)
"""Choices that a reader makes beside the part of a page."""
CHOICES: Mapping[str, Sequence[Mapping[str, str]]] = {
    "adoption": SINGLES[:-2],
    "answer": SINGLES[-2:],
}
_NAMELESS = ("id", "element_id", "label_visibility")


def page_contents(data: Path, groups: Sequence[str] = ()) -> Iterator[tuple[str, object]]:
    """Each page, part by part and choice by choice, with what is on it and may be taken from it."""
    for page in all_pages():
        chosen = [*PARTS.get(page.id, [{}]), *CHOICES.get(page.id, ())]
        chosen += [{"group": group} for group in groups] if page.id == "groups" else []
        for one in chosen:
            name = " ".join([f"page {page.id}", *(f"{key}={one[key]}" for key in one)])
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("SIGNPOST_DATA", str(data))
                _all_unfolded(patch)
                taken = _downloads_kept(patch)
                seen = AppTest.from_function(
                    script, kwargs={"page": page.id, "chosen": one}, default_timeout=PATIENCE
                ).run()
                assert not seen.exception, name
                content = list(contents(seen))
            if page.id == "history":  # the record of downloads is of what was read before
                content = [one for one in content if "Downloaded a file" not in one[1]]
            yield name, content
            for label, file in taken.items():
                yield f"{name}: {label}", file


def _all_unfolded(patch: pytest.MonkeyPatch) -> None:
    """Have everything that unfolds filled, in one run."""
    for name, module in list(sys.modules.items()):
        if name.startswith("signpost.dashboard") and hasattr(module, "is_open"):
            patch.setattr(module, "is_open", lambda _: True)


def contents(seen: AppTest) -> Iterator[tuple[str, str]]:
    """Kind and content of every element of a page, from top to bottom."""
    for block in (seen.main, seen.sidebar):
        yield from _elements(block)


def _elements(block: Block) -> Iterator[tuple[str, str]]:
    for child in block.children.values():
        if isinstance(child, Block):
            yield child.type or "", str(getattr(child, "label", ""))
            yield from _elements(child)
        else:
            yield child.type, _content(child)


def _content(element: Element) -> str:
    if element.type in ("table", "arrow_table", "dataframe", "arrow_data_frame"):
        return str(element.value.to_csv(index=False))
    if element.type == "plotly_chart":
        return f"{element.proto.alt} {element.proto.spec}"
    named = ("label", "value", "body", "delta", "help", "options", "default", "placeholder")
    fields = {field.name for field, _ in element.proto.ListFields()} - {"id", "url"}
    assert fields, element.type
    return "; ".join(
        f"{name}={getattr(element.proto, name)}" for name in sorted(fields | set(named) & fields)
    )


def _downloads_kept(patch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Keep what each download of a page would give, by its label."""
    from streamlit.elements.widgets import button

    taken: dict[str, bytes] = {}
    place = inspect.signature(button.marshall_file)

    def keep(*given: Any, **named: Any) -> None:
        asked = place.bind(*given, **named).arguments
        data = asked["data"]() if callable(asked["data"]) else asked["data"]
        label = f"{asked['proto_download_button'].label} {len(taken)}"
        taken[label] = data.encode() if isinstance(data, str) else bytes(data)

    patch.setattr(button, "marshall_file", keep)
    return taken
