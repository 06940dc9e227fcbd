"""Links in the documents lead somewhere, and the site of `make docs` holds them all."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted(DOCS.rglob("*.md")),
    *sorted((ROOT / "sample_data").rglob("*.md")),
]
NOW = [one for one in DOCUMENTS if one.name != "CHANGELOG.md" and one.parent.name != "decisions"]
"""What says how things are, not how they were."""
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
HEADING = re.compile(r"^#{1,6} (.+?)\s*$", re.MULTILINE)
ZENSICAL = shutil.which("zensical") or shutil.which("zensical", path=str(ROOT / ".venv-docs/bin"))
PLACES = {
    "signpost", "answers", "benchmarks", "dashboard", "deploy", "docs", "metrics", "pipelines",
    "presentation", "sample_data", "tests", "warehouse", "workspace",
}  # fmt: skip
NAMED = re.compile(r"`((?:[a-z_]+/)+[\w.]*[\w]+\.(?:py|sql|toml|css|md|sh|yaml))`")


def anchors(text: str) -> set[str]:
    """The anchors of a document's headings, as GitHub and the site make them."""
    plain = (re.sub(r"[`*]", "", heading).lower() for heading in HEADING.findall(text))
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}


def broken(document: Path, text: str) -> list[str]:
    """The relative links of a document that lead to no file or to no heading."""
    wrong = []
    for link in LINK.findall(CODE.sub("", text)):
        name, _, anchor = link.partition("#")
        target = (document.parent / name).resolve() if name else document
        if not target.exists():
            wrong.append(link)
        elif anchor and anchor not in anchors(text if not name else target.read_text("utf-8")):
            wrong.append(link)
    return wrong


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    assert broken(document, document.read_text(encoding="utf-8")) == []


def test_a_broken_link_is_noticed() -> None:
    text = "# One two\n[a](none.md) [b](#three) [c](README.md#no) [d](#one-two) `[e](none.md)`"
    assert broken(DOCS / "method.md", text) == ["none.md", "#three", "README.md#no"]


@pytest.mark.parametrize("document", NOW, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_is_named_is_there(document: Path) -> None:
    names = NAMED.findall(document.read_text(encoding="utf-8"))
    ours = [name for name in names if name.split("/")[0] in PLACES and "acme" not in name]
    assert [name for name in ours if not (ROOT / name).exists()] == []


def settings() -> dict[str, object]:
    return dict(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8")))


def pages(nav: object) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    parts = nav.values() if isinstance(nav, dict) else nav
    return [page for part in parts for page in pages(part)]  # type: ignore[attr-defined]


def test_every_document_has_its_place_in_the_site() -> None:
    found = pages(settings()["nav"])
    assert len(found) == len(set(found))
    assert [page for page in found if not (DOCS / page).is_file()] == []
    assert {path.name for path in DOCS.glob("*.md")} <= set(found)


@pytest.mark.slow
@pytest.mark.skipif(ZENSICAL is None, reason="`make docs` installs it")
def test_the_site_builds_and_asks_no_third_party_for_fonts(tmp_path: Path) -> None:
    shutil.copytree(DOCS, tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    command = [str(ZENSICAL), "build", "--strict", "-f", "mkdocs.yml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    start = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "fonts.g" not in start
    for page in pages(settings()["nav"]):
        built = re.sub(r"(^|/)README$", r"\1index", page.removesuffix(".md"))
        assert (tmp_path / "site" / f"{built}.html").is_file(), page


def test_neither_users_nor_tests_need_the_builder() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        if lock.name != "requirements-docs.lock":
            assert "zensical" not in lock.read_text(encoding="utf-8"), lock.name
    code = "import sys, signpost.cli._main; sys.exit('zensical' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
