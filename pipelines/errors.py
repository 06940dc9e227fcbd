"""What is wrong with a file, said to the person who holds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FileTrouble:
    """Why a file cannot be used: a stable code, what was found, what to do."""

    code: str
    message: str
    remedy: str


class UnreadableFile(Exception):  # noqa: N818 - the design's name for it
    """A file that cannot be used as it is. Nothing of it is loaded."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.trouble = FileTrouble(code, message, remedy)
        self.message, self.remedy = message, remedy
