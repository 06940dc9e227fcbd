"""What a page is: a title, a place in the navigation and a function that renders it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Literal

from signpost.answers.access import Act
from signpost.presentation.theme import Palette
from signpost.registry import parts
from signpost.workspace.results import Results

Audience = Literal["sponsor", "analyst", "administrator"]
_NEEDS: dict[Audience, Act] = {"sponsor": "read", "analyst": "load", "administrator": "administer"}
Section = Literal["Answer", "Programme", "Data"]


@dataclass(frozen=True)
class View:
    """Arguments of every page: the results, the reader's colours, the newest version there is."""

    results: Results
    palette: Palette
    newest: int = 0
    as_of: bool = False
    """True: an earlier version, because the reader chose it."""
    versions: Mapping[int, datetime] = field(default_factory=dict)
    """Versions to choose from and when each was made, the newest last."""

    @property
    def behind(self) -> bool:
        """True while a newer version is being worked out."""
        return self.results.version < self.newest and not self.as_of


@dataclass(frozen=True)
class Page:
    """One page. `render` only lays out: it computes no number."""

    id: str
    title: str
    question: str
    """The question a reader brings; it stands in the page's help."""
    section: Section
    order: int
    audience: Audience
    render: Callable[[View], None]
    works_empty: bool = False
    """True: the page has something to say before the first upload."""

    @property
    def needs(self) -> Act:
        """Act a reader must be allowed to do to be shown this page."""
        return _NEEDS[self.audience]


@cache
def all_pages() -> tuple[Page, ...]:
    """Return the pages in the order of the navigation."""
    found = [one for one in parts("signpost.dashboard.pages", "PAGE") if isinstance(one, Page)]
    sections = ("Answer", "Programme", "Data")
    return tuple(sorted(found, key=lambda page: (sections.index(page.section), page.order)))
