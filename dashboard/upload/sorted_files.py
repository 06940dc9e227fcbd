"""The files of one drop by what they need: a match, an answer, a look, nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from signpost.pipelines.errors import FileQuestion
from signpost.pipelines.model.receipt import FileResult

UNKNOWN_FILE = "unknown_file"
MAX_READY_FILES = 5
"""Ready files that are shown one by one; more are folded."""


@dataclass(frozen=True)
class SortedFiles:
    """Files of one drop by what they need, the most urgent first; each once."""

    strange: tuple[FileResult, ...]
    asked: tuple[tuple[FileQuestion, tuple[FileResult, ...]], ...]
    """Each question once, with the files it is about: an answer is for all of them."""
    failed: tuple[FileResult, ...]
    doubtful: tuple[FileResult, ...]
    fine: tuple[FileResult, ...]

    @property
    def to_look_at(self) -> tuple[FileResult, ...]:
        """Those that cannot be used, then those with a warning or rejected rows."""
        return (*self.failed, *self.doubtful)


def sort_files(results: Iterable[FileResult]) -> SortedFiles:
    """Return the files of one drop by what they need."""
    strange, failed, doubtful, fine = [], [], [], []
    asked: dict[tuple[str, tuple[str, ...]], tuple[FileQuestion, list[FileResult]]] = {}
    for result in results:
        error, receipt = result.error, result.receipt
        if error is not None and error.code == UNKNOWN_FILE:
            strange.append(result)
        elif error is not None and error.question is not None:
            question = error.question
            key = (question.key, question.choices)
            asked.setdefault(key, (question, []))[1].append(result)
        elif error is not None:
            failed.append(result)
        elif receipt is not None and (receipt.warnings or receipt.rows_rejected):
            doubtful.append(result)
        else:
            fine.append(result)
    questions = tuple((question, tuple(many)) for question, many in asked.values())
    return SortedFiles(tuple(strange), questions, tuple(failed), tuple(doubtful), tuple(fine))
