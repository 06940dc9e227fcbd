"""A small organisation whose every name is an attack."""

from __future__ import annotations

from collections.abc import Iterable

from tests.trust.corpus import FORMULAS, HTML, MARKDOWN, PATHS, PLOTLY, SQL, UNICODE
from tests.trust.small import Organisation

NASTY = (
    "=1+1 <img src=x onerror=window.__xss=1> ![p](http://evil.example/i.png) "
    "http://evil.example/auto $x^2$ :material/home: '; drop table usage; --"
)


def names(texts: Iterable[str]) -> list[str]:
    """Those that can stand in a text file, once each as a group would be."""
    kept: dict[str, str] = {}
    for text in texts:
        fits = "\0" not in text and 0 < len(text.strip()) < 120
        if fits and text.encode(errors="ignore").decode() == text:
            kept.setdefault(" ".join(text.split()).casefold(), text)
    return list(kept.values())


GROUPS = names(
    (*MARKDOWN[::2], *HTML[::2], *PLOTLY, *FORMULAS[::2], *SQL[::2], *PATHS[:4], *UNICODE)
)
FIRM = Organisation(
    groups=GROUPS,
    text=NASTY,
    files=(
        "=cmd '; drop table usage --.csv",
        "<img src=x onerror=window.__xss=1>.csv",
        "![p](evil) TeamsUserActivityUserDetail $(id).csv",
    ),
)
