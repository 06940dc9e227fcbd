"""An answer laid out as indented lines, for a reader at the terminal."""

from __future__ import annotations

from typing import TypeGuard


def plain_text(value: object, depth: int = 0) -> list[str]:
    """Lay a JSON value out as indented lines for a reader; each item of a list has a dash."""
    indent = "  " * depth
    if isinstance(value, dict):
        return [line for key, one in value.items() for line in _entry(str(key), one, depth)]
    if _nested(value):
        return [line for one in value for line in _item(plain_text(one, depth + 1), indent)]
    return [indent + _word(value)]


def _entry(key: str, one: object, depth: int) -> list[str]:
    name, indent = key.replace("_", " "), "  " * depth
    if isinstance(one, dict) or _nested(one):
        return [f"{indent}{name}:", *plain_text(one, depth + 1)]
    return [f"{indent}{name}: {_word(one)}"]


def _item(lines: list[str], indent: str) -> list[str]:
    return [f"{indent}- {lines[0].strip()}", *lines[1:]] if lines else []


def _nested(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list) and any(isinstance(one, dict | list) for one in value)


def _word(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_word(one) for one in value) or "none"
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return str(value)
