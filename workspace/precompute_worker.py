"""One version worked out and kept beside the data.

`python -m signpost.workspace.precompute_worker FOLDER VERSION`.

Started by a server for its readers, it gives way to them. A kill leaves nothing by half.
"""

from __future__ import annotations

import logging
import os
import signal
import sys

from signpost.pipelines.low_priority import lower_process_priority
from signpost.workspace.json_logs import configure

log = logging.getLogger("signpost")


def main(root: str, version: int) -> None:
    """Work out the answers, then what else the pages open with, unless another process has."""
    from signpost.answers.job_lock import exclusive_job, shared_progress
    from signpost.workspace import answer_store, open_versions, result_store
    from signpost.workspace.precompute_plan import open_all
    from signpost.workspace.results import Results

    results = Results.open(root, version=version)
    warehouse = open_versions.open_version(results.root, version)
    answer_store.stored_answers(warehouse, results.programme)
    if not answer_store.answers_are_stored(warehouse):
        return  # this folder may not be written to
    lock = answer_store.lock_file(warehouse.root, version)
    with exclusive_job(lock):
        if not result_store.results_are_stored(warehouse):
            with result_store.recording(warehouse) as recorded:
                open_all(results, shared_progress(lock, None))
            result_store.write_results(warehouse, recorded)


if __name__ == "__main__":
    configure(os.environ, sys.stderr)
    lower_process_priority()
    for told in (signal.SIGTERM, signal.SIGINT):  # Ctrl-C reaches every process of a terminal
        signal.signal(told, lambda *_: sys.exit(1))
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except Exception as error:  # its trace goes into the log, in the log's form
        if not isinstance(error.__cause__, SystemExit):  # the engine's word for being stopped
            log.exception("the worker failed")
        sys.exit(1)
