"""Use cases measured for another process, from the last on, until the two meet.

`python -m signpost.workspace.measuring.helper FOLDER ROOT VERSION`.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from signpost.answers.answer import measure
from signpost.metrics.model.schema import Programme
from signpost.shared_work import SharedWork
from signpost.workspace.open_versions import open_version


def main(folder: str, root: str, version: int) -> None:
    """Measure what nobody has begun with, and keep it in the shared folder."""
    shared, warehouse = SharedWork(Path(folder)), open_version(root, version)
    programme: Programme = shared.get("programme")
    for number in filter(shared.claim, reversed(range(len(programme.use_cases)))):
        shared.put(str(number), measure(warehouse, programme, programme.use_cases[number]))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C: nothing to say
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
