"""How a case or a variation went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Grade = Literal["right", "told", "refused", "silent"]


@dataclass(frozen=True)
class Outcome:
    """Grade of one case, and why."""

    grade: Grade
    why: str
