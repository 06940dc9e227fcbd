"""Which of several files counts: what the files say, else the order in which they were given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from signpost.pipelines.text.dates import read_day

_FINAL = re.compile(
    r"final|restated|corrected|revised|korrigiert|endgültig|d[eé]finiti|corrig|actualizad|ostateczn|"
    r"slutlig",
    re.I,
)
_EARLY = re.compile(
    r"prelim|draft|provisional|provisoire|provisori|provisorisk|vorläufig|voorlopig|wstępn|flash|"
    r"estimate|entwurf|brouillon|borrador|concept",
    re.I,
)
_VERSION = re.compile(r"(?<![a-z])(?:v|rev|version)[ _.-]?(\d{1,3})(?!\d)", re.I)
_DAY = re.compile(r"(?<!\d)(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_SHORT = re.compile(r"(?<!\d)(\d{2})[-_.](\d{2})(?!\d)")


@dataclass(frozen=True, order=True)
class NameOrder:
    """Age of a file by its name; a later one counts."""

    finality: int = 0
    version: int = 0
    day: date = date.min
    short: str = ""


def name_order(name: str) -> NameOrder:
    """Read preliminary or final, the version and the last day from the name of a file."""
    file, _, sheet = name.partition(", sheet ")
    stem = f"{PurePosixPath(file).name} {sheet}".strip()
    finality = 1 if _FINAL.search(stem) else -1 if _EARLY.search(stem) else 0
    version = max((int(found) for found in _VERSION.findall(stem)), default=0)
    days = [day for m in _DAY.finditer(stem) if (day := read_day("-".join(m.groups()), "dmy"))]
    short = [f"{a}-{b}" for a, b in _SHORT.findall(_DAY.sub("", stem))]
    return NameOrder(finality, version, max(days, default=date.min), max(short, default=""))


def days_in_name(name: str) -> tuple[str, ...]:
    """Return all days and months a name carries: equal bytes under other days are other files."""
    return tuple(re.findall(r"(?<!\d)20\d{2}[-_.]?\d{2}(?:[-_.]?\d{2})?(?!\d)", name))
