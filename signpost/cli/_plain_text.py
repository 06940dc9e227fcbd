"""Plain text of an answer: indented lines for a reader at the terminal."""

from __future__ import annotations

from typing import TypeGuard


def indented_lines(value: object, depth: int = 0) -> list[str]:
    """Return a JSON value as indented lines for a reader; each item of a list has a dash."""
    indent = "  " * depth
    if isinstance(value, dict):
        return [line for key, part in value.items() for line in _entry(str(key), part, depth)]
    if _nested(value):
        return [line for item in value for line in _item(indented_lines(item, depth + 1), indent)]
    return [indent + _word(value)]


def _entry(key: str, value: object, depth: int) -> list[str]:
    name, indent = key.replace("_", " "), "  " * depth
    if isinstance(value, dict) or _nested(value):
        return [f"{indent}{name}:", *indented_lines(value, depth + 1)]
    return [f"{indent}{name}: {_word(value)}"]


def _item(lines: list[str], indent: str) -> list[str]:
    return [f"{indent}- {lines[0].strip()}", *lines[1:]] if lines else []


def _nested(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list) and any(isinstance(item, dict | list) for item in value)


def _word(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_word(item) for item in value) or "none"
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return str(value)
