"""What is wrong with a file, said to the person who holds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class FileQuestion:
    """Question only the person with the file can answer: key, words, answers to choose from.

    Without choices any text that fits the question is an answer.
    """

    key: str
    text: str
    choices: tuple[str, ...] = ()

    @property
    def remedy(self) -> str:
        """Way to give the answer on the command line; the page shows a choice."""
        values = "|".join(self.choices) if self.choices else "VALUE"
        return f"Choose the answer on the page, or say it with --answer {self.key}={values}."


@dataclass(frozen=True)
class FileTrouble:
    """Reason why a file cannot be used: a stable code, what was found, what to do."""

    code: str
    message: str
    remedy: str
    question: FileQuestion | None = None
    """What to answer, so that the file loads as it is."""


class UnreadableFile(Exception):  # noqa: N818 - the design's name for it
    """A file that cannot be used as it is. Nothing of it is loaded."""

    def __init__(
        self, code: str, message: str, remedy: str, question: FileQuestion | None = None
    ) -> None:
        super().__init__(f"{message} {remedy}")
        self.trouble = FileTrouble(code, message, remedy, question)
        self.message, self.remedy = message, remedy


def open_question(key: str, message: str, text: str, choices: Iterable[str] = ()) -> UnreadableFile:
    """Return the refusal that an answer lifts."""
    question = FileQuestion(key, text, tuple(choices))
    return UnreadableFile("question", f"{message} {text}", question.remedy, question)
