"""Tasks on Dask workers: here, or wherever a scheduler says."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ebbline.batch.files import Task
from ebbline.batch.shard import arrow
from ebbline.batch.task import Job, Result, finished, read_file
from ebbline.errors import EbblineError, InputError, MissingExtraError

if TYPE_CHECKING:
    from distributed import Client

_TIMEOUT_S = 15


def run_tasks(
    tasks: Sequence[Task], job: Job, *, scheduler: str | None = None, workers: int = 1
) -> Iterator[Result | InputError]:
    """What became of each task, in order: on `workers` processes of this machine, or on those of a scheduler.

    A task whose worker dies is given to another; one that has killed several is an InputError and the rest goes on.
    Raises MissingExtraError, and EbblineError where the scheduler cannot be reached or the folder not be written.
    """
    distributed = check_installed()
    done = {task.output: finished(task, job) for task in tasks}
    left = [task for task in tasks if done[task.output] is None]
    with ExitStack() as stack:
        waiting: dict[str, Any] = {}
        if left:
            client = _connected(distributed, stack, scheduler, workers)
            run = uuid.uuid4().hex[:8]  # keys are shared by everyone on a scheduler
            for task in left:
                waiting[task.output] = client.submit(read_file, task, job, key=f"ebbline-{run}-{task.output}")
        where = scheduler or "the local cluster"
        for task in tasks:
            early = done[task.output]
            yield early if early is not None else _settled(distributed, task, waiting.pop(task.output), where)
        for task in left:
            for stale in Path(job.out).glob(f".{task.output}.*.part"):  # of killed workers
                stale.unlink(missing_ok=True)


def check_installed() -> Any:
    """Dask's `distributed`; raises MissingExtraError without it or pyarrow."""
    try:
        import distributed
    except ImportError as error:
        raise MissingExtraError("ebbline batch", "cluster") from error
    arrow("ebbline batch")
    return distributed


def _connected(distributed: Any, stack: ExitStack, scheduler: str | None, workers: int) -> Client:
    if scheduler is None:
        # Loopback only, and no dashboard: that one would listen on every interface.
        cluster = distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            worker_dashboard_address=None,
            silence_logs=logging.CRITICAL,
        )
        scheduler = stack.enter_context(cluster)
    try:
        client: Client = distributed.Client(scheduler, timeout=_TIMEOUT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        what = f"no Dask scheduler answers there ({error})"
        raise EbblineError(str(scheduler), what, "start one with: dask scheduler") from error
    stack.enter_context(client)
    return client


def _settled(distributed: Any, task: Task, future: Any, where: str) -> Result | InputError:
    try:
        result: Result = future.result()
    except distributed.KilledWorker:
        what = "its worker died each time it was read"
        return InputError(task.origin, what, "split the file, or give workers more memory")
    except ImportError as error:
        raise EbblineError(where, f"a worker lacks this Ebbline ({error})", "install the same version there") from error
    except (distributed.client.FutureCancelledError, distributed.comm.CommClosedError) as error:
        what = f"the scheduler went away ({error})"
        raise EbblineError(where, what, "what is done is kept; run the same command again") from error
    return result
