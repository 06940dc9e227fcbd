"""One version worked out and kept beside the data.

`python -m signpost.workspace.precompute_worker FOLDER VERSION`.

Started by a server for its readers, it gives way to them. A kill leaves nothing by half.
"""

from __future__ import annotations

import signal
import sys

from signpost.pipelines.low_priority import give_way


def main(root: str, version: int) -> None:
    """Work out the answers, then what else the pages open with, unless another process has."""
    from signpost.answers.job_lock import telling, turn
    from signpost.workspace import answer_store, open_versions, result_store
    from signpost.workspace.precompute_plan import open_all

    warehouse = open_versions.at(root, version)
    answer_store.answers_of(warehouse, open_versions.programme(root, version))
    if not answer_store.are_kept(warehouse):
        return  # this folder may not be written to
    lock = answer_store.lock_file(warehouse.root, version)
    with turn(lock):
        if not result_store.are_kept(root, version):
            with result_store.noting() as results:
                open_all(root, version, telling(lock, None))
            result_store.keep(root, version, results)


if __name__ == "__main__":
    give_way()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main(sys.argv[1], int(sys.argv[2]))
