"""What is put into a page's texts and labels is escaped, or is ours: a label is markdown, too."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.trust.conftest import ROOT

SHOWS = {
    "button", "caption", "checkbox", "date_input", "download_button", "error", "expander", "header",
    "info", "lazy_expander", "link_button", "markdown", "metric", "multiselect", "number_input",
    "page_link", "popover", "radio", "segmented_control", "select_slider", "selectbox", "spinner",
    "success", "text_area", "text_input", "title", "toast", "toggle", "warning",
}  # fmt: skip
"""Calls whose first argument the browser reads as markdown."""
SAFE = {"count", "len", "md", "period"}
"""Functions that return escaped text, or words and figures of ours."""
OURS = {
    "GRADES[case.grade].glyph", "access.role", "field_words(name)", "icon", "label", "made",
    "mark.glyph", "mark.word", "methods.REGISTERED[case.registered]", "more", "newer_words(view)",
    "number", "one.line", "reference", "since", "small", "stamp.version", "text", "told", "what",
    "why", "word", "words", "many", "len(access.scope)", "len(results)",
    "', '.join((part for part in parts if part))", "count(len(found), 'change').capitalize()",
    "'it is' if many == 1 else 'they are'", "len(uploads) - len(kept)",
    "period(found.span.first.isoformat()).removeprefix('week of ')",
    "period(found.span.last.isoformat()).removeprefix('week of ')",
}  # fmt: skip
"""Expressions that hold words, figures or markdown of ours, escaped where they were made."""


def put_in(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every expression that a shown f-string has between its braces."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and call.args and called(call) in SHOWS:
            for part in unescaped(call.args[0]):
                if isinstance(part, ast.FormattedValue):
                    yield call.lineno, ast.unparse(part.value)


def called(node: ast.AST) -> str:
    function = getattr(node, "func", None)
    return str(getattr(function, "attr", None) or getattr(function, "id", ""))


def unescaped(node: ast.AST) -> Iterator[ast.AST]:
    """The node and what is in it, but for what goes through a safe function."""
    inner = node.value if isinstance(node, ast.FormattedValue) else node
    if called(inner) in SAFE:
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from unescaped(child)


def test_nothing_is_put_into_a_page_as_it_came() -> None:
    found = {
        f"{path.name}:{line}: {text}"
        for path in sorted((ROOT / "dashboard").rglob("*.py"))
        for line, text in put_in(path.read_text(encoding="utf-8"))
        if text not in OURS
    }
    assert found == set()


def test_what_is_put_in_as_it_came_is_found() -> None:
    source = 'st.selectbox(f"{name} is", [])\nst.markdown("".join(f"- {md(a)} {b}" for a in c))'
    assert list(put_in(source)) == [(1, "name"), (2, "b")]
