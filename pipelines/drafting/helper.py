"""Files drafted for another process, from the last on, until the two meet.

`python -m signpost.pipelines.drafting.helper`; the task, with the key in it, is on standard input.
"""

from __future__ import annotations

import pickle
import signal
import sys
from dataclasses import replace

from signpost.pipelines.drafting.drafts import IngestContext, draft_file
from signpost.pipelines.drafting.together import DraftingTask
from signpost.pipelines.progress import Meter
from signpost.pipelines.recognition.identify import all_sources
from signpost.pipelines.scratch_engine import scratch_engine


def main(task: DraftingTask) -> None:
    """Draft what nobody has begun with, each file as if it came alone, and keep what it brings."""
    files = [*task.files]
    choices = replace(task.choices, sources=all_sources())
    with scratch_engine(task.work, files, task.memory_limit) as con:
        meter = Meter(files, None)
        desk = IngestContext(con, choices, task.request, task.work, meter, task.in_force)
        for number in filter(task.shared.claim, task.numbers):
            task.shared.put(str(number), draft_file(desk, files[number], number, dict(task.met)))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C: nothing to say
    main(pickle.load(sys.stdin.buffer))  # noqa: S301 - from the process that started this one
