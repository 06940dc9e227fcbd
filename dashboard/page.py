"""What a page is: a title, a place in the navigation and a function that lays it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from signpost.answers.access import Act
from signpost.registry import parts
from signpost.workspace.view import View

Audience = Literal["sponsor", "analyst", "administrator"]
_NEEDS: dict[Audience, Act] = {"sponsor": "read", "analyst": "load", "administrator": "administer"}
Section = Literal["Answer", "Programme", "Data"]


@dataclass(frozen=True)
class Page:
    """One page. `show` only lays out: it computes no number."""

    id: str
    title: str
    question: str
    """The question a reader brings; it stands in the page's help."""
    section: Section
    order: int
    audience: Audience
    show: Callable[[View], None]
    works_empty: bool = False
    """True: the page has something to say before the first upload."""

    @property
    def needs(self) -> Act:
        """What a reader must be allowed to do to be shown this page."""
        return _NEEDS[self.audience]


@cache
def all_pages() -> tuple[Page, ...]:
    """Every page in the order of the navigation."""
    found = [one for one in parts("signpost.dashboard.pages", "PAGE") if isinstance(one, Page)]
    sections = ("Answer", "Programme", "Data")
    return tuple(sorted(found, key=lambda page: (sections.index(page.section), page.order)))
