"""How a file was read: one reading per column, decided once, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Certainty = Literal["certain", "assumed"]


@dataclass(frozen=True)
class ColumnReading:
    """One column: what it is used for, how its cells were read, and what decided it.

    What only a person can decide is no reading but a question, which stops the file.
    """

    column: str
    role: str
    """The field it fills; 'unused'."""
    reading: str = ""
    certainty: Certainty = "certain"
    evidence: str = ""

    def sentence(self) -> str:
        """Return the reading in words."""
        if self.role == "unused":
            return (
                f"Column {self.column} is not used{f' ({self.reading})' if self.reading else ''}."
            )
        how = f": {self.reading}" if self.reading else ""
        why = f" ({self.evidence})" if self.evidence else ""
        sure = ", assumed" if self.certainty == "assumed" else ""
        return f"Column {self.column} is {self.role}{how}{sure}{why}."
