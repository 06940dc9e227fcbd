"""Names to keys: one key for a group or a platform, however somebody writes its name."""

from __future__ import annotations

import re
from collections.abc import Mapping

_APART = re.compile(r"[\s_\-\u2010-\u2015]+")
_FOLDED = (("İ", "i"), ("Σ", "σ"), ("ς", "σ"), ("ẞ", "ss"), ("ß", "ss"))
"""Letters that Python and the warehouse's engine put in lower case differently, or not at all."""


def platform_key(name: str) -> str:
    """Return a platform's id: trimmed, case-folded, spaces, dashes and "_" as one "_".

    Empty for a name of nothing else. The warehouse has the same rule in SQL, for columns of files:
    warehouse/platform_key.sql.
    """
    for letter, folded in _FOLDED:
        name = name.replace(letter, folded)
    return _APART.sub("_", name.lower()).strip("_")


def group_key(name: str, spellings: Mapping[str, str] | None = None) -> str:
    """Return a group's id: trimmed, spaces collapsed, case-folded.

    `spellings` are those somebody decided once: key -> group_id.
    """
    key = " ".join(name.split()).casefold()
    return key if spellings is None else spellings.get(key, key)


PLATFORMS = {
    "teams": "Teams", "viva_engage": "Viva Engage", "engage": "Viva Engage",
    "yammer": "Viva Engage",
    "slack": "Slack", "sharepoint": "SharePoint",
    "onedrive": "OneDrive", "copilot": "Copilot",
    "github_copilot": "GitHub Copilot", "chatgpt": "ChatGPT", "openai": "OpenAI",
    "microsoft365": "Microsoft 365", "m365_apps": "Microsoft 365 apps",
}  # fmt: skip


def platform_name(platform: str) -> str:
    """Return the display name of a platform, whichever way its name or key is written."""
    key = platform_key(platform)
    if key in PLATFORMS:
        return PLATFORMS[key]
    return " ".join(word[:1].upper() + word[1:] for word in key.split("_")) or platform
