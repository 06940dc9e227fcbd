"""Purpose of a programme: goals, what a session found out, doubts, channels of the audience."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, field_validator


class Card(BaseModel):
    """Strict and frozen base of an entry: an unknown key is taken for a typing mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Goal(Card):
    """Goal above use cases: why it is done at all; use cases name the goal they serve."""

    id: str
    label: str
    why: str = ""
    kpis: tuple[str, ...] = ()
    """KPIs of the goal itself, beside those of its use cases."""
    owner: str = ""


class AudienceChannel(Card):
    """Channel that an audience uses, whether one is there, and who answers."""

    name: str
    audience: str
    """Who uses it: customers, field staff, applicants."""
    used_share: float | None = Field(default=None, ge=0, le=1)
    """Share of the audience that uses it, where somebody has counted."""
    source: str = ""
    present: bool = False
    """Is one there?"""
    why_not: str = ""
    owner: str = ""
    """Who answers there."""


DOUBT_SUBJECTS = ("effect", "lasting", "money", "cost", "adoption", "guardrails", "time")
_DOUBT = re.compile(
    r"^(?:(?P<who>[^:\[\]]{1,80}):)?\s*(?P<doubt>[^\[\]]+?)\s*(?:\[(?P<about>[a-z]+)\])?$"
)


@dataclass(frozen=True)
class Doubt:
    """One doubt of somebody who must agree."""

    who: str
    doubt: str
    about: str
    """Which figure answers it, of DOUBT_SUBJECTS; empty: none does, it is open."""


def read_doubt(text: str) -> Doubt:
    """Return a doubt as it is written: `who: doubt [about]`. Raises ValueError."""
    found = _DOUBT.match(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not written as 'who: doubt [about]'")
    about = found["about"] or ""
    if about and about not in DOUBT_SUBJECTS:
        raise ValueError(f"[{about}] is none of {', '.join(DOUBT_SUBJECTS)}")
    return Doubt((found["who"] or "").strip(), found["doubt"].strip(), about)


class Discovery(Card):
    """Findings of a session before anything was tried."""

    today: str = ""
    """How it is done today."""
    pain_points: str = ""
    wished_way: str = ""
    obstacles: str = ""
    must_agree: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    """Each `who: doubt [about]`; what stands in brackets says which figure answers it."""

    @field_validator("doubts")
    @classmethod
    def _readable(cls, doubts: tuple[str, ...]) -> tuple[str, ...]:
        for text in doubts:
            read_doubt(text)
        return doubts
