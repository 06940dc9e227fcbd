"""The data-request kit: for each export which button to press, who may, and what to write to them.

python -m signpost.pipelines.request_kit docs/exports     writes the pages
"""

from __future__ import annotations

import sys
from pathlib import Path

from signpost.pipelines.model.source import Source
from signpost.pipelines.recognition.identify import built_in_sources

_ABOUT = {
    "usage": "Adoption: who was active",
    "group_usage": "Adoption: counts per group",
    "licence": "Licences",
    "roster": "People and groups",
    "record": "Records that become outcomes",
    "response": "Survey answers",
    "outcome": "Outcomes",
    "interaction": "Who works with whom",
    "intervention": "The programme",
    "cost": "The programme",
    "spend": "What use cost",
    "barrier": "The programme",
}
_NOTE = (
    "<!-- Written by `python -m signpost.pipelines.request_kit docs/exports`; "
    "edit the source instead. -->"
)


def page(source: Source) -> str:
    """Return the page of one export, as Markdown."""
    how = source.how_to_get
    where = source.documented_at
    link = f"<{where}>" if where.startswith("https://") and " " not in where else f"`{where}`"
    columns = [
        f"| {', '.join(f'`{header}`' for header in cell.headers)} | {cell.expects} | "
        f"{'optional' if cell.optional else 'needed'} |"
        for cell in source.fields.values()
        if cell.headers
    ]
    return "\n".join(
        [
            _NOTE,
            "",
            f"# {source.label}",
            "",
            f"`{source.id}` · {_ABOUT[source.table]} · documented at {link}",
            "",
            f"**Who can make it:** {how.role}",
            "",
            f"**How:** {how.steps}",
            "",
            f"**File:** `{how.filename}`",
            "",
            "## Text to send",
            "",
            f"> {how.request}",
            "",
            "## Columns that are read",
            "",
            "| column (one of) | holds | |",
            "|---|---|---|",
            *columns,
            "",
        ]
    )


def index(sources: tuple[Source, ...]) -> str:
    """Return the list of all exports, by what they are about."""
    lines = [_NOTE, "", "# Exports that are recognised", ""]
    for about in dict.fromkeys(_ABOUT.values()):
        found = [source for source in sources if _ABOUT[source.table] == about]
        if found:
            lines += [f"## {about}", ""]
            lines += [f"- [{source.label}]({source.id}.md)" for source in found]
            lines.append("")
    return "\n".join(lines)


def pages() -> dict[str, str]:
    """File name -> text of every page of the kit."""
    sources = tuple(sorted(built_in_sources(), key=lambda source: source.label.casefold()))
    return {"README.md": index(sources), **{f"{s.id}.md": page(s) for s in sources}}


def write(folder: Path) -> None:
    """Write all pages and take away those of exports that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
