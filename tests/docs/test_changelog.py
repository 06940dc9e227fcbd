"""Release notes by version: what is built is the version that the newest notes are about."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime
from pathlib import Path

from packaging.version import Version

ROOT = Path(__file__).parents[2]
HEADS = re.findall(
    r"^## (\S+) \((.+)\)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
)
BUILT = Version(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def test_the_newest_notes_are_about_what_is_built() -> None:
    name, when = HEADS[0]
    assert Version(name) == Version(BUILT.base_version)
    assert (when == "unreleased") is BUILT.is_devrelease


def test_versions_and_days_go_down() -> None:
    versions = [Version(name) for name, _ in HEADS]
    assert len(versions) > 3
    assert versions == sorted(versions, reverse=True)
    days = [datetime.strptime(when, "%d %B %Y") for _, when in HEADS[1:]]  # noqa: DTZ007
    assert days == sorted(days, reverse=True)


def test_every_release_says_what_kind_of_change_each_line_is() -> None:
    for section in (ROOT / "CHANGELOG.md").read_text("utf-8").split("\n## ")[1:]:
        kinds = re.findall(r"^### (.+)$", section, re.MULTILINE)
        assert kinds
        assert set(kinds) <= {"Added", "Changed", "Fixed", "Removed", "Security"}, section[:40]
