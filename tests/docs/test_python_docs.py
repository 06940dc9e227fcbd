"""docs/python.md: its examples run in order and print what stands under them.

python -m tests.docs.test_python_docs    writes what they print into the page
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "python.md"
EXAMPLE = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```\n", re.DOTALL)


def outputs(page: str, folder: Path) -> Iterator[str]:
    """Run each example in one namespace, in `folder`, and yield what it prints."""
    names: dict[str, object] = {"__name__": "__main__"}
    for number, example in enumerate(EXAMPLE.finditer(page), start=1):
        printed = io.StringIO()
        with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
            exec(compile(example[1], f"example {number}", "exec"), names)
        yield "".join(f"{line.rstrip()}\n" for line in printed.getvalue().splitlines())


@pytest.mark.slow
def test_every_example_prints_what_the_page_says(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    shown = [example[2] for example in EXAMPLE.finditer(page)]
    assert page.count("```python") == len(shown) > 8
    for number, (printed, wanted) in enumerate(zip(outputs(page, tmp_path), shown, strict=True)):
        assert printed == wanted, f"example {number + 1}"


def test_an_example_that_prints_something_else_is_noticed(tmp_path: Path) -> None:
    page = "```python\nx = 1\n```\n\n```text\n```\n\n```python\nprint(x + 1)\n```\n\n```text\n3\n```\n"
    assert list(outputs(page, tmp_path)) == ["", "2\n"]
    with pytest.raises(NameError):
        list(outputs("```python\nprint(y)\n```\n\n```text\n```\n", tmp_path))


def test_every_public_method_and_error_is_documented() -> None:
    import signpost

    page = PAGE.read_text(encoding="utf-8")
    names = [name for name in signpost.__all__ if name.endswith(("Error", "File"))]
    names += [f"ws.{name}" for name in ("ingest", "adoption", "panel", "answers", "answer", "report")]
    assert [name for name in ("signpost.judge", "signpost.open", *names) if name not in page] == []


def main() -> None:
    page = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        printed = outputs(page, Path(folder))
        written = EXAMPLE.sub(
            lambda found: f"```python\n{found[1]}```\n\n```text\n{next(printed)}```\n", page
        )
    PAGE.write_text(written, encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} {'is as it was' if written == page else 'was changed'}\n")


if __name__ == "__main__":
    main()
