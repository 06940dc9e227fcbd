"""Platforms by the names people use."""

from __future__ import annotations

PLATFORMS = {
    "teams": "Teams", "engage": "Viva Engage", "viva_engage": "Viva Engage",
    "yammer": "Viva Engage",
    "slack": "Slack", "sharepoint": "SharePoint",
    "onedrive": "OneDrive", "copilot": "Copilot",
}  # fmt: skip


def platform_name(platform: str) -> str:
    """Write a platform's id as people call it."""
    return PLATFORMS.get(platform.lower(), platform[:1].upper() + platform[1:])
